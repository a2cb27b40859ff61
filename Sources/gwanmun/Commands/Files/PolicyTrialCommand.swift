import ArgumentParser
import GatewayAuditFile
import GatewayReplay

struct PolicyTrialCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial", abstract: "What rules on trial would have done, from the records.",
        discussion: """
            A rule with 'trial: true' decides nothing. What it would have done stands in the record of each request, beside what was done; this counts it.
            Example: gwanmun policy trial --records /var/lib/gwanmun/audit
            """)

    @Option(help: .init("The folder of the audit trail.", valueName: "dir"))
    var records: String
    @Option(help: "Request ids shown of each kind.")
    var examples = 3
    @Flag(help: "Also what would have been answered the same.")
    var all = false
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let done: String
        let onTrial: String
        let reason: String?
        let rule: String?
        let requests: Int
        let examples: [String]
    }

    func run() async throws {
        try await CommandFailure.reporting {
            var report = TrialReport(examples: max(0, min(examples, 100)))
            try TrailReading(records).forEachLine { line in
                report.take(line)
                return .next
            }
            let shown = report.turns.filter { all || $0.key.isDifferent }.sorted { $0.key < $1.key }
            if output.json {
                return try MachineOutput.print(
                    shown.map { turn, count in
                        Answer(
                            done: turn.done, onTrial: turn.onTrial, reason: turn.reason, rule: turn.rule,
                            requests: count.requests, examples: count.examples)
                    })
            }
            guard !report.turns.isEmpty else {
                return Terminal.print(
                    worded("시험 중인 규칙의 기록이 없습니다.", "No record holds an answer of rules on trial."))
            }
            guard !shown.isEmpty else {
                return Terminal.print(
                    worded("시험 중인 규칙이 있었어도 모두 같은 결과입니다.", "Every request would have been answered the same."))
            }
            let table = TextTable(
                headings: [.done, .onTrial, .rule, .reason, .requests, .examples],
                rows: shown.map { turn, count in
                    [
                        turn.done, turn.onTrial, turn.rule ?? "-", turn.reason ?? "-", "\(count.requests)",
                        count.examples.joined(separator: " "),
                    ]
                })
            table.lines.forEach(Terminal.print)
        }
    }
}
