import ArgumentParser
import GatewayAuditFile
import GatewayReplay

struct PolicyTrialCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial", abstract: "What a draft or rules on trial would have done, from the records.",
        discussion: """
            A draft on trial ('policy try'), or a rule with 'trial: true', decides nothing. What it would have done stands in the record of each request, beside what was done; this counts it, --by rule, person or console as 'policy replay' does.
            Example: gwanmun policy trial --records /var/lib/gwanmun/audit
                     gwanmun policy trial --records audit --policy 3fa29c01 --by person
            """)

    enum Grouping: String, CaseIterable, ExpressibleByArgument {
        case rule, person, console
    }

    @Option(help: .init("The folder of the audit trail.", valueName: "dir"))
    var records: String
    @Option(help: .init("Only this one, by the first digits of its SHA-256 in records.", valueName: "digest"))
    var policy: String?
    @Option(help: "Count the requests that would be answered differently by rule, person or console.")
    var by: Grouping?
    @Option(help: "Request ids shown of each kind.")
    var examples = 3
    @Flag(help: "Also what would have been answered the same.")
    var all = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard policy?.wholeMatch(of: /[0-9a-f]{8,64}/) != nil || policy == nil else {
            throw ValidationError("--policy is 8 to 64 hexadecimal digits, as 'policy draft show' tells them.")
        }
        if all, by != nil { throw ValidationError("--all or --by, not both.") }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            var report = TrialReport(examples: max(0, min(examples, 100)), of: policy)
            try TrailReading(records).forEachLine { line in
                report.take(line)
                return .next
            }
            let table: any TrialTable =
                if let by { TrialGroupTable(groups(of: report, by)) } else { TrialTurnTable(report, all: all) }
            if output.json { return try table.printJSON() }
            guard !report.turns.isEmpty else {
                return Terminal.print(
                    worded("시험 중인 초안이나 규칙의 기록이 없습니다.", "No record holds an answer of a draft or rules on trial."))
            }
            Terminal.print(Self.summary(of: report))
            guard !table.isEmpty else {
                return Terminal.print(worded("모두 같은 결과입니다.", "Every request would have been answered the same."))
            }
            table.lines.forEach(Terminal.print)
        }
    }

    private func groups(of report: TrialReport, _ grouping: Grouping) -> ReplayReport.Groups {
        switch grouping {
        case .rule: report.rules
        case .person: report.people
        case .console: report.consoles
        }
    }

    private static func summary(of report: TrialReport) -> String {
        func count(_ difference: Difference) -> Int { report.differences[difference] ?? 0 }
        return worded(
            "새로 허용 \(count(.gained)), 새로 거부 \(count(.lost)), 완화 \(count(.eased)), 강화 \(count(.tightened)), 규칙만 다름 \(count(.reworded)), 같음 \(count(.unchanged))",
            "\(count(.gained)) gained, \(count(.lost)) lost, \(count(.eased)) eased, \(count(.tightened)) tightened, \(count(.reworded)) reworded, \(count(.unchanged)) unchanged"
        )
    }
}
