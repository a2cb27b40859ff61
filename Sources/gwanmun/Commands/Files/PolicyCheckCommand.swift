import ArgumentParser
import GatewayIdentity
import GatewayPolicy
import GatewaySettings

struct PolicyCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read a policy and tell everything that is wrong with it.",
        discussion: """
            Errors are what no node takes into use. Warnings are allowed and probably not meant: a rule without effect, a path that means something else \
            than it looks like, a console that nobody reaches. Each has its place, why it matters and what to do. Its tests are run too.
            Exit 2 when it cannot be read, 1 when a test fails or, with --strict, when there is a warning.
            Example: gwanmun policy check /etc/gwanmun/policies --people people.json
            """)

    @OptionGroup var policy: PolicyOptions
    @Option(
        help: .init(
            "The accounts there are, as 'gwanmun user list --json' prints them: owners and managers who are not among them are told of.",
            valueName: "file"))
    var people: String?
    @Flag(help: "Count warnings as failures.")
    var strict = false
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let sound: Bool
        let sha256: String
        let consoles: Int
        let rules: Int
        let warnings: [PolicyDoubts.Document]
        let failingTests: [String]
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let loaded = try policy.load()
            let (definition, failing) = (loaded.snapshot.definition, loaded.failingTests)
            let doubts = PolicyDoubts(
                doubts: loaded.doubts(
                    people: try people.map { try AccountListing.names(in: $0) }, at: SystemClock.now()))
            if output.json {
                try MachineOutput.print(
                    Answer(
                        sound: failing.isEmpty, sha256: loaded.snapshot.sha256.hex, consoles: definition.consoles.count,
                        rules: definition.rules.count,
                        warnings: doubts.documents(in: TerminalLanguage.current),
                        failingTests: failing.map(\.description)))
            } else {
                doubts.lines(in: TerminalLanguage.current).forEach(Terminal.print)
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
            guard !strict || doubts.doubts.isEmpty else {
                throw CommandFailure(
                    .failed, ["\(doubts.doubts.count) warnings"], hint: "Without --strict they do not count.")
            }
        }
    }
}
