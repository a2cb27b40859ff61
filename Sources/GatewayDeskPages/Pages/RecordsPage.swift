import GatewayAccess
import GatewayAudit
import GatewayDesk
import GatewayIdentity

/// The search in the records: the newest that fit, and a way on from where it stopped.
struct RecordsPage {
    let visit: DeskVisit

    private func say(_ words: Words) -> String { visit.say(words) }

    func page() async throws -> DeskPage {
        let reader = try visit.reader()
        var page = DeskPage(say(FrameWords.records), at: .records)
        var form = Section("search", say(FrameWords.search))
        form.note = say(RecordWords.noted) + (visit.mayChange ? "" : " " + say(RecordWords.masked))
        form.form = .search(
            .records, RecordFields.all(visit), visit.query, button: say(FrameWords.search), in: visit.language)
        form.more = LinkList(
            [visit.change(RecordWords.export, .exportRecords)].compactMap(\.self).map { link in
                Link(link.linkText, .exportRecords, RecordFields.entries(visit.query))
            })
        page.sections = [form]
        let query: RecordQuery
        do throws(FieldProblems) {
            query = RecordQuery(try RecordFields.criteria(visit.query), place: visit.query["place"])
        } catch {
            page.messages = error.problems.values.map { .problem(say($0)) }
            page.status = 422
            return page
        }
        // Recorded before anything is shown, or not shown.
        try await visit.administration.noteSearch(of: query.digest, by: reader, requestID: visit.requestID)
        let found = try await visit.records.page(query)
        page.messages += RecordNotes.unread(found.unread, visit)
        page.sections.append(results(found))
        return page
    }

    private func results(_ found: RecordPage) -> Section {
        var section = RecordRow.section(
            "results", RecordWords.results, found.records,
            empty: found.next == nil ? RecordWords.none : RecordWords.noneSoFar, for: visit)
        if let next = found.next {
            section.more = LinkList([
                Link(say(FrameWords.goOn), .records, RecordFields.entries(visit.query) + [("place", next)])
            ])
        }
        return section
    }
}

enum RecordNotes {
    /// A part of the trail that could not be looked at is never passed over in silence.
    static func unread(_ parts: [String], _ visit: DeskVisit) -> [Message] {
        parts.isEmpty ? [] : [.problem(visit.say(RecordWords.unread) + " " + parts.joined(separator: "; "))]
    }
}

/// The fields of a search in records, on the page and in the form of an export.
enum RecordFields {
    private static let names = [
        "person", "console", "type", "outcome", "reason_code", "from", "to", "request_id", "event_id", "address",
        "grant",
        "session",
    ]

    static func entries(_ query: Entries) -> [(String, String)] { names.map { ($0, query[$0] ?? "") } }

    static func all(_ visit: DeskVisit) -> [FieldSpec] {
        let types = RecordType.allCases.map { (code: $0.rawValue, text: visit.say($0.words)) }
        let outcomes = Outcome.allCases.map { (code: $0.rawValue, text: visit.say($0.words)) }
        let reasons = Reason.allCases.map { (code: $0.rawValue, text: $0.rawValue) }
        let any = [(code: "", text: visit.say(RecordWords.any))]
        func line(_ name: String, _ words: Words) -> FieldSpec { FieldSpec(name, words, .line(200), isRequired: false) }
        func instant(_ name: String, _ words: Words) -> FieldSpec {
            FieldSpec(name, words, .instant, hint: FrameWords.koreanTime, isRequired: false)
        }
        return [
            line("person", RecordWords.person), line("console", RecordWords.console),
            FieldSpec("type", RecordWords.type, .choice(any + types)),
            FieldSpec("outcome", RecordWords.outcome, .choice(any + outcomes)),
            FieldSpec("reason_code", RecordWords.reason, .choice(any + reasons)),
            instant("from", RecordWords.from), instant("to", RecordWords.to),
            line("request_id", RecordWords.requestID), line("event_id", RecordWords.eventID),
            line("address", RecordWords.address), line("grant", RecordWords.grant),
            line("session", RecordWords.session),
        ]
    }

    static func criteria(_ entries: Entries) throws(FieldProblems) -> RecordCriteria {
        var criteria = RecordCriteria()
        criteria.person = entries["person"]
        criteria.console = entries["console"]
        criteria.type = entries["type"].flatMap(RecordType.init)
        criteria.outcome = entries["outcome"].flatMap(Outcome.init)
        criteria.reason = entries["reason_code"]
        criteria.grant = entries["grant"]
        criteria.requestID = try ordered(.request, entries, "request_id", RecordWords.idProblem)
        criteria.eventID = try ordered(.event, entries, "event_id", RecordWords.idProblem)
        criteria.sessionHash = try ordered(.session, entries, "session", RecordWords.sessionProblem)
        criteria.address = try ordered(.address, entries, "address", RecordWords.addressProblem)
        criteria.from = entries["from"] == nil ? nil : try entries.instant("from")
        criteria.to = entries["to"] == nil ? nil : try entries.instant("to")
        return criteria
    }

    private static func ordered(_ key: RecordKey, _ entries: Entries, _ name: String, _ problem: Words)
        throws(FieldProblems) -> String?
    {
        guard let text = entries[name] else { return nil }
        guard let ordered = key.ordered(text) else { throw FieldProblems(name, problem) }
        return ordered
    }
}
