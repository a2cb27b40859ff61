public import GatewayCrypto
public import GatewayIdentity

/// The secret that a client shows: 256 random bits as 43 base64url characters. The gateway keeps only its SHA-256.
public struct SessionToken: Sendable {
    private static let length = 43

    /// For the one answer that hands it out.
    public let text: String
    /// What the store and the look-up table hold: SHA-256 over the characters, which are unique to the value.
    public let hash: SHA256Digest

    public static func make(random: RandomBytes) throws(CryptoFailure) -> SessionToken {
        let text = Base64URL.encode(try random(32))
        return SessionToken(text: text, hash: SHA256.digest(of: Array(text.utf8)))
    }

    private init(text: String, hash: SHA256Digest) {
        self.text = text
        self.hash = hash
    }

    /// The hash of a presented token, without a copy of it. `nil` when its length shows that it is none of ours.
    public static func hash(ofPresented token: UnsafeRawBufferPointer, with hasher: SHA256Hasher) -> SHA256Digest? {
        guard token.count == length else { return nil }
        hasher.update(token)
        return hasher.finish()
    }

    /// The same, where speed does not matter.
    public static func hash(ofPresented token: String) -> SHA256Digest? {
        guard token.utf8.count == length else { return nil }
        return SHA256.digest(of: Array(token.utf8))
    }
}

extension SessionToken: CustomStringConvertible, CustomReflectable {
    public var description: String { "<session token \(hash.hex.prefix(8))>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Where a token is good: each console host has a cookie of its own, so that no console sees another's.
public enum TokenScope: Hashable, Sendable {
    /// The cookie of one host name, lower case, without a port.
    case host(String)
    /// The header `Gwanmun-Session`, which scripts send to any host.
    case header
}

/// One token of one session as the store holds it.
public struct SessionTokenRecord: Hashable, Sendable {
    public let hash: SHA256Digest
    public let session: SessionID
    public let scope: TokenScope

    public init(hash: SHA256Digest, session: SessionID, scope: TokenScope) {
        self.hash = hash
        self.session = session
        self.scope = scope
    }
}
