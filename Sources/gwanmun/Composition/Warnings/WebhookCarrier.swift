import GatewayAccess
import GatewayIdentity
import GatewaySettings
import GatewayTLS

/// Posts each message to a receiver, signed.
struct WebhookCarrier: WarningCarrier {
    let channel = WarningChannel.webhook
    let gathersTrifles = false
    private let client: HTTPClient
    private let path: String
    private let signature: WebhookSignature
    private let clock: Clock

    init(_ settings: WarningSettings.Webhook, clock: @escaping Clock) throws {
        let peer = HTTPPeer(settings.endpoint.server, verifiedBy: try TLSClientContext(trustFile: nil))
        client = HTTPClient(peer: peer, patience: .seconds(10), answerLimit: 64 * 1024)
        path = settings.endpoint.path
        signature = try WebhookSignature(keyFile: settings.keyFile)
        self.clock = clock
    }

    func copies(of warning: SecurityWarning) -> [SecurityWarning] { [warning] }

    func carry(_ message: WarningMessage, id: String) async -> Carriage {
        let body: [UInt8]
        do { body = try WarningDocument(message, id: id).encoded() } catch { return .refused("\(error)") }
        return await post(body)
    }

    func post(_ body: [UInt8]) async -> Carriage {
        let call = HTTPCall(
            .post, path,
            headers: [
                ("Content-Type", "application/json"),
                (WebhookSignature.field, signature.value(for: body, at: clock())),
            ], body: body)
        do throws(HTTPFailure) {
            let answer = try await client.send(call)
            if answer.isSuccess { return .accepted }
            // 408, 429 and 5xx speak of the receiver's state, not of the message. Redirects are not followed.
            let why = "status \(answer.status)"
            return answer.status == 408 || answer.status == 429 || answer.status >= 500
                ? .unreached(why) : .refused(why)
        } catch {
            return .unreached(error.description)
        }
    }
}
