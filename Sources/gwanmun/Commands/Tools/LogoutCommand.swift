import ArgumentParser
import GatewayPolicy

/// `gwanmun logout`: ends what `login` opened.
struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "End the session that 'login' kept, and remove its file.",
        discussion: "Example: gwanmun logout https://gate.gw.example.kr")

    @OptionGroup var gate: GateOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await CommandFailure.reporting {
            let url = try gate.address()
            guard let session = try ToolSession(of: url, keptIn: gate.sessionFile) else {
                throw GateOptions.missing(url)
            }
            let identity = ToolIdentity(cert: session.cert, key: session.key, ca: session.ca)
            // The file goes first: a gate that cannot be reached ends the session by itself, in time.
            try ToolSession.forget(url, keptIn: gate.sessionFile)
            try await GateSignIn(url: url, identity: identity).end(session.token)
            try output.done(.loggedOut(url.description))
        }
    }
}
