import ArgumentParser
import GatewaySettings

struct PolicyTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the tests that stand beside a policy (tests/*.yaml).",
        discussion:
            "Exit 1 when one fails. A node takes no policy into use that fails its own tests. Example: gwanmun policy test /etc/gwanmun/policies"
    )

    @OptionGroup var policy: PolicyOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let passed: Int
        /// `FILE:LINE:COLUMN: test '…': expected …, but the answer is …`
        let failed: [String]
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let loaded = try policy.load()
            let failing = loaded.failingTests.map(\.description)
            let passed = loaded.testCount - failing.count
            if output.json {
                try MachineOutput.print(Answer(passed: passed, failed: failing))
            } else {
                for failure in failing { Terminal.print(failure.onOneLine) }
                Terminal.print("\(passed) passed, \(failing.count) failed")
            }
            guard failing.isEmpty else {
                throw CommandFailure(
                    .failed, ["\(failing.count) of the policy's own tests fail"],
                    hint:
                        "'gwanmun policy explain' shows the work. A node takes no policy into use that fails its own tests."
                )
            }
        }
    }
}
