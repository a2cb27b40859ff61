import ArgumentParser
import GatewayIdentity
import GatewayPolicy
import GatewaySettings

struct PolicyCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read a policy and tell everything that is wrong with it.",
        discussion:
            "Its tests are run too. Exit 2 when it cannot be read, 1 when a test fails. Example: gwanmun policy check /etc/gwanmun/policies"
    )

    @OptionGroup var policy: PolicyOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let sound: Bool
        let sha256: String
        let consoles: Int
        let rules: Int
        let warnings: [String]
        let failingTests: [String]
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let loaded = try policy.load()
            let (definition, failing) = (loaded.snapshot.definition, loaded.failingTests)
            if output.json {
                try MachineOutput.print(
                    Answer(
                        sound: failing.isEmpty, sha256: loaded.snapshot.sha256.hex, consoles: definition.consoles.count,
                        rules: definition.rules.count,
                        warnings: loaded.warnings.map(\.description), failingTests: failing.map(\.description)))
            } else {
                for warning in loaded.warnings {
                    Terminal.print(worded("경고: ", "warning: ") + warning.description.onOneLine)
                }
                let counts = (definition.consoles.count, definition.rules.count, loaded.testCount)
                Terminal.print(
                    worded(
                        "콘솔 \(counts.0)개, 규칙 \(counts.1)개, 시험 \(counts.2)개, SHA-256 \(loaded.snapshot.sha256.hex)",
                        "\(counts.0) consoles, \(counts.1) rules, \(counts.2) tests, SHA-256 \(loaded.snapshot.sha256.hex)"
                    ))
            }
            guard failing.isEmpty else {
                throw CommandFailure(
                    .failed, failing.map(\.description),
                    hint: "A node takes no policy into use that fails its own tests.")
            }
        }
    }
}
