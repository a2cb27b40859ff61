internal import GatewayIdentity

/// A key-encryption key of which this process has the bytes.
public struct KeyEncryptionKey: KeyEncryption {
    public let id: KeyEncryptionKeyID
    private let key: SecretBytes

    /// - Parameter key: `AES256GCM.keySize` bytes; `nil` for another count.
    public init?(_ key: SecretBytes) {
        // 64 bits of a code under the key: enough to tell keys apart, and as much of the key as a code ever tells.
        let code = HMAC.code(for: Array("gwanmun key-encryption key".utf8), key: key, using: .sha256)
        guard key.count == AES256GCM.keySize, let id = KeyEncryptionKeyID(Hex.encode(Array(code.prefix(8)))) else {
            return nil
        }
        self.key = key
        self.id = id
    }

    public func wrap(_ dataKey: SealingKey) throws(KeyFailure) -> WrappedDataKey {
        do throws(CryptoFailure) {
            return WrappedDataKey(id: dataKey.id, wrappedBy: id, box: try dataKey.box(under: key))
        } catch {
            throw .crypto(error)
        }
    }

    public func unwrap(_ wrapped: WrappedDataKey) throws(KeyFailure) -> SealingKey {
        do throws(CryptoFailure) {
            return try SealingKey(wrapped.id, box: wrapped.box, under: key)
        } catch {
            throw .crypto(error)
        }
    }

    /// Lends the key to whoever writes it into its file.
    public func withBytes<Result, Failure: Error>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Result)
        throws(Failure) -> Result
    {
        try key.withUnsafeBytes(body)
    }
}
