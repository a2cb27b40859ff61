import ArgumentParser
import GatewayPolicy
import GatewaySettings

/// How a command finds the running node: by its control socket, or from elsewhere by its desk.
struct NodeOptions: ParsableArguments {
    static let usualConfiguration = "/etc/gwanmun/gwanmun.yaml"

    @Option(
        help: .init(
            "The node's configuration, which names its control socket. (default: \(usualConfiguration))",
            valueName: "file"))
    var config: String?
    @Option(help: .init("The control socket itself.", valueName: "path"))
    var socket: String?
    @Option(
        help: .init(
            "The desk of a node elsewhere, https://HOST[:PORT]; needs --cert, --key and a second factor.",
            valueName: "url"))
    var desk: String?
    @Option(help: .init("Your certificate with its chain, PEM.", valueName: "file"))
    var cert: String?
    @Option(help: .init("Its private key, PEM.", valueName: "file"))
    var key: String?
    @Option(
        help: .init("Who issued the desk's certificate, PEM; the system's authorities otherwise.", valueName: "file"))
    var ca: String?
    @Option(
        help: .init(
            "Where the code of your authenticator is read from, '-' for standard input; asked for on a terminal otherwise.",
            valueName: "file"))
    var totpFile: String?
    @Option(
        help: .init(
            "Keeps your desk session in a file (0600), so that the next command needs no new code.", valueName: "file"))
    var sessionFile: String?

    func validate() throws {
        if desk == nil {
            let needless = [
                ("--cert", cert), ("--key", key), ("--ca", ca), ("--totp-file", totpFile),
                ("--session-file", sessionFile),
            ]
            if let (name, _) = needless.first(where: { $0.1 != nil }) {
                throw ValidationError("\(name) is for --desk.")
            }
            return
        }
        if socket != nil { throw ValidationError("Name the control socket or the desk, not both.") }
        if cert == nil || key == nil { throw ValidationError("--desk needs --cert and --key.") }
    }

    /// Runs a command's work with the node, and leaves no session behind that was not to be kept.
    func talk(_ work: (NodeClient) async throws -> Void) async throws {
        try await CommandFailure.reporting {
            guard let desk else { return try await work(NodeClient(try controlSocket())) }
            guard let url = UpstreamURL(desk), url.scheme == .https else {
                throw CommandFailure(
                    .badInput, ["--desk: '\(desk)' is not https://HOST[:PORT]"],
                    hint: "For example https://desk.gw.example.kr:9443")
            }
            let signIn = DeskSignIn(url: url, options: self)
            let client = try await signIn.client()
            let result: Result<Void, any Error>
            do { result = .success(try await work(client)) } catch { result = .failure(error) }
            if sessionFile == nil { try await client.signOut() }
            try result.get()
        }
    }

    private func controlSocket() throws -> String {
        if let socket { return socket }
        return try configuration().places.controlSocket
    }

    func configuration() throws -> GatewayConfiguration {
        do throws(NodeProblem) {
            return try NodeMaterial.readConfiguration(config ?? Self.usualConfiguration)
        } catch {
            throw CommandFailure(
                .badInput, error.lines,
                hint: config == nil ? "Name the node's configuration with --config FILE." : error.hint)
        }
    }
}
