public import GatewayCrypto
public import GatewayIdentity

/// Where key-encryption keys live.
public enum KeyPlaceKind: String, CaseIterable, Hashable, Sendable {
    /// A file that the service alone may read.
    case file
    /// A PKCS#11 token, which does not give them out.
    case token
}

/// What the store knows of a key-encryption key.
public struct StoredKeyEncryptionKey: Hashable, Sendable {
    public let id: KeyEncryptionKeyID
    public let place: KeyPlaceKind
    /// When this store began to use it.
    public let createdAt: UnixTime
    public let rotateBy: UnixTime
    /// Who had it taken into use, as the record spells it; the gateway itself for the first.
    public let orderedBy: String
    /// Since when it may be destroyed, or is.
    public let retiredAt: UnixTime?

    public init(
        id: KeyEncryptionKeyID, place: KeyPlaceKind, createdAt: UnixTime, rotateBy: UnixTime, orderedBy: String,
        retiredAt: UnixTime? = nil
    ) {
        self.id = id
        self.place = place
        self.createdAt = createdAt
        self.rotateBy = rotateBy
        self.orderedBy = orderedBy
        self.retiredAt = retiredAt
    }
}

public struct StoredDataKey: Hashable, Sendable {
    public let key: WrappedDataKey
    /// `nil` in stores from before it was written down.
    public let createdAt: UnixTime?

    public init(_ key: WrappedDataKey, createdAt: UnixTime?) {
        self.key = key
        self.createdAt = createdAt
    }
}

/// How much depends on a data key.
public struct KeyUse: Hashable, Sendable {
    /// Keys of accounts that it wraps.
    public var accountKeys: Int
    /// Secrets of accounts that are sealed under it directly, as all were once.
    public var accountSecrets: Int
    /// Secrets of the node's own.
    public var nodeSecrets: Int

    public init(accountKeys: Int = 0, accountSecrets: Int = 0, nodeSecrets: Int = 0) {
        self.accountKeys = accountKeys
        self.accountSecrets = accountSecrets
        self.nodeSecrets = nodeSecrets
    }

    public var isNone: Bool { accountKeys == 0 && accountSecrets == 0 && nodeSecrets == 0 }
}

/// A sealed secret and where it belongs.
public struct SealedRow: Hashable, Sendable {
    public let binding: SealBinding
    public let secret: SealedSecret

    public init(binding: SealBinding, secret: SealedSecret) {
        self.binding = binding
        self.secret = secret
    }
}

extension SealBinding {
    /// Where a secret of the node's own is sealed to.
    public static func nodeSecret(_ name: String) -> SealBinding {
        SealBinding(table: "node_secrets", row: name, account: "")
    }
}
