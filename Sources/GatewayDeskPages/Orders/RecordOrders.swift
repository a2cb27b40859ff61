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

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        let criteria = try RecordFields.criteria(entries)
        let format = entries["format"] ?? "csv"
        let lines = try await lines(criteria, visit)
        try await visit.administration.noteExport(
            of: RecordQuery(criteria).digest, format: format, first: lines.first, last: lines.last,
            records: lines.texts.count, mandate)
        return format == "json"
            ? .file("records.jsonl", "application/jsonl", Array(lines.texts.map { $0 + "\n" }.joined().utf8))
            : .file("records.csv", "text/csv; charset=utf-8", Self.table(lines.texts, mark: format == "excel"))
    }

    private func lines(_ criteria: RecordCriteria, _ visit: DeskVisit) async throws -> (
        texts: [String], first: UInt64, last: UInt64
    ) {
        var texts: [String] = []
        var (first, last): (UInt64, UInt64) = (0, 0)
        var bytes = 0
        while true {
            let piece = try await visit.records.extract(criteria, after: last)
            if first == 0 { first = piece.first }
            last = max(last, piece.last)
            texts += piece.records
            bytes += piece.records.reduce(0) { $0 + $1.utf8.count }
            guard texts.count <= Self.most, bytes <= Self.bytes else { throw FieldProblems("to", RecordWords.tooMany) }
            guard piece.goesOn else { return (texts, first, last) }
        }
    }

    private static func table(_ lines: [String], mark: Bool) -> [UInt8] {
        let rows = lines.compactMap { line in
            var line = line
            return line.withUTF8 { ParsedRecord(line: UnsafeRawBufferPointer($0)) }.map(ExportCSV.row)
        }
        return Array(((mark ? ExportCSV.mark : "") + ExportCSV.header + rows.joined()).utf8)
    }
}
