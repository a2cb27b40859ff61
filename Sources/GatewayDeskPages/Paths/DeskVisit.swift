import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayPages
import GatewayStore

/// One request for a page of the desk, with who makes it and what pages are made from.
struct DeskVisit: Sendable {
    let exchange: Exchange
    let person: Person
    let services: DeskServices
    let gate: DeskGate
    let examinations: ExaminationTurns
    /// The query; empty when it is none that a page of ours makes.
    let query: Entries

    init(
        _ exchange: Exchange, of person: Person, _ services: DeskServices, _ examinations: ExaminationTurns
    ) {
        self.exchange = exchange
        self.person = person
        self.services = services
        self.examinations = examinations
        gate = DeskGate(services.access.administration)
        do throws(FormFields.Problem) {
            query = Entries(try FormFields(query: exchange.request.query).values)
        } catch {
            query = Entries()
        }
    }

    var administration: Administration { services.access.administration }
    var records: any RecordSearch { services.records }
    var actor: DeskActor {
        .administrator(person.account, roles: Set(person.roles), proofs: exchange.visitor.session?.factors ?? [])
    }
    /// How far they are from changing what is not the policy.
    var mayChange: Bool { may(.changePeople) }
    var language: Language { exchange.language }
    var now: UnixTime { exchange.now }
    var requestID: RequestID { exchange.requestID }

    /// Who reads, judged as the API judges it.
    func reader(_ right: DeskRight = .readPeople) throws(DeskProblem) -> Actor { try admitted(to: right) }
    func admitted(to right: DeskRight) throws(DeskProblem) -> Actor { try gate.admitted(actor, to: right, at: now) }
    func standing(towards right: DeskRight) -> DeskGate.Standing { gate.standing(of: actor, towards: right, at: now) }
    /// By their roles, whatever factor they still have to prove.
    func may(_ right: DeskRight) -> Bool { standing(towards: right) != .mayNot }
    var places: [MenuPlace] { MenuPlace.allCases.filter { may($0.right) } }

    // MARK: Words

    func say(_ words: Words) -> String { words[language] }
    func time(_ time: UnixTime) -> Piece { .time(time, language) }
    func time(_ time: UnixTime?, else words: Words) -> Piece { time.map { self.time($0) } ?? .text(say(words)) }
    func person(_ name: AccountName) -> Piece {
        // The control socket's word, and that of the gateway itself, stand beside names and have no page.
        name.text.contains(":") || !may(.readPeople) ? .code(name.text) : .link(name.text, .person(name))
    }

    func console(_ id: ConsoleID) -> Piece { may(.readPeople) ? .link(id.text, .console(id)) : .code(id.text) }

    /// Names as this reader may see them (compliance profile nct-2025-04, 2.8).
    func name(_ displayName: String) -> String { mayChange ? displayName : Masking.name(displayName) }
    func address(_ address: NetworkAddress) -> String {
        mayChange ? address.description : address.masked
    }
    func mail(_ address: MailAddress) -> String { mayChange ? address.text : address.masked }

    func roles(_ roles: some Sequence<RoleName>) -> [Piece] {
        let tags = roles.sorted().map { Piece.tag($0.text) }
        return tags.isEmpty ? [.text(say(FrameWords.none))] : tags
    }

    /// A link to a change, for those who may.
    func change(_ words: Words, _ path: DeskPath, isGrave: Bool = false) -> Link? {
        guard may(path.order?.right ?? .changePeople) else { return nil }
        var link = Link(say(words), path)
        if isGrave { link.linkStyle = "danger" }
        return link
    }
}

/// Slices a list that is in memory.
struct Slice<Element: Sendable>: Sendable {
    static var size: Int { 50 }

    let elements: [Element]
    let first: Int
    let all: Int
    let number: Int

    /// - Parameter number: as somebody wrote it; anything else than a page there is becomes the nearest.
    init(_ list: [Element], page number: String?) {
        let pages = max(1, (list.count + Self.size - 1) / Self.size)
        self.number = min(max(number.flatMap { Int($0) } ?? 1, 1), pages)
        first = (self.number - 1) * Self.size
        all = list.count
        elements = Array(list.dropFirst(first).prefix(Self.size))
    }

    var hasMore: Bool { first + elements.count < all }

    /// "51 to 100 of 230".
    func note(in language: Language) -> String? {
        all > Self.size ? FrameWords.shown(first + 1, first + elements.count, of: all)[language] : nil
    }

    func links(_ path: DeskPath, _ query: [(String, String)], in language: Language) -> [Link] {
        (number > 1 ? [Link(FrameWords.newer[language], path, query + [("page", "\(number - 1)")])] : [])
            + (hasMore ? [Link(FrameWords.older[language], path, query + [("page", "\(number + 1)")])] : [])
    }
}
