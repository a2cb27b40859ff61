import ArgumentParser
import GatewaySettings

struct PolicyReferenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "Print every key of policies, tests and questions, in Markdown.",
        discussion: """
            Each key with its kind, what holds when it is left out, its effect, an example and where it comes from; docs/policy-reference.md is what this prints.
            Example: gwanmun policy reference --language ko > policy-reference.ko.md
            """)

    @Option(help: "Left out: the terminal's.")
    var language: PolicyRenderCommand.Tongue?

    func run() async throws {
        Terminal.print(VocabularyReference(in: language?.language ?? TerminalLanguage.current).text)
    }
}
