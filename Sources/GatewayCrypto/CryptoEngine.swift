internal import COpenSSL
internal import GatewayIdentity

/// The one crypto engine of the process: OpenSSL's libcrypto with whatever providers its configuration loads.
public enum CryptoEngine {
    /// OpenSSL's own name and version, for start-up logs and `doctor`.
    public static var version: String { String(cString: OpenSSL_version(OPENSSL_VERSION)) }

    /// Puts secrets, and OpenSSL's private keys, into memory that is neither swapped out nor dumped (OPENSSL_secure_malloc(3)): 1 MiB,
    /// from the first time that this is asked.
    ///
    /// `false`: the system locks none for this process (RLIMIT_MEMLOCK).
    public static let locksSecrets = CRYPTO_secure_malloc_init(1 << 20, 32) == 1

    /// Shows by known answers that every algorithm this module offers is there and right.
    ///
    /// Programs call this before they listen: a provider without one of the algorithms is then a start-up error with a
    /// reason, and never a surprise in the middle of a request.
    ///
    /// - Throws: `CryptoFailure` naming the algorithm.
    public static func selfTest() throws(CryptoFailure) {
        for algorithm in [Fetched.sha256, Fetched.sha1, Fetched.hmac, Fetched.hkdf, Fetched.aes256GCM] {
            guard algorithm.pointer != nil else { throw .drainingErrorQueue(.selfTest) }
        }
        // FIPS 180-4, example "abc".
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        guard SHA256.digest(of: Array("abc".utf8)).hex == abc else { throw CryptoFailure(.selfTest, "SHA-256") }
        // RFC 4231 section 4.3, first eight bytes.
        for (algorithm, expected) in [
            (HMAC.Algorithm.sha256, "5bdcc146bf60754e"), (.sha512, "164b7a7bfcf819e2"), (.sha1, "effcdf6ae5eb2fa2"),
        ] {
            let key = SecretBytes(copying: Array("Jefe".utf8))
            let code = HMAC.code(for: Array("what do ya want for nothing?".utf8), key: key, using: algorithm)
            guard Hex.encode(code.prefix(8)) == expected else {
                throw CryptoFailure(.selfTest, "HMAC-\(algorithm.rawValue)")
            }
        }
        let key = try SecureRandom.secret(AES256GCM.keySize)
        let box = try AES256GCM.seal(SecretBytes(copying: [1, 2, 3]), key: key, binding: [4])
        guard try AES256GCM.open(box, key: key, binding: [4]).equals([1, 2, 3]) else {
            throw CryptoFailure(.selfTest, "AES-256-GCM")
        }
    }
}

/// OpenSSL algorithms, fetched from their provider once for the life of the process.
///
/// A fetch takes locks inside OpenSSL, so none happens per operation.
enum Fetched {
    /// `@unchecked Sendable` because a fetched algorithm never changes and OpenSSL counts its owners atomically.
    struct Algorithm: @unchecked Sendable {
        let pointer: OpaquePointer?
    }

    static let sha256 = Algorithm(pointer: EVP_MD_fetch(nil, "SHA2-256", nil))
    static let sha1 = Algorithm(pointer: EVP_MD_fetch(nil, "SHA1", nil))
    static let hmac = Algorithm(pointer: EVP_MAC_fetch(nil, "HMAC", nil))
    static let hkdf = Algorithm(pointer: EVP_KDF_fetch(nil, "HKDF", nil))
    static let aes256GCM = Algorithm(pointer: EVP_CIPHER_fetch(nil, "AES-256-GCM", nil))

    /// This and `mustSucceed` are for hashing, which has no answer that would be safe to go on with: out of memory, or a
    /// provider in its error state, ends the process. Neither depends on what was hashed.
    static func allocated(_ context: OpaquePointer?) -> OpaquePointer {
        precondition(context != nil, "OpenSSL could not allocate a context")
        return context.unsafelyUnwrapped
    }

    static func mustSucceed(_ status: Int32, _ what: StaticString) {
        precondition(status == 1, "OpenSSL could not compute \(what)")
    }
}
