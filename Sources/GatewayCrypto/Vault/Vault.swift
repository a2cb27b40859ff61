/// Seals secrets for the store: envelope encryption with data keys that only the key-encryption key unwraps.
public struct Vault: Sendable {
    private let keys: [DataKeyID: SecretBytes]
    private let current: DataKeyID

    /// A new data key, wrapped for the store.
    public static func newDataKey(under kek: KeyEncryptionKey) throws(CryptoFailure) -> WrappedDataKey {
        let id = DataKeyID(bytes: try SecureRandom.bytes(16))
        return try kek.wrap(SecureRandom.secret(AES256GCM.keySize), as: id)
    }

    /// - Parameters:
    ///   - wrapped: every data key of the store, the newest last: that one seals, all of them open.
    /// - Throws: when there is none, or one does not open under this key-encryption key (wrong key file, altered row).
    public init(unwrapping wrapped: [WrappedDataKey], with kek: KeyEncryptionKey) throws(CryptoFailure) {
        guard let newest = wrapped.last else { throw CryptoFailure(.open, "the store holds no data key") }
        var keys: [DataKeyID: SecretBytes] = [:]
        for key in wrapped { keys[key.id] = try kek.unwrap(key) }
        self.keys = keys
        current = newest.id
    }

    public func seal(_ secret: SecretBytes, for binding: SealBinding) throws(CryptoFailure) -> SealedSecret {
        guard let key = keys[current] else { throw CryptoFailure(.seal, "the current data key is gone") }
        return SealedSecret(key: current, box: try AES256GCM.seal(secret, key: key, binding: binding.bytes))
    }

    /// - Throws: when the secret was sealed for another binding, altered, or its data key was destroyed.
    public func open(_ sealed: SealedSecret, for binding: SealBinding) throws(CryptoFailure) -> SecretBytes {
        guard let key = keys[sealed.key] else {
            throw CryptoFailure(.open, "data key \(sealed.key) is not in the store")
        }
        return try AES256GCM.open(sealed.box, key: key, binding: binding.bytes)
    }
}
