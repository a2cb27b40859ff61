import GatewayIdentity
import GatewayPages

/// What the template sees. Its stored properties, and those of what they hold, are the names it may use; no name stands on
/// two levels, because a value that is absent on one would be looked up on the other.
struct DeskScene: Sendable {
    let frame: PageFrame
    let words: FrameTexts
    let who: Who?
    let menu: Menu?
    let page: DeskPage

    struct FrameTexts: Sendable {
        let desk: String
        let skip: String
        let contact: String
        let reference: String
        let banner: String
    }

    struct Who: Sendable {
        let whoName: String
        let whoAccount: String
        let ownPage: String
        let ownPageText: String
        let signOut: SignOut?
    }

    struct SignOut: Sendable {
        let signOutPath: String
        let signOutToken: String
        let signOutText: String
    }

    struct Menu: Sendable {
        struct Entry: Sendable {
            let entryText: String
            let entryPath: String
            let isHere: Bool
        }

        let menuText: String
        let entries: [Entry]
    }

    /// - Parameter places: those that whoever asks may see.
    init(_ page: DeskPage, for exchange: Exchange, places: [MenuPlace]) {
        let language = exchange.language
        frame = PageFrame(title: page.heading, of: exchange, showsReference: page.showsReference)
        words = FrameTexts(
            desk: FrameWords.desk[language], skip: FrameWords.skip[language], contact: FrameWords.contact[language],
            reference: FrameWords.reference[language], banner: FrameWords.banner[language])
        who = Who(exchange)
        menu =
            page.place == nil
            ? nil
            : Menu(
                menuText: FrameWords.menu[language],
                entries: places.map {
                    .init(entryText: $0.words[language], entryPath: $0.path.text, isHere: $0 == page.place)
                })
        self.page = page
    }
}

extension DeskScene.Who {
    fileprivate init?(_ exchange: Exchange) {
        guard case .verified(let person) = exchange.visitor.standing else { return nil }
        whoName = person.displayName
        whoAccount = person.account.text
        ownPage = exchange.site.gateOrigin + Path.account
        ownPageText = FrameWords.account[exchange.language]
        signOut = exchange.visitor.session.map {
            DeskScene.SignOut(
                signOutPath: Path.logout, signOutToken: $0.formToken,
                signOutText: FrameWords.signOut[exchange.language])
        }
    }
}
