internal import COpenSSL

/// A source of random bytes: `SecureRandom.bytes` in the program, a seeded one in tests.
public typealias RandomBytes = @Sendable (_ count: Int) throws(CryptoFailure) -> [UInt8]

/// OpenSSL's private random generator (SP 800-90A DRBG, seeded by the operating system). Throws rather than give weak bytes.
public enum SecureRandom {
    public static func bytes(_ count: Int) throws(CryptoFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        ERR_clear_error()
        guard RAND_priv_bytes(&bytes, Int32(count)) == 1 else { throw .drainingErrorQueue(.random) }
        return bytes
    }

    public static func secret(_ count: Int) throws(CryptoFailure) -> SecretBytes {
        ERR_clear_error()
        return try SecretBytes(count: count) { (buffer) throws(CryptoFailure) in
            let bytes = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            guard RAND_priv_bytes(bytes, Int32(count)) == 1 else { throw .drainingErrorQueue(.random) }
        }
    }
}
