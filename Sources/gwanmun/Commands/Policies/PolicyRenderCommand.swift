import ArgumentParser
import GatewayIdentity
import GatewayPolicy
import GatewaySettings

struct PolicyRenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Write a policy out for people: every console by every role, in Markdown.",
        discussion: """
            For each role: what it may do, on which paths, with which factors, from where, when and after which approvals; or that it may do nothing.
            Of several rules that fit one request everything asked for adds up. Deny rules come after, and beat all of it.
            Example: gwanmun policy render /etc/gwanmun/policies --language ko > access-control-policy.md
            """)

    @OptionGroup var policy: PolicyOptions
    @OptionGroup var output: OutputOptions
    @Option(help: "Left out: the terminal's.")
    var language: Tongue?

    enum Tongue: String, ExpressibleByArgument, CaseIterable {
        case ko, en

        var language: Language {
            switch self {
            case .ko: .korean
            case .en: .english
            }
        }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let snapshot = try policy.load().snapshot
            if output.json { return try MachineOutput.print(MatrixDocument(AccessMatrix(of: snapshot))) }
            let book = PolicyBook(snapshot, in: PolicyBookWords(language?.language ?? TerminalLanguage.current))
            for line in book.lines { Terminal.print(line) }
        }
    }
}
