/// A key that seals secrets: an account's own, or a data key, which wraps those of accounts and seals what is the node's.
public struct SealingKey: Sendable {
    public let id: DataKeyID
    private let key: SecretBytes

    public static func random() throws(CryptoFailure) -> SealingKey {
        SealingKey(
            id: DataKeyID(bytes: try SecureRandom.bytes(16)), key: try SecureRandom.secret(AES256GCM.keySize))
    }

    private init(id: DataKeyID, key: SecretBytes) {
        self.id = id
        self.key = key
    }

    // MARK: Secrets

    public func seal(_ secret: SecretBytes, for binding: SealBinding) throws(CryptoFailure) -> SealedSecret {
        SealedSecret(key: id, box: try AES256GCM.seal(secret, key: key, binding: binding.bytes))
    }

    /// - Throws: when the secret was sealed for another binding, under another key, or altered.
    public func open(_ sealed: SealedSecret, for binding: SealBinding) throws(CryptoFailure) -> SecretBytes {
        guard sealed.key == id else { throw CryptoFailure(.open, "it is sealed under key \(sealed.key), not \(id)") }
        return try AES256GCM.open(sealed.box, key: key, binding: binding.bytes)
    }

    // MARK: Keys of accounts, under a data key

    public func wrap(_ accountKey: SealingKey, of account: String) throws(CryptoFailure) -> WrappedAccountKey {
        let binding = WrappedAccountKey.binding(accountKey.id, account)
        return WrappedAccountKey(
            account: account, id: accountKey.id, dataKey: id,
            box: try AES256GCM.seal(accountKey.key, key: key, binding: binding))
    }

    /// - Throws: when another data key wrapped it, it is somebody else's, or it was altered.
    public func unwrap(_ wrapped: WrappedAccountKey) throws(CryptoFailure) -> SealingKey {
        guard wrapped.dataKey == id else {
            throw CryptoFailure(.open, "it is wrapped under data key \(wrapped.dataKey), not \(id)")
        }
        let binding = WrappedAccountKey.binding(wrapped.id, wrapped.account)
        return SealingKey(id: wrapped.id, key: try AES256GCM.open(wrapped.box, key: key, binding: binding))
    }

    // MARK: Data keys, under a key-encryption key

    /// - Parameter key: `AES256GCM.keySize` bytes: a key-encryption key, or one derived from it for this data key alone.
    public func box(under key: SecretBytes) throws(CryptoFailure) -> [UInt8] {
        try AES256GCM.seal(self.key, key: key, binding: WrappedDataKey.binding(id))
    }

    /// - Throws: when another key closed the box, it is another data key's, or it was altered.
    public init(_ id: DataKeyID, box: [UInt8], under key: SecretBytes) throws(CryptoFailure) {
        let opened = try AES256GCM.open(box, key: key, binding: WrappedDataKey.binding(id))
        guard opened.count == AES256GCM.keySize else { throw CryptoFailure(.open, "it holds no data key") }
        self.init(id: id, key: opened)
    }
}

/// The key of one account as the store holds it. With its destruction everything that was sealed for the account is lost.
public struct WrappedAccountKey: Hashable, Sendable {
    public let account: String
    public let id: DataKeyID
    /// The data key that wrapped it.
    public let dataKey: DataKeyID
    /// AES-256-GCM under that data key.
    public let box: [UInt8]

    public init(account: String, id: DataKeyID, dataKey: DataKeyID, box: [UInt8]) {
        self.account = account
        self.id = id
        self.dataKey = dataKey
        self.box = box
    }

    static func binding(_ id: DataKeyID, _ account: String) -> [UInt8] {
        Array("gwanmun account key ".utf8) + id.bytes + Array(account.utf8)
    }
}
