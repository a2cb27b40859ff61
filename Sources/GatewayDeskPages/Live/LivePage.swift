import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayJSON
import GatewayPages

/// Who is connected to what now. With its script it stays as it is; without, it can be loaded again.
struct LivePage {
    let visit: DeskVisit

    init(_ visit: DeskVisit) { self.visit = visit }

    /// Of the list of what was done.
    static let actions = 20

    private func say(_ words: Words) -> String { visit.say(words) }

    func page() async throws -> DeskPage {
        let reader = try visit.reader()
        try await visit.administration.noteLiveReading(by: reader, requestID: visit.requestID)
        let (filter, query) = asked
        let live = visit.services.live
        let list = await live.rows(filter)
        let recent = await live.recent(filter, limit: Self.actions)
        var page = DeskPage(say(LiveWords.title), at: .live)
        page.lead = say(LiveWords.noted)
        page.policyScript = LiveScript.path
        page.sections = [connected(list, query), done(recent), search]
        return page
    }

    /// And what the API calls it.
    private var asked: (LiveFilter, [(String, String)]) {
        let console = visit.query["console"].map { ConsoleID($0) }
        let organisation = visit.query["organisation"]
        let account = visit.query["user"].map { AccountName(stored: $0) }
        let partners = visit.query["partners"] == "true"
        let query = [
            ("partners", partners ? "true" : ""), ("console", console?.text ?? ""),
            ("organisation", organisation ?? ""), ("user", account?.text ?? ""),
        ].filter { !$0.1.isEmpty }
        return (
            LiveFilter(partnersOnly: partners, console: console, organisation: organisation, account: account), query
        )
    }

    private var search: Section {
        var section = Section("search", say(FrameWords.search))
        section.form = .search(
            .live,
            [
                FieldSpec(
                    "partners", LiveWords.partners,
                    .choice([("", say(LiveWords.everybody)), ("true", say(LiveWords.partnersOnly))])),
                FieldSpec("console", ColumnWords.console, .line(64), isRequired: false),
                FieldSpec("organisation", ColumnWords.organisation, .line(200), isRequired: false),
                FieldSpec("user", ColumnWords.account, .line(64), isRequired: false),
            ], visit.query, button: say(FrameWords.search), in: visit.language)
        return section
    }

    private func connected(_ list: LiveRowList, _ query: [(String, String)]) -> Section {
        let texts = LiveTexts(visit.language)
        var section = Section("live", say(LiveWords.connected))
        section.note = list.leftOut > 0 ? say(LiveWords.leftOut(list.leftOut)) : nil
        section.live = LiveTable(
            livePath: DeskPath.eventsOfLive(query), liveWords: texts.text, mayAct: visit.mayChange,
            columns: [
                say(LiveWords.who), say(LiveWords.place), say(LiveWords.from), say(LiveWords.amount),
                say(LiveWords.last), say(LiveWords.measures),
            ],
            visitors: list.rows.map { LiveVisitor($0, texts, for: visit) }, blank: LiveVisitor(visit.language),
            isVacant: list.rows.isEmpty, vacantText: say(LiveWords.none),
            liveState: "\(texts.people): \(list.rows.count), \(texts.ofThem): \(list.rows.count { $0.isPartner })")
        section.more = LinkList([Link(say(LiveWords.reload), .live, query)])
        return section
    }

    private func done(_ actions: [LiveAction]) -> Section {
        var section = Section("actions", say(LiveWords.recent))
        section.happenings = LiveHappenings(
            happenings: actions.reversed().map { action in
                [action.account?.text, LiveText.action(action)].compactMap(\.self).joined(separator: " · ")
            }, isQuiet: actions.isEmpty, quietText: say(LiveWords.nothingYet))
        return section
    }
}

/// What was done lately, the newest first.
struct LiveHappenings: Sendable {
    let happenings: [String]
    let isQuiet: Bool
    let quietText: String
}

extension LiveTexts {
    /// For the script.
    fileprivate var text: String {
        let members = Mirror(reflecting: self).children.compactMap { child in
            (child.value as? String).flatMap { text in
                child.label.map { JSON.Member(name: $0, value: .string(text)) }
            }
        }
        return String(decoding: JSON.object(members).bytes, as: UTF8.self)
    }
}

extension DeskPath {
    /// Of the API.
    fileprivate static func eventsOfLive(_ query: [(String, String)]) -> String {
        let pairs = query.map { "\($0.0)=\(PercentCoding.encode($0.1))" }
        return "/api/v1/live" + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }
}
