internal import COpenSSL

/// Keyed hashes (RFC 2104, FIPS 198-1).
public enum HMAC {
    /// SHA-1 stands here for one-time codes and for the files of their makers (RFC 4226, 6238, 6030).
    public enum Algorithm: String, CaseIterable, Sendable {
        case sha1 = "SHA1"
        case sha256 = "SHA256"
        case sha512 = "SHA512"

        /// Size of a code, in bytes.
        public var size: Int {
            switch self {
            case .sha1: 20
            case .sha256: 32
            case .sha512: 64
            }
        }
    }

    /// The whole code, `algorithm.size` bytes. Compare codes with `ConstantTime.equal`, never with `==`.
    public static func code(for message: [UInt8], key: SecretBytes, using algorithm: Algorithm) -> [UInt8] {
        let context = Fetched.allocated(EVP_MAC_CTX_new(Fetched.hmac.pointer))
        defer { EVP_MAC_CTX_free(context) }
        key.withUnsafeBytes { key in
            let bytes = key.baseAddress?.assumingMemoryBound(to: UInt8.self)
            Fetched.mustSucceed(gwanmun_hmac_init(context, algorithm.rawValue, bytes, key.count), "HMAC")
        }
        Fetched.mustSucceed(EVP_MAC_update(context, message, message.count), "HMAC")
        return [UInt8](unsafeUninitializedCapacity: algorithm.size) { buffer, count in
            Fetched.mustSucceed(EVP_MAC_final(context, buffer.baseAddress, &count, buffer.count), "HMAC")
        }
    }
}
