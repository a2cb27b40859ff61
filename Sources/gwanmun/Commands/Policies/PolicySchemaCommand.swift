import ArgumentParser
import GatewayIdentity
import GatewaySettings

struct PolicySchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of policy files, for editors.",
        discussion: """
            JSON Schema 2020-12, from the table that the reader takes its keys from. Editors with a YAML language server take it from the first line of a file:
              # yaml-language-server: $schema=schema/policy.schema.json
            What is more than form (names that are defined, limits within their floors) 'gwanmun policy check' alone tells.
            Example: gwanmun policy schema > policies/schema/policy.schema.json
                     gwanmun policy schema --file tests --language ko
            """)

    @Option(help: "What kind of file: policy, tests (below tests/), or question (of 'policy explain --input').")
    var file: Kind = .policy
    @Option(help: "Of titles and descriptions.")
    var language: PolicyRenderCommand.Tongue = .en

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case policy, tests, question

        var file: VocabularyFile {
            switch self {
            case .policy: .policy
            case .tests: .tests
            case .question: .question
            }
        }
    }

    func run() async throws {
        Terminal.print(VocabularySchema(of: file.file, in: language.language).text)
    }
}
