import ArgumentParser
import FoundationEssentials
import GatewayIdentity
import GatewayPolicy
import GatewayReplay
import GatewaySettings

struct PolicyExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Ask a policy one question, and see why it answers so.",
        discussion: """
            Answered by the same code as at the gate. The question, in YAML:
              at: "2026-11-23T10:00:00+09:00"
              account: kim-7f3a
              roles: [staff]
              console: build
              from: 10.1.2.3
              factors: [certificate, {kind: totp, age: 20m}]
              request: GET /projects
            A request of the past is asked again from its record, which tells what was answered then.
            Example: gwanmun policy explain policies --input question.yaml
                     gwanmun policy explain policies --request 7c1d02… --records /var/lib/gwanmun/audit
            """)

    @OptionGroup var policy: PolicyOptions
    @Option(help: .init("The question, YAML.", valueName: "file"))
    var input: String?
    @Option(
        help: .init("A request of the past, by the id in its answer and its record; needs --records.", valueName: "id"))
    var request: String?
    @Option(help: .init("The folder of the audit trail.", valueName: "dir"))
    var records: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if (input == nil) == (request == nil) { throw ValidationError("Give --input FILE or --request ID.") }
        if (request == nil) != (records == nil) { throw ValidationError("--request and --records go together.") }
    }

    struct Answer: Encodable {
        let recorded: RecordedAnswer?
        let difference: String?
        let decision: String
        let reason: String?
        let rules: [Rule]
        let floors: [String]
        let exceptions: [String]
        let remedies: [Step]
        /// Whether the answer is a permit when all of it is done.
        let remediesSuffice: Bool
        let obstacle: String?

        struct Step: Encodable {
            let by: String
            let what: String
        }

        struct Rule: Encodable {
            let rule: String
            let effect: String
            let holds: Bool
            let because: String?
        }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let snapshot = try policy.load().snapshot
            let recorded = try recordedDecision()
            let explanation = snapshot.explain(try recorded.map { try $0.askedAgain() } ?? question())
            let difference = recorded.map {
                Difference(from: $0.answer, to: GatewayReplay.Answer(explanation.decision))
            }
            if output.json {
                let rules = explanation.rules.map {
                    Answer.Rule(
                        rule: $0.rule.text, effect: $0.effect.rawValue, holds: $0.failure == nil,
                        because: $0.failure?.description)
                }
                return try MachineOutput.print(
                    Answer(
                        recorded: recorded.map { RecordedAnswer($0) }, difference: difference?.rawValue,
                        decision: explanation.decision.name, reason: explanation.decision.reason?.rawValue,
                        rules: rules, floors: explanation.floors.map(\.text),
                        exceptions: explanation.exceptions.map(\.text),
                        remedies: explanation.remedy.steps.map { .init(by: $0.doer.rawValue, what: $0.description) },
                        remediesSuffice: explanation.remedy.obstacle == nil,
                        obstacle: explanation.remedy.obstacle?.description))
            }
            if let recorded, let difference { recorded.lines(difference).forEach(Terminal.print) }
            Terminal.print("\(explanation.decision)")
            for trace in explanation.rules { Terminal.print("    \(trace)") }
            for floor in explanation.floors { Terminal.print("    floor '\(floor)' is asked for too") }
            for exception in explanation.exceptions { Terminal.print("    exception '\(exception)' holds now") }
            explanation.remedy.lines.forEach(Terminal.print)
        }
    }

    private func recordedDecision() throws -> RecordedDecision? {
        guard let request, let records else { return nil }
        return try RecordedDecision.find(request, in: records)
    }

    private func question() throws -> Question {
        guard let input else { throw CommandFailure(.badInput, ["--input: no question"], hint: "'--help' shows one.") }
        guard let bytes = FileManager.default.contents(atPath: input),
            let text = String(validating: bytes, as: UTF8.self)
        else {
            throw CommandFailure(
                .badInput, ["\(input):1:1: cannot be read; expected UTF-8 in a file that this user may read"],
                hint: "'--help' shows a question.")
        }
        do throws(SettingsProblems) {
            return try QuestionFile.read(SettingsFile(name: input, text: text))
        } catch {
            throw CommandFailure(.badInput, error.all.map(\.description), hint: "'--help' shows a question.")
        }
    }
}

extension Remedy {
    /// Every step was tried on the policy, so that what is said here holds.
    fileprivate var lines: [String] {
        let numbered = steps.enumerated().map { "    \($0 + 1). \($1)" }
        let end =
            switch obstacle {
            case nil where steps.isEmpty: [String]()
            case nil: ["    Then it is permitted."]
            case let obstacle?: [(steps.isEmpty ? "    " : "    Still refused then: ") + obstacle.description]
            }
        return (steps.isEmpty ? [] : ["What would change the answer:"]) + numbered + end
    }
}

extension Decision {
    /// As policy tests spell it.
    fileprivate var name: String {
        switch self {
        case .permit: "permit"
        case .stepUp: "step_up"
        case .deny: "deny"
        }
    }
}
