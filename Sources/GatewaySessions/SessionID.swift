public import GatewayCrypto
public import GatewayIdentity

/// Names a session in the store, in records and at the desk: 256 random bits. Not a secret; tokens are what opens it.
public struct SessionID: Hashable, Sendable, CustomStringConvertible {
    public let digest: SHA256Digest

    public init(_ digest: SHA256Digest) { self.digest = digest }

    public static func make(random: RandomBytes) throws(CryptoFailure) -> SessionID {
        SessionID(SHA256.digest(of: try random(32)))
    }

    /// 64 hexadecimal digits.
    public init?(hex: String) {
        guard let digest = SHA256Digest(hex: hex) else { return nil }
        self.digest = digest
    }

    public var description: String { digest.hex }
}
