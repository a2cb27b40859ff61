import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayPages
import GatewaySessions

/// Who is in.
struct SessionRows {
    let visit: DeskVisit

    init(_ visit: DeskVisit) { self.visit = visit }

    private func say(_ words: Words) -> String { visit.say(words) }

    func page() async throws -> DeskPage {
        let reader = try visit.reader()
        let person = visit.query["person"].map { AccountName(stored: $0) }
        let sessions = try await visit.administration.sessions(of: person, readBy: reader, requestID: visit.requestID)
        let slice = Slice(sessions, page: visit.query["page"])
        var page = DeskPage(say(FrameWords.sessions), at: .sessions)
        var search = Section("search", say(FrameWords.search))
        search.form = .search(
            .sessions, [FieldSpec("person", SessionWords.ofPerson, .line(64), isRequired: false)], visit.query,
            button: say(FrameWords.search), in: visit.language)
        var list = section(slice.elements, anchor: "sessions", title: FrameWords.sessions)
        list.note = slice.note(in: visit.language)
        let everySession = person.flatMap { name in
            sessions.isEmpty
                ? nil
                : visit.change(PersonOrderKind.endSessions.words.title, .personOrder(.endSessions, name), isGrave: true)
        }
        list.more = LinkList(
            [everySession].compactMap(\.self)
                + slice.links(.sessions, [("person", visit.query["person"] ?? "")], in: visit.language))
        page.sections = [search, list]
        return page
    }

    func section(_ sessions: [LiveSession], anchor: String, title: Words) -> Section {
        Section(
            anchor, say(title),
            [
                say(ColumnWords.account), say(ColumnWords.grade), say(ColumnWords.started), say(ColumnWords.lastSeen),
                say(ColumnWords.source), say(ColumnWords.device), say(ColumnWords.ends), "",
            ], sessions.map(row), empty: say(SessionWords.none))
    }

    private func row(_ session: LiveSession) -> [[Piece]] {
        let grade = visit.services.access.gradeReached(in: session, at: visit.now)
        return [
            [visit.person(session.account)], [.grade(grade, visit.language)], [visit.time(session.createdAt)],
            [visit.time(session.lastSeen)], session.place.map { [.code(visit.address($0.source))] } ?? [],
            session.place.flatMap { DeviceName(userAgent: $0.userAgent).text }.map { [.text($0)] } ?? [],
            [visit.time(min(session.idleExpiry, session.absoluteExpiry))],
            visit.mayChange ? [.link(say(SessionWords.end), .endSession(session.id.description))] : [],
        ]
    }
}
