import GatewayAccess
import GatewayAudit
import GatewayCrypto
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
        form.form = .search(.records, fields, visit.query, button: say(FrameWords.search), in: visit.language)
        page.sections = [form]
        let query: RecordQuery
        do throws(FieldProblems) {
            query = try RecordQuery(visit.query)
        } catch {
            page.messages = error.problems.values.map { .problem(say($0)) }
            page.status = 422
            return page
        }
        // Recorded before anything is shown, or not shown.
        try await visit.administration.noteSearch(
            of: SHA256.digest(of: Array(query.spelled.utf8)), by: reader, requestID: visit.requestID)
        page.sections.append(try await results(of: query))
        return page
    }

    private func results(of query: RecordQuery) async throws(RecordSearchProblem) -> Section {
        let found = try await visit.records.page(query)
        var section = Section(
            "results", say(RecordWords.results),
            [
                say(ColumnWords.at), say(ColumnWords.event), say(ColumnWords.outcome), say(ColumnWords.actor),
                say(ColumnWords.console), say(ColumnWords.what), say(ColumnWords.source),
            ], found.records.map { RecordRow(visit, $0).cells },
            empty: say(found.next == nil ? RecordWords.none : RecordWords.noneSoFar))
        if let next = found.next {
            section.more = LinkList([
                Link(say(FrameWords.goOn), .records, Self.names.map { ($0, visit.query[$0] ?? "") } + [("place", next)])
            ])
        }
        return section
    }

    private static let names = ["person", "console", "type", "outcome", "reason", "from", "to", "request_id"]

    private var fields: [FieldSpec] {
        let types = RecordType.allCases.map { (code: $0.rawValue, text: say($0.words)) }
        let outcomes = Outcome.allCases.map { (code: $0.rawValue, text: say($0.words)) }
        let reasons = Reason.allCases.map { (code: $0.rawValue, text: $0.rawValue) }
        let any = [(code: "", text: say(RecordWords.any))]
        return [
            FieldSpec("person", RecordWords.person, .line(64), isRequired: false),
            FieldSpec("console", RecordWords.console, .line(64), isRequired: false),
            FieldSpec("type", RecordWords.type, .choice(any + types)),
            FieldSpec("outcome", RecordWords.outcome, .choice(any + outcomes)),
            FieldSpec("reason", RecordWords.reason, .choice(any + reasons)),
            FieldSpec("from", RecordWords.from, .instant, hint: FrameWords.koreanTime, isRequired: false),
            FieldSpec("to", RecordWords.to, .instant, hint: FrameWords.koreanTime, isRequired: false),
            FieldSpec("request_id", RecordWords.requestID, .line(64), isRequired: false),
        ]
    }
}

extension RecordQuery {
    init(_ query: Entries) throws(FieldProblems) {
        self.init()
        person = query["person"]
        console = query["console"]
        type = query["type"].flatMap(RecordType.init)
        outcome = query["outcome"].flatMap(Outcome.init)
        reason = query["reason"]
        requestID = query["request_id"]
        from = query["from"] == nil ? nil : try query.instant("from")
        to = query["to"] == nil ? nil : try query.instant("to")
        place = query["place"]
    }
}
