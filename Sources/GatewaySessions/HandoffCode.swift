public import GatewayCrypto
public import GatewayIdentity

/// The one-time code that carries a login from the gate's own host to one console host: 256 random bits, kept as SHA-256.
///
/// It is only the key; what it stands for (session, host, path to go back to) lies in the store under its hash.
public struct HandoffCode: Sendable {
    /// A redirect takes a second; a minute forgives a slow network.
    public static let lifetime: Duration = .seconds(60)

    public let text: String
    public let hash: SHA256Digest

    public static func make(random: RandomBytes) throws(CryptoFailure) -> HandoffCode {
        HandoffCode(text: Base64URL.encode(try random(32)))
    }

    /// Reads a presented code; `nil` unless it spells 32 bytes.
    public init?(presented text: String) {
        guard Base64URL.decode(Array(text.utf8))?.count == 32 else { return nil }
        self.init(text: text)
    }

    private init(text: String) {
        self.text = text
        hash = SHA256.digest(of: Array("gwanmun handoff\0\(text)".utf8))
    }
}

extension HandoffCode: CustomStringConvertible, CustomReflectable {
    public var description: String { "<handoff code>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
