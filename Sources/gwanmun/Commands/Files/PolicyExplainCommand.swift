import ArgumentParser
import FoundationEssentials
import GatewayIdentity
import GatewayPolicy
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
            Example: gwanmun policy explain policies --input question.yaml
            """)

    @OptionGroup var policy: PolicyOptions
    @Option(help: .init("The question, YAML.", valueName: "file"))
    var input: String
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let decision: String
        let reason: String?
        let rules: [Rule]
        let floors: [String]
        let exceptions: [String]
        let remedies: [String]

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
            let explanation = snapshot.explain(try question())
            if output.json {
                let rules = explanation.rules.map {
                    Answer.Rule(
                        rule: $0.rule.text, effect: $0.effect.rawValue, holds: $0.failure == nil,
                        because: $0.failure?.description)
                }
                return try MachineOutput.print(
                    Answer(
                        decision: explanation.decision.name, reason: explanation.decision.reason?.rawValue,
                        rules: rules, floors: explanation.floors.map(\.text),
                        exceptions: explanation.exceptions.map(\.text), remedies: explanation.remedies))
            }
            Terminal.print("\(explanation.decision)")
            for trace in explanation.rules { Terminal.print("    \(trace)") }
            for floor in explanation.floors { Terminal.print("    floor '\(floor)' is asked for too") }
            for exception in explanation.exceptions { Terminal.print("    exception '\(exception)' holds now") }
            for remedy in explanation.remedies { Terminal.print("    \(remedy)") }
        }
    }

    private func question() throws -> Question {
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
