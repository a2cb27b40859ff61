import GatewayAccess
import GatewayIdentity
import GatewayStore

/// Requests about accounts: those that wait, to be decided, and all that were made for one person.
struct RequestRows {
    let visit: DeskVisit

    init(_ visit: DeskVisit) { self.visit = visit }

    private func say(_ words: Words) -> String { visit.say(words) }

    func page() async throws -> DeskPage {
        let requests = try await visit.administration.openRequests(
            readBy: visit.reader(), requestID: visit.requestID)
        let slice = Slice(requests, page: visit.query["page"])
        var page = DeskPage(say(FrameWords.requests), at: .requests)
        var section = Section(
            "requests", say(FrameWords.requests),
            [
                say(ColumnWords.account), say(ColumnWords.kind), say(PeopleWords.wanted), say(ColumnWords.applicant),
                say(ColumnWords.reason), say(ColumnWords.expires), "",
            ],
            slice.elements.map { request in
                [
                    [visit.person(request.account)], [.text(say(request.wish.words))], wish(request.wish),
                    [visit.person(request.applicant), visit.time(request.at)], [.text(request.reason)],
                    [visit.time(request.expires)], decide(request),
                ]
            }, empty: say(PeopleWords.noRequestsWait))
        section.note = slice.note(in: visit.language)
        section.more = LinkList(
            [visit.change(PeopleWords.new, .newPerson)].compactMap(\.self)
                + slice.links(.requests, [], in: visit.language))
        page.sections = [section]
        return page
    }

    func history(_ requests: [AccountRequest]) -> Section {
        Section(
            "requests", say(PeopleWords.requests),
            [
                say(ColumnWords.kind), say(PeopleWords.wanted), say(ColumnWords.applicant), say(ColumnWords.reason),
                say(ColumnWords.decision),
            ],
            requests.map { request in
                [
                    [.text(say(request.wish.words))], wish(request.wish),
                    [visit.person(request.applicant), visit.time(request.at)], [.text(request.reason)],
                    outcome(of: request),
                ]
            }, empty: say(PeopleWords.noRequests))
    }

    func wish(_ wish: AccountRequest.Wish) -> [Piece] {
        switch wish {
        case .admission(let applied):
            [.text(visit.name(applied.displayName)), .text(applied.organisation)] + visit.roles(applied.roles)
        case .roles(let roles, replacing: _): visit.roles(roles)
        case .opening: []
        case .terms(let terms): [visit.person(terms.owner), visit.time(terms.until)]
        }
    }

    private func decide(_ request: AccountRequest) -> [Piece] {
        guard visit.mayChange else { return [] }
        return [
            .link(say(PeopleWords.approve), .decide(.approve, request.id)),
            .link(say(PeopleWords.reject), .decide(.reject, request.id)),
        ]
    }

    private func outcome(of request: AccountRequest) -> [Piece] {
        guard let decision = request.decision else { return [.tag(say(PeopleWords.open), .warn)] + decide(request) }
        return [
            .tag(say(decision.verdict.words)), visit.person(decision.by), visit.time(decision.at),
            .text(decision.reason),
        ]
    }
}
