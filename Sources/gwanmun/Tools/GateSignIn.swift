import FoundationEssentials
import GatewayIdentity
import GatewayPolicy

/// Opens a session at the gate for tools: with the code of an authenticator, or with one that the browser shows.
struct GateSignIn {
    let url: UpstreamURL
    let identity: ToolIdentity

    private static let session = "/.gwanmun/session"
    private static let terminal = "/.gwanmun/terminal"

    /// - Parameter totpFile: as of `SecondFactorPrompt`.
    func withAuthenticator(totpFile: String?) async throws -> SessionAnswer {
        let code = try SecondFactorPrompt(file: totpFile).code()
        return try await open(Self.session, ["totp": code])
    }

    /// The person logs in there by whatever factors they have, and brings the code that the page shows.
    func withBrowser(codeFile: String?) async throws -> SessionAnswer {
        let page = url.description + Self.terminal
        Terminal.error(Message.openBrowser(page).text)
        Browser.open(page)
        return try await open(Self.terminal + "/session", ["code": try TerminalCodePrompt(file: codeFile).code()])
    }

    /// Whether a session is open still.
    func isOpen(_ token: String) async throws -> Bool {
        try await send(HTTPCall(.get, Self.session, headers: DeskSignIn.headers(token))).isSuccess
    }

    func end(_ token: String) async throws {
        let answer = try await send(HTTPCall(.delete, Self.session, headers: DeskSignIn.headers(token)))
        // Over already is what was wanted.
        guard answer.isSuccess || answer.status == 401 else { throw CommandFailure(NodeRefusal(answer)) }
    }

    private func open(_ path: String, _ body: [String: String]) async throws -> SessionAnswer {
        let call = HTTPCall(
            .post, path, headers: DeskSignIn.headers(nil) + [("Content-Type", "application/json")],
            body: Array(try JSONEncoder().encode(body)))
        let answer = try await send(call)
        guard answer.isSuccess else { throw refusal(NodeRefusal(answer)) }
        do {
            return try JSONDecoder().decode(SessionAnswer.self, from: Data(answer.body))
        } catch {
            throw CommandFailure("\(url): answers in a way this program does not know", hint: "Is this a gate?")
        }
    }

    private func send(_ call: HTTPCall) async throws -> HTTPAnswer {
        let client = try identity.client(for: url)
        do throws(HTTPFailure) {
            return try await client.send(call)
        } catch {
            throw CommandFailure(reaching: url.description, error)
        }
    }

    private func refusal(_ refusal: NodeRefusal) -> CommandFailure {
        let hint =
            switch PublicReason(rawValue: refusal.reason) {
            case .factorFailed: "A code is good once: wait for the next one and try again."
            case .factorRequired: "Another factor is asked for: log in with --browser."
            case .sourceThrottled: "Too many attempts came from here: try again later."
            case _: "Reason: \(refusal.reason)."
            }
        return CommandFailure("\(url): not logged in: \(refusal.detail.onOneLine)", hint: hint.onOneLine)
    }
}
