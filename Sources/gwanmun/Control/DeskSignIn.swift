import FoundationEssentials
import GatewayIdentity
import GatewayPolicy
import GatewayTLS
import Glibc

/// Signs an administrator in at the desk: certificate in the handshake, then the code of the authenticator, which is never an argument.
struct DeskSignIn {
    let url: UpstreamURL
    let options: NodeOptions

    static let path = "/.gwanmun/session"

    private struct Session: Decodable {
        let token: String
    }

    func client() async throws -> NodeClient {
        let client = HTTPClient(peer: HTTPPeer(url, verifiedBy: try identity()))
        let kept = try KeptSession(file: options.sessionFile)
        if let kept, kept.isFresh, try await isLive(kept.token, client) {
            return NodeClient(desk: client, at: url.description, token: kept.token)
        }
        let token = try await signIn(client, raising: kept?.token)
        try KeptSession.keep(token, in: options.sessionFile)
        return NodeClient(desk: client, at: url.description, token: token)
    }

    private func identity() throws -> TLSClientContext {
        do throws(TLSFailure) {
            return try TLSClientContext(
                trustFile: options.ca, certificateChainFile: options.cert, privateKeyFile: options.key)
        } catch {
            throw CommandFailure(
                .badInput, [error.description],
                hint: "--cert, --key and --ca are PEM files; certificate and key belong together.")
        }
    }

    /// - Parameter earlier: a session that gets a fresh factor instead of a second one being opened, if it still lives.
    private func signIn(_ client: HTTPClient, raising earlier: String?) async throws -> String {
        let code = try SecondFactorPrompt(file: options.totpFile).code()
        let call = HTTPCall(
            .post, Self.path, headers: Self.headers(earlier) + [("Content-Type", "application/json")],
            body: Array(try JSONEncoder().encode(["totp": code])))
        let answer: HTTPAnswer
        do throws(HTTPFailure) {
            answer = try await client.send(call)
        } catch {
            throw CommandFailure(reaching: url.description, error)
        }
        guard answer.isSuccess else {
            let refusal = NodeRefusal(answer)
            let hint =
                refusal.reason == PublicReason.factorFailed.rawValue
                ? "A code is good once: wait for the next one and try again."
                : "Reason: \(refusal.reason). --cert and --key are those of an administrator."
            throw CommandFailure("\(url): not signed in: \(refusal.detail.onOneLine)", hint: hint.onOneLine)
        }
        return try JSONDecoder().decode(Session.self, from: Data(answer.body)).token
    }

    private func isLive(_ token: String, _ client: HTTPClient) async throws -> Bool {
        do throws(HTTPFailure) {
            return try await client.send(HTTPCall(.get, Self.path, headers: Self.headers(token))).isSuccess
        } catch {
            throw CommandFailure(reaching: url.description, error)
        }
    }

    /// Of every request to a node: JSON, in the language of the terminal, in the session if there is one.
    static func headers(_ token: String?) -> [(name: String, value: String)] {
        [("Accept", "application/json"), ("Accept-Language", TerminalLanguage.current.rawValue)]
            + (token.map { [("Gwanmun-Session", $0)] } ?? [])
    }
}
