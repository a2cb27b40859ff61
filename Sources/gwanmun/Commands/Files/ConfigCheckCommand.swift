import ArgumentParser
import GatewaySettings

struct ConfigCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a configuration and everything it names.",
        discussion: """
            Server certificates and keys, trust anchors, revocation lists, the policy with its tests, the store's key, the webhook's key, the PAM service and its helper. Nothing is changed.
            Exit 2 when something is wrong. Example: gwanmun config check /etc/gwanmun/gwanmun.yaml
            """)

    @Argument(help: .init("gwanmun.yaml", valueName: "file"))
    var file: String
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let sound = true
        let warnings: [String]
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let survey = ConfigurationSurvey(try NodeMaterial.readConfiguration(file), at: SystemClock.now())
            guard survey.problems.isEmpty else {
                throw CommandFailure(
                    .badInput, survey.problems,
                    hint: survey.hint ?? "A running node keeps what it has until these are right.")
            }
            if output.json { return try MachineOutput.print(Answer(warnings: survey.warnings)) }
            for warning in survey.warnings { Terminal.print(worded("경고: ", "warning: ") + warning.onOneLine) }
            Terminal.print(worded("\(file): 이상이 없습니다.", "\(file): sound."))
        }
    }
}
