import ArgumentParser
import GatewayPolicy

/// `gwanmun login`: a session for command-line tools.
struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Log in for command-line tools, and keep the session in a file (0600).",
        discussion: """
            The session is bound to the certificate: the file is of no use without the private key.
            With --browser you log in there, by any factor, and bring the code that the page shows.
            Example: gwanmun login https://gate.gw.example.kr --cert me.pem --key me.key
            """)

    @OptionGroup var gate: GateOptions
    @Option(help: .init("Your certificate with its chain, PEM.", valueName: "file"))
    var cert: String
    @Option(help: .init("Its private key, PEM.", valueName: "file"))
    var key: String
    @Option(
        help: .init("Who issued the gate's certificate, PEM; the system's authorities otherwise.", valueName: "file"))
    var ca: String?
    @Option(
        help: .init(
            "Where the code is read from, '-' for standard input; asked for on a terminal otherwise.",
            valueName: "file"))
    var codeFile: String?
    @Flag(help: "Log in with the browser, which may ask for other factors than a code.")
    var browser = false
    @OptionGroup var output: OutputOptions

    private struct LoggedIn: Encodable {
        let user: String
        let expiresAt: String
        let file: String
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let url = try gate.address()
            let signIn = GateSignIn(url: url, identity: ToolIdentity(cert: cert, key: key, ca: ca))
            let opened =
                browser
                ? try await signIn.withBrowser(codeFile: codeFile)
                : try await signIn.withAuthenticator(totpFile: codeFile)
            let session = ToolSession(url: url, opened: opened, identity: signIn.identity)
            let file = try session.keep(in: gate.sessionFile)
            if output.json {
                return try MachineOutput.print(
                    LoggedIn(user: session.user, expiresAt: session.expiresAt, file: file))
            }
            Terminal.print(
                Message.loggedIn(session.user, until: session.expiresAt.shownTime, url.description).text.onOneLine)
        }
    }
}

/// Which gate, and where its login is kept.
struct GateOptions: ParsableArguments {
    @Argument(help: .init("The gate, https://HOST[:PORT].", valueName: "gate"))
    var url: String
    @Option(
        help: .init(
            "The file that keeps the login (default: $XDG_STATE_HOME/gwanmun/HOST_PORT.login, or below ~/.local/state).",
            valueName: "file"))
    var sessionFile: String?

    func address() throws -> UpstreamURL {
        guard let url = UpstreamURL(url), url.scheme == .https else {
            throw CommandFailure(
                .badInput, ["'\(url.onOneLine)' is not https://HOST[:PORT]"],
                hint: "For example https://gate.gw.example.kr")
        }
        return url
    }

    /// - Throws: when nobody logged in, or the session is over.
    func openSession() async throws -> ToolSession {
        let address = try address()
        guard let session = try ToolSession(of: address, keptIn: sessionFile) else { throw Self.missing(address) }
        let identity = ToolIdentity(cert: session.cert, key: session.key, ca: session.ca)
        guard try await GateSignIn(url: address, identity: identity).isOpen(session.token) else {
            try ToolSession.forget(address, keptIn: sessionFile)
            throw CommandFailure("the session at \(address) is over", hint: Self.hint(address))
        }
        return session
    }

    static func missing(_ address: UpstreamURL) -> CommandFailure {
        CommandFailure("nobody is logged in at \(address)", hint: hint(address))
    }

    private static func hint(_ address: UpstreamURL) -> String {
        "gwanmun login \(address) --cert FILE --key FILE"
    }
}
