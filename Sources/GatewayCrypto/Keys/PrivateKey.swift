internal import COpenSSL

/// Owns one reference to an `EVP_PKEY *`.
///
/// `@unchecked Sendable` because the key is complete when this object is made and OpenSSL locks what it caches inside it.
final class PrivateKey: @unchecked Sendable {
    enum Kind: String {
        case p256 = "EC"
        case ed25519 = "ED25519"
    }

    let pointer: OpaquePointer  // EVP_PKEY *

    private init(owning pointer: OpaquePointer) { self.pointer = pointer }

    deinit { EVP_PKEY_free(pointer) }

    static func generate(_ kind: Kind) throws(CryptoFailure) -> PrivateKey {
        ERR_clear_error()
        guard let context = EVP_PKEY_CTX_new_from_name(nil, kind.rawValue, nil) else {
            throw .drainingErrorQueue(.generateKey)
        }
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_keygen_init(context) == 1 else { throw .drainingErrorQueue(.generateKey) }
        switch kind {
        case .p256:
            guard EVP_PKEY_CTX_set_group_name(context, "P-256") == 1 else { throw .drainingErrorQueue(.generateKey) }
        case .ed25519:
            break
        }
        var key: OpaquePointer?
        guard EVP_PKEY_generate(context, &key) == 1, let key else { throw .drainingErrorQueue(.generateKey) }
        return PrivateKey(owning: key)
    }

    /// Reads an unencrypted PEM private key (PKCS#8, or SEC 1 for EC) and refuses one of another kind.
    static func read(_ pem: SecretBytes, _ kind: Kind) throws(CryptoFailure) -> PrivateKey {
        ERR_clear_error()
        let parsed = pem.withUnsafeBytes { bytes -> OpaquePointer? in
            guard let source = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return nil }
            defer { BIO_free(source) }
            // Without a callback OpenSSL would ask on the terminal for the passphrase of an encrypted key.
            return PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in 0 }, nil)
        }
        guard let parsed else { throw .drainingErrorQueue(.readKey) }
        let key = PrivateKey(owning: parsed)
        guard key.matches(kind) else { throw CryptoFailure(.readKey, "not a \(kind) private key") }
        return key
    }

    /// The same, of any kind that signs documents here.
    static func readAny(_ pem: SecretBytes) throws(CryptoFailure) -> PrivateKey {
        ERR_clear_error()
        let parsed = pem.withUnsafeBytes { bytes -> OpaquePointer? in
            guard let source = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return nil }
            defer { BIO_free(source) }
            return PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in 0 }, nil)
        }
        guard let parsed else { throw .drainingErrorQueue(.readKey) }
        return PrivateKey(owning: parsed)
    }

    /// PKCS#8 PEM, unencrypted: the caller writes it to a file that only the service can read.
    func pem() throws(CryptoFailure) -> SecretBytes {
        ERR_clear_error()
        guard let sink = BIO_new(BIO_s_mem()) else { throw .drainingErrorQueue(.writeKey) }
        defer { BIO_free(sink) }  // wipes its buffer
        guard PEM_write_bio_PrivateKey(sink, pointer, nil, nil, 0, nil, nil) == 1 else {
            throw .drainingErrorQueue(.writeKey)
        }
        return try SecretBytes(count: BIO_ctrl_pending(sink)) { (buffer) throws(CryptoFailure) in
            guard BIO_read(sink, buffer.baseAddress, Int32(buffer.count)) == Int32(buffer.count) else {
                throw .drainingErrorQueue(.writeKey)
            }
        }
    }

    /// - Parameter digest: `nil` for schemes that hash themselves (Ed25519).
    func signature(over message: [UInt8], digest: String?) throws(CryptoFailure) -> [UInt8] {
        ERR_clear_error()
        guard let context = EVP_MD_CTX_new() else { throw .drainingErrorQueue(.sign) }
        defer { EVP_MD_CTX_free(context) }
        var size = 0
        guard EVP_DigestSignInit_ex(context, nil, digest, nil, nil, pointer, nil) == 1,
            EVP_DigestSign(context, nil, &size, message, message.count) == 1
        else { throw .drainingErrorQueue(.sign) }
        var signature = [UInt8](repeating: 0, count: size)
        guard EVP_DigestSign(context, &signature, &size, message, message.count) == 1 else {
            throw .drainingErrorQueue(.sign)
        }
        return Array(signature.prefix(size))
    }

    private func matches(_ kind: Kind) -> Bool {
        switch kind {
        case .ed25519:
            return EVP_PKEY_is_a(pointer, kind.rawValue) == 1
        case .p256:
            var name = [CChar](repeating: 0, count: 64)
            guard EVP_PKEY_is_a(pointer, kind.rawValue) == 1,
                EVP_PKEY_get_group_name(pointer, &name, name.count, nil) == 1
            else { return false }
            let group = name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
            return group == "prime256v1" || group == "P-256"
        }
    }
}
