internal import COpenSSL

/// HKDF with SHA-256 (RFC 5869), extract and expand.
public enum HKDF {
    /// - Parameters:
    ///   - secret: the input keying material.
    ///   - info: what the new key is for; two purposes never share an `info`.
    ///   - count: length of the new key in bytes, at most 8160 (255 blocks).
    public static func derive(
        from secret: SecretBytes, salt: [UInt8] = [], info: [UInt8], count: Int
    ) throws(CryptoFailure) -> SecretBytes {
        ERR_clear_error()
        guard let context = EVP_KDF_CTX_new(Fetched.hkdf.pointer) else { throw .drainingErrorQueue(.derive) }
        defer { EVP_KDF_CTX_free(context) }
        return try SecretBytes(count: count) { (output) throws(CryptoFailure) in
            let bytes = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let status = secret.withUnsafeBytes { secret in
                gwanmun_hkdf_sha256(
                    context, secret.baseAddress, secret.count, salt, salt.count, info, info.count, bytes, output.count)
            }
            guard status == 1 else { throw .drainingErrorQueue(.derive) }
        }
    }
}
