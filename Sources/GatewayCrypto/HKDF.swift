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
        var digest = Array("SHA256".utf8CString)
        var salt = salt
        var info = info
        return try SecretBytes(count: count) { (output) throws(CryptoFailure) in
            let status = digest.withUnsafeMutableBufferPointer { digest in
                salt.withUnsafeMutableBytes { salt in
                    info.withUnsafeMutableBytes { info in
                        secret.withUnsafeBytes { secret in
                            var parameters = [
                                OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.baseAddress, 0),
                                // OpenSSL only reads the key; its constructor takes a mutable pointer for both directions.
                                OSSL_PARAM_construct_octet_string(
                                    OSSL_KDF_PARAM_KEY, UnsafeMutableRawPointer(mutating: secret.baseAddress),
                                    secret.count),
                            ]
                            // An absent salt is HashLen zeros (RFC 5869 section 2.2); an empty parameter has no address to give.
                            if !salt.isEmpty {
                                parameters.append(
                                    OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt.baseAddress, salt.count)
                                )
                            }
                            if !info.isEmpty {
                                parameters.append(
                                    OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.baseAddress, info.count)
                                )
                            }
                            parameters.append(OSSL_PARAM_construct_end())
                            let bytes = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
                            return EVP_KDF_derive(context, bytes, output.count, parameters)
                        }
                    }
                }
            }
            guard status == 1 else { throw .drainingErrorQueue(.derive) }
        }
    }
}
