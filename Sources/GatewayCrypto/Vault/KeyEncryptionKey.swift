/// Wraps data keys. Lives in a file (or a module) apart from the store: who has only one of the two has nothing.
public struct KeyEncryptionKey: Sendable {
    private let key: SecretBytes

    /// - Parameter key: `AES256GCM.keySize` bytes; `nil` for another count.
    public init?(_ key: SecretBytes) {
        guard key.count == AES256GCM.keySize else { return nil }
        self.key = key
    }

    func wrap(_ dataKey: SecretBytes, as id: DataKeyID) throws(CryptoFailure) -> WrappedDataKey {
        WrappedDataKey(id: id, box: try AES256GCM.seal(dataKey, key: key, binding: binding(id)))
    }

    func unwrap(_ wrapped: WrappedDataKey) throws(CryptoFailure) -> SecretBytes {
        try AES256GCM.open(wrapped.box, key: key, binding: binding(wrapped.id))
    }

    private func binding(_ id: DataKeyID) -> [UInt8] { Array("gwanmun data key ".utf8) + id.bytes }
}

/// A data key as the store holds it. Deleting every copy of it shreds what it sealed.
public struct WrappedDataKey: Hashable, Sendable {
    public let id: DataKeyID
    /// AES-256-GCM under the key-encryption key.
    public let box: [UInt8]

    public init(id: DataKeyID, box: [UInt8]) {
        self.id = id
        self.box = box
    }
}
