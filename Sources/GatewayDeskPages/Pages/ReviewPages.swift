import GatewayAccess
import GatewayIdentity
import GatewayPages
import GatewayStore

/// Lists that somebody answers for: rights, special-purpose accounts, programs, tokens.
struct ReviewPages {
    let visit: DeskVisit

    private func say(_ words: Words) -> String { visit.say(words) }

    /// What is due, or everybody with `all=yes`.
    func reviews() async throws -> DeskPage {
        let all = try await visit.administration.reviews(readBy: visit.reader(), requestID: visit.requestID)
        let showsAll = visit.query["all"] == "yes"
        let slice = Slice(showsAll ? all : all.filter { $0.due <= visit.now }, page: visit.query["page"])
        var page = DeskPage(say(FrameWords.reviews), at: .reviews)
        var section = Section(
            "reviews", say(FrameWords.reviews),
            [
                say(ColumnWords.account), say(ColumnWords.roles), say(ColumnWords.organisation),
                say(ColumnWords.lastUse),
                say(ColumnWords.reviewed), say(ColumnWords.due), "",
            ], slice.elements.map(row), empty: say(ReviewWords.none))
        section.note = slice.note(in: visit.language) ?? (showsAll ? nil : say(ReviewWords.overdueOnly))
        section.more = LinkList(
            [
                showsAll
                    ? Link(say(ReviewWords.showDue), .reviews)
                    : Link(say(ReviewWords.showAll), .reviews, [("all", "yes")])
            ] + slice.links(.reviews, [("all", showsAll ? "yes" : "")], in: visit.language))
        page.sections = [section]
        return page
    }

    private func row(_ review: AccountReview) -> [[Piece]] {
        let days = TimeText.days(from: review.due, to: visit.now)
        let last = review.last.map { [visit.time($0.at), visit.person($0.by)] } ?? [.text(say(FrameWords.never))]
        return [
            [visit.person(review.account.name)], visit.roles(review.account.roles),
            [.text(review.account.organisation)],
            [visit.time(review.lastUse, else: FrameWords.never)], last,
            [visit.time(review.due)] + (days > 0 ? [.tag(say(ReviewWords.overdue(days)), .bad)] : []),
            visit.mayChange ? [.link(say(ReviewWords.sign), .personOrder(.review, review.account.name))] : [],
        ]
    }

    func special() async throws -> DeskPage {
        let accounts = try await visit.administration.specialAccounts(
            readBy: visit.reader(), requestID: visit.requestID)
        let slice = Slice(accounts, page: visit.query["page"])
        var page = DeskPage(say(FrameWords.special), at: .special)
        var section = Section(
            "special", say(FrameWords.special),
            [
                say(ColumnWords.account), say(ColumnWords.roles), say(ColumnWords.purpose), say(ColumnWords.listed),
                say(ColumnWords.checked), say(ColumnWords.due), say(ReviewWords.openUntil), "",
            ],
            slice.elements.map { special in
                [
                    [visit.person(special.account.name)], visit.roles(special.account.roles),
                    [special.listing.map { .text($0.purpose) } ?? .tag(say(ReviewWords.notListed), .bad)],
                    special.listing.map { [visit.time($0.listedAt), visit.person($0.listedBy)] } ?? [],
                    special.listing?.check.map { [visit.time($0.at), visit.person($0.by)] } ?? [],
                    [visit.time(special.checkDue)], special.openUntil.map { [visit.time($0)] } ?? [],
                    visit.mayChange ? [.link(say(ReviewWords.check), .personOrder(.check, special.account.name))] : [],
                ]
            }, empty: say(ReviewWords.noSpecial))
        section.note = slice.note(in: visit.language)
        section.more = LinkList(slice.links(.special, [], in: visit.language))
        page.sections = [section]
        return page
    }

    func services() async throws -> DeskPage {
        let services = try await visit.administration.services(readBy: visit.reader(), requestID: visit.requestID)
        let slice = Slice(services, page: visit.query["page"])
        var page = DeskPage(say(FrameWords.services), at: .services)
        var section = Section(
            "services", say(FrameWords.services),
            [
                say(ColumnWords.account), say(ColumnWords.roles), say(ColumnWords.state), say(ColumnWords.owner),
                say(ColumnWords.networks), say(ColumnWords.until), say(ColumnWords.lastUse),
            ],
            slice.elements.map { service in
                [
                    [visit.person(service.account.name)], visit.roles(service.account.roles),
                    [.tag(say(service.standing.words), service.standing == .running ? .good : .bad)],
                    service.terms.map { [visit.person($0.owner)] } ?? [],
                    service.terms.map { $0.networks.map { .code($0.description) } } ?? [],
                    service.terms.map { [visit.time($0.until)] } ?? [],
                    [visit.time(service.lastUse, else: FrameWords.never)],
                ]
            }, empty: say(ReviewWords.noServices))
        section.note = slice.note(in: visit.language)
        section.more = LinkList(slice.links(.services, [], in: visit.language))
        page.sections = [section]
        return page
    }

    func tokens() async throws -> DeskPage {
        let tokens = try await visit.administration.tokens(readBy: visit.reader(), requestID: visit.requestID)
        let slice = Slice(tokens, page: visit.query["page"])
        var page = DeskPage(say(FrameWords.tokens), at: .tokens)
        var section = Section(
            "tokens", say(FrameWords.tokens),
            [
                say(ColumnWords.serial), say(ColumnWords.kind), say(ColumnWords.manufacturer), say(ColumnWords.state),
                say(ColumnWords.holder), say(ColumnWords.created),
            ],
            slice.elements.map { token in
                [
                    [.code(token.serial)], [.text(token.kind.rawValue.uppercased())], [.text(token.manufacturer)],
                    [.tag(say(token.state.words))], holder(of: token), [visit.time(token.importedAt)],
                ]
            }, empty: say(ReviewWords.noTokens))
        section.note = slice.note(in: visit.language)
        section.more = LinkList(slice.links(.tokens, [], in: visit.language))
        page.sections = [section]
        return page
    }

    private func holder(of token: StockToken) -> [Piece] {
        switch token.state {
        case .assigned(let to, _, let at): [visit.person(to), visit.time(at)]
        case .waiting, .revoked: []
        }
    }
}
