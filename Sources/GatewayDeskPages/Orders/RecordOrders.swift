import GatewayAccess
import GatewayAudit
import GatewayDesk
import GatewayIdentity

/// To see one record whole that is shown in part.
struct UnmaskRecordOrder: DeskOrder {
    let event: String

    var place: MenuPlace { .records }
    var right: DeskRight { .unmaskRecords }
    var words: OrderWords { RecordOrderWords.unmask }
    var subject: String? { event }
    var home: DeskPath { .record(event) }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        guard let record = try await visit.records.record(event) else {
            throw DeskProblem.notFound("there is no record \(event)")
        }
        // Recorded before it is shown, or not shown; and only where there is something to show.
        try await visit.administration.noteUnmasking(of: event, mandate)
        return .report([
            Section("summary", visit.say(RecordWords.summary), facts: RecordWordsOf(record, visit).facts),
            Section("fields", visit.say(RecordWords.fields), facts: RecordFacts.facts(of: record)),
        ])
    }
}

/// To take records along in a file. Larger exports, and those with their proof, are for the command line.
struct ExportRecordsOrder: DeskOrder {
    /// Records of one file.
    static let most = 10_000
    private static let bytes = 16 * 1024 * 1024

    var place: MenuPlace { .records }
    var right: DeskRight { .exportRecords }
    var words: OrderWords { RecordOrderWords.export }
    var home: DeskPath { .records }

    func fields(_ visit: DeskVisit) -> [FieldSpec] {
        RecordFields.all(visit) + [
            FieldSpec(
                "format", RecordWords.format,
                .choice([
                    ("csv", visit.say(RecordWords.formatCSV)), ("excel", visit.say(RecordWords.formatExcel)),
                    ("json", visit.say(RecordWords.formatJSON)),
                ]))
        ]
    }

    func initial(_ visit: DeskVisit) async throws -> Entries {
        Entries(Dictionary(RecordFields.entries(visit.query).filter { !$0.1.isEmpty }) { $1 })
    }

    /// Of what the trail has no more, before anybody takes it for what never was.
    func surroundings(_ entries: Entries, trying: Bool, _ visit: DeskVisit) async throws -> OrderSurroundings {
        let stretches = try await visit.records.deleted()
        guard !stretches.isEmpty else { return OrderSurroundings() }
        var section = Section(
            "deleted", visit.say(ExportWords.deleted), [ExportWords.stretch, ExportWords.count].map(visit.say),
            stretches.prefix(Self.mostShown).map { stretch in
                [[.text("\(stretch.first)–\(stretch.last)")], [.text("\(stretch.count)")]]
            }, empty: "")
        let left = stretches.count - Self.mostShown
        section.note =
            visit.say(ExportWords.deletedNote) + (left > 0 ? " " + visit.say(ReviewTaskWords.left(left)) : "")
        return OrderSurroundings(sections: [section])
    }

    private static let mostShown = 100

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        let criteria = try RecordFields.criteria(entries)
        let format = entries["format"] ?? "csv"
        let takings = try await takings(criteria, visit)
        try await visit.administration.noteExport(
            of: RecordQuery(criteria).digest, format: format, first: takings.end.first, last: takings.end.last,
            records: takings.end.records, mandate)
        let file = RecordFile(takings, in: visit.language)
        return format == "json"
            ? .file("records.jsonl", "application/jsonl", file.jsonLines)
            : .file("records.csv", "text/csv; charset=utf-8", file.table(mark: format == "excel"))
    }

    private func takings(_ criteria: RecordCriteria, _ visit: DeskVisit) async throws -> RecordTakings {
        do throws(RecordTakings.Problem) {
            return try await RecordTakings(
                criteria, of: visit.records, limits: .init(records: Self.most, bytes: Self.bytes))
        } catch {
            switch error {
            case .tooMany: throw FieldProblems("to", RecordWords.tooMany)
            case .search(let problem): throw problem
            }
        }
    }
}
