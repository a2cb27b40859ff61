import ArgumentParser
import GatewayAudit
import GatewayAuditFile
import GatewayAuditIndex

struct AuditSearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Search the records, the newest first.",
        discussion: """
            Asks the running node, so that the trail records who looked; with a folder, or where no node runs, reads the files, which nothing records.
            --json prints each record as it stands, a line each. Exit 1 when a part of the trail could not be looked at.
            Example: gwanmun audit search --person kim-7f3a --from 2026-12-01T00:00:00+09:00
                     gwanmun audit search /mnt/copy/audit --request 6e1c9d207b3f4a58000000000001a2b3 --json
            """)

    @OptionGroup var filters: RecordFilterOptions
    @Option(help: "How many records at most.")
    var limit = 50
    @Option(help: .init("Go on from where an earlier search said that there is more.", valueName: "place"))
    var before: String?
    @OptionGroup var place: RecordSourceOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1_000_000).contains(limit) else { throw ValidationError("--limit: \(limit) is not 1 to 1000000") }
        if let before, TrailPlace(text: before) == nil {
            throw ValidationError("--before: '\(before)' is no place such as 1-4711, which an earlier search named")
        }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let criteria = try filters.criteria()
            var found = FoundLines(asJSON: output.json)
            switch try await place.source() {
            case .files(let folder): try search(folder, criteria, &found)
            case .node: found = try await ask(found)
            }
            try found.end()
        }
    }

    private func search(_ folder: String, _ criteria: RecordCriteria, _ found: inout FoundLines) throws {
        let searcher = TrailSearcher(directory: folder)
        var place = before.flatMap { TrailPlace(text: $0) }
        do throws(FileFailure) {
            repeat {
                let page = try searcher.page(
                    TrailQuestion(criteria, before: place, limit: min(limit - found.count, 200)))
                place = page.next
                found.add(
                    page.records.map { (String(decoding: $0.line, as: UTF8.self), $0.record) },
                    unread: page.unread.map(\.description), next: place?.description)
            } while place != nil && found.count < limit
        } catch {
            throw CommandFailure(
                .badInput, [error.description], hint: "Name the folder that 'audit' in the configuration names.")
        }
    }

    private struct Answer: Decodable {
        let records: [Record]
        let next: String?
        let unread: [String]

        struct Record: Decodable {
            let line: String
        }
    }

    private func ask(_ start: FoundLines) async throws -> FoundLines {
        let box = FoundBox(start)
        try await place.node.talk { node in
            var place = before
            repeat {
                var query = filters.query + [("limit", String(min(limit - box.found.count, 200)))]
                if let place { query.append(("before", place)) }
                let answer: Answer = try await node.get("records", query: query)
                place = answer.next
                box.found.add(
                    answer.records.map { record in
                        var line = record.line
                        return (record.line, line.withUTF8 { ParsedRecord(line: UnsafeRawBufferPointer($0)) })
                    }, unread: answer.unread, next: place)
            } while place != nil && box.found.count < limit
        }
        return box.found
    }
}

/// Carries what is found out of a talk with the node.
private final class FoundBox {
    var found: FoundLines
    init(_ found: FoundLines) { self.found = found }
}

/// What a search found, on its way to the terminal.
struct FoundLines {
    let asJSON: Bool
    private(set) var count = 0
    private var rows: [[String]] = []
    private var unread: Set<String> = []
    private var next: String?

    init(asJSON: Bool) { self.asJSON = asJSON }

    mutating func add(_ records: [(line: String, record: ParsedRecord?)], unread: [String], next: String?) {
        count += records.count
        self.next = next
        self.unread.formUnion(unread)
        for (line, record) in records {
            if asJSON { Terminal.print(line) } else if let record { rows.append(Self.row(record)) }
        }
    }

    func end() throws {
        if !asJSON {
            if count == 0 {
                Terminal.print(
                    worded(
                        "조건에 맞는 기록이 없습니다. 조건을 줄이거나 기간을 넓혀 보십시오.",
                        "No record fits. Fewer filters, or a longer time, find more."))
            } else {
                TextTable(headings: [.sequence, .time, .type, .outcome, .user, .console, .what, .source], rows: rows)
                    .lines.forEach(Terminal.print)
            }
        }
        if let next {
            Terminal.error(worded("더 있습니다: --before \(next)", "There is more: --before \(next)"))
        }
        guard unread.isEmpty else {
            throw CommandFailure(
                .failed, unread.sorted().map { "not searched: \($0)" },
                hint: "What is in that part of the trail is not in the answer; 'gwanmun audit verify' says more.")
        }
    }

    private static func row(_ record: ParsedRecord) -> [String] {
        let what = [
            record.text(.method), record.text(.path), record.text(.change), record.text(.object),
            record.text(.statedReason),
        ]
        return [
            record.sequence.map(String.init) ?? "-", record.text(.time) ?? "-", record.text(.type) ?? "-",
            [record.text(.outcome), record.text(.reason)].compactMap(\.self).joined(separator: " "),
            record.text(.account) ?? record.integer(.localUser).map { "uid:\($0)" } ?? "-",
            record.text(.upstream) ?? "-", what.compactMap(\.self).joined(separator: " "),
            record.text(.sourceAddress) ?? "-",
        ]
    }
}
