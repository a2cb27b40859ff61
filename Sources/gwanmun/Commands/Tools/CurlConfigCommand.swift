import ArgumentParser

/// `gwanmun curl-config`: lets curl go on where `login` stopped.
struct CurlConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "curl-config", abstract: "Print what curl needs to be you at the consoles behind a gate.",
        discussion: """
            It is meant for a pipe, so that the token is neither an argument nor in a file of its own.
            Example: curl --config <(gwanmun curl-config https://gate.gw.example.kr) https://build.gw.example.kr/api
            """)

    @OptionGroup var gate: GateOptions

    func run() async throws {
        try await CommandFailure.reporting {
            CurlConfiguration(try await gate.openSession()).lines.forEach(Terminal.print)
        }
    }
}

/// A login in the words of `curl --config` (curl(1)): a long option a line, its value in double quotes.
struct CurlConfiguration {
    let lines: [String]

    init(_ session: ToolSession) {
        lines =
            [Self.line("cert", session.cert), Self.line("key", session.key)]
            + (session.ca.map { [Self.line("cacert", $0)] } ?? [])
            + [Self.line("header", "Gwanmun-Session: \(session.token)"), Self.line("proto", "=https")]
    }

    private static func line(_ option: String, _ value: String) -> String {
        let escaped = value.map { character in
            switch character {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            case _: String(character)
            }
        }
        return "\(option) = \"\(escaped.joined())\""
    }
}
