import GatewayCrypto
import GatewayIdentity

/// `Gwanmun-Signature: t=…,v1=…`: proves to the receiver that a body is ours, and when it was sent.
///
/// `v1` is HMAC-SHA-256 over `t`, a full stop and the body, in hexadecimal. `t` is in Unix seconds: a receiver refuses what is too old.
struct WebhookSignature: Sendable {
    static let field = "Gwanmun-Signature"
    /// Bytes of a key: as many as the hash yields (RFC 2104 § 3).
    static let shortestKey = 32

    private let key: SecretBytes

    /// - Parameter file: random bytes, 0600.
    init(keyFile file: String) throws(PrivateFile.Problem) {
        guard let bytes = try PrivateFile.read(file) else {
            throw PrivateFile.Problem(
                description: "\(file): is not there, expected \(Self.shortestKey) or more random bytes")
        }
        guard bytes.count >= Self.shortestKey else {
            throw PrivateFile.Problem(
                description: "\(file): \(bytes.count) bytes, expected \(Self.shortestKey) or more random bytes")
        }
        self.init(key: SecretBytes(copying: bytes))
    }

    init(key: SecretBytes) { self.key = key }

    func value(for body: [UInt8], at time: UnixTime) -> String {
        let code = HMAC.code(for: Array("\(time.seconds).".utf8) + body, key: key, using: .sha256)
        return "t=\(time.seconds),v1=\(Hex.encode(code))"
    }
}
