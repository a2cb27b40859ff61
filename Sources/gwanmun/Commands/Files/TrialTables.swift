import GatewayReplay

/// What a trial came to, for people and for machines.
protocol TrialTable {
    var isEmpty: Bool { get }
    var lines: [String] { get }
    func printJSON() throws
}

/// How requests were answered, and how they would have been.
struct TrialTurnTable: TrialTable {
    private let turns: [(key: TrialReport.Turn, value: TrialReport.Count)]

    private struct Answer: Encodable {
        let done: String
        let onTrial: String
        let reason: String?
        let rule: String?
        let policy: String?
        let requests: Int
        let examples: [String]
    }

    /// - Parameter all: also what would have been answered the same.
    init(_ report: TrialReport, all: Bool) {
        turns = report.turns.filter { all || $0.key.isDifferent }.sorted { $0.key < $1.key }
    }

    var isEmpty: Bool { turns.isEmpty }

    var lines: [String] {
        TextTable(
            headings: [.done, .onTrial, .rule, .reason, .trialPolicy, .requests, .examples],
            rows: turns.map { turn, count in
                [
                    turn.done, turn.onTrial, turn.rule ?? "-", turn.reason ?? "-",
                    turn.policy.map { String($0.prefix(12)) } ?? "-", "\(count.requests)",
                    count.examples.joined(separator: " "),
                ]
            }
        ).lines
    }

    func printJSON() throws {
        try MachineOutput.print(
            turns.map { turn, count in
                Answer(
                    done: turn.done, onTrial: turn.onTrial, reason: turn.reason, rule: turn.rule, policy: turn.policy,
                    requests: count.requests, examples: count.examples)
            })
    }
}

/// Requests that would be answered differently, by rule, person or console.
struct TrialGroupTable: TrialTable {
    private let rows: [ReplayReport.Row]
    private let remainder: Int

    private struct Answer: Encodable {
        let rows: [Row]
        /// Requests of groups that are not among the rows.
        let remainder: Int

        struct Row: Encodable {
            /// A person or a console; empty: the record names none.
            let name: String?
            /// The rule that decided, and the one that would.
            let was: String?
            let now: String?
            let counts: [String: Int]
            let examples: [String: [String]]
        }
    }

    init(_ groups: ReplayReport.Groups) {
        rows = groups.rows
        remainder = groups.remainder
    }

    var isEmpty: Bool { rows.isEmpty }

    var lines: [String] {
        let isOfRules = rows.contains { if case .rule = $0.name { true } else { false } }
        return TextTable(
            headings: [isOfRules ? .rule : .name, .gained, .lost, .eased, .tightened, .reworded],
            rows: rows.map { row in
                [Self.text(of: row.name)]
                    + [Difference.gained, .lost, .eased, .tightened, .reworded].map {
                        "\(row.group.counts[.difference($0)] ?? 0)"
                    }
            }
        ).lines
            + (remainder == 0 ? [] : [worded("그 밖의 요청 \(remainder)건", "\(remainder) requests of others")])
    }

    private static func text(of name: ReplayReport.Row.Name) -> String {
        switch name {
        case .rule(let was, let now): "\(was ?? "-") -> \(now ?? "-")"
        case .one(let name): name.isEmpty ? "-" : name
        }
    }

    func printJSON() throws {
        try MachineOutput.print(Answer(rows: rows.map(Self.row), remainder: remainder))
    }

    private static func row(_ row: ReplayReport.Row) -> Answer.Row {
        let counts = Dictionary(uniqueKeysWithValues: row.group.counts.map { ($0.key.text, $0.value) })
        let examples = Dictionary(uniqueKeysWithValues: row.group.examples.map { ($0.key.text, $0.value) })
        return switch row.name {
        case .rule(let was, let now):
            Answer.Row(name: nil, was: was, now: now, counts: counts, examples: examples)
        case .one(let name): Answer.Row(name: name, was: nil, now: nil, counts: counts, examples: examples)
        }
    }
}
