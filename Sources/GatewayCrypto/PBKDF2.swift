internal import COpenSSL

/// PBKDF2 (RFC 8018 section 5.2): a key from a password that others have chosen.
public enum PBKDF2 {
    /// More than that is refused: a document says how often, and could say a thousand years.
    public static let iterationLimit = 10_000_000

    /// - Parameter count: length of the key in bytes.
    public static func derive(
        from password: SecretBytes, salt: [UInt8], iterations: Int, using algorithm: HMAC.Algorithm, count: Int
    ) throws(CryptoFailure) -> SecretBytes {
        guard (1...iterationLimit).contains(iterations), (1...1024).contains(count) else {
            throw CryptoFailure(.derive, "\(iterations) iterations for \(count) bytes are out of range")
        }
        ERR_clear_error()
        return try SecretBytes(count: count) { (output) throws(CryptoFailure) in
            let status = password.withUnsafeBytes { password in
                PKCS5_PBKDF2_HMAC(
                    password.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: password.count), salt,
                    Int32(clamping: salt.count), Int32(iterations), digest(algorithm), Int32(count),
                    output.baseAddress?.assumingMemoryBound(to: UInt8.self))
            }
            guard status == 1 else { throw .drainingErrorQueue(.derive) }
        }
    }

    private static func digest(_ algorithm: HMAC.Algorithm) -> OpaquePointer? {
        switch algorithm {
        case .sha1: EVP_sha1()
        case .sha256: EVP_sha256()
        case .sha512: EVP_sha512()
        }
    }
}
