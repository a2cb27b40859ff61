import GatewayAccess
import GatewayIdentity
import GatewayStore

/// Everybody, by name, searched and in pages.
struct PeoplePages {
    let visit: DeskVisit

    private func say(_ words: Words) -> String { visit.say(words) }

    func list() async throws -> DeskPage {
        let reader = try visit.reader()
        let all = try await visit.administration.accounts(readBy: reader, requestID: visit.requestID)
        let slice = Slice(all.filter(isWanted), page: visit.query["page"])
        var page = DeskPage(say(FrameWords.people), at: .people)
        var search = Section("search", say(FrameWords.search))
        search.form = .search(
            .people, fields(among: all), visit.query, button: say(FrameWords.search), in: visit.language)
        search.more = LinkList([visit.change(PeopleWords.new, .newPerson)].compactMap(\.self))
        var found = Section(
            "people", say(FrameWords.people),
            [
                say(ColumnWords.account), say(ColumnWords.name), say(ColumnWords.organisation), say(ColumnWords.roles),
                say(ColumnWords.use), say(ColumnWords.state),
            ], slice.elements.map(row), empty: say(PeopleWords.noneFound))
        found.note = slice.note(in: visit.language) ?? say(FrameWords.count(slice.all))
        let query = ["q", "role", "state"].map { ($0, visit.query[$0] ?? "") }
        found.more = LinkList(slice.links(.people, query, in: visit.language))
        page.sections = [search, found]
        return page
    }

    private func row(_ account: Account) -> [[Piece]] {
        [
            [visit.person(account.name)], [.text(visit.name(account.displayName))], [.text(account.organisation)],
            visit.roles(account.roles), [.text(say(account.use.words))],
            [.tag(say(account.state.words), account.state.tone)],
        ]
    }

    private func isWanted(_ account: Account) -> Bool {
        if let role = visit.query["role"], !account.roles.contains(RoleName(role)) { return false }
        if let state = visit.query["state"], account.state.rawValue != state { return false }
        guard let text = visit.query["q"]?.lowercased() else { return true }
        // Who sees no whole names does not find by them either.
        let searched = [account.name.text, account.organisation] + (visit.mayChange ? [account.displayName] : [])
        return searched.contains { $0.lowercased().contains(text) }
    }

    private func fields(among accounts: [Account]) -> [FieldSpec] {
        let roles = Set(accounts.flatMap(\.roles)).sorted().map { (code: $0.text, text: $0.text) }
        let states = AccountState.allCases.map { (code: $0.rawValue, text: say($0.words)) }
        return [
            FieldSpec("q", PeopleWords.search, .line(100), isRequired: false),
            FieldSpec("role", ColumnWords.roles, .choice([("", say(PeopleWords.anyRole))] + roles)),
            FieldSpec("state", ColumnWords.state, .choice([("", say(PeopleWords.anyState))] + states)),
        ]
    }
}
