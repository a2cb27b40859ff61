internal import COpenSSL
public import GatewayIdentity

/// SHA-256 (FIPS 180-4) of bytes at hand. Where many values are hashed one after another, own a `SHA256Hasher` instead.
public enum SHA256 {
    public static func digest(of bytes: UnsafeRawBufferPointer) -> SHA256Digest {
        let hasher = SHA256Hasher()
        hasher.update(bytes)
        return hasher.finish()
    }

    public static func digest(of bytes: [UInt8]) -> SHA256Digest {
        bytes.withUnsafeBytes { digest(of: $0) }
    }
}

/// A reusable SHA-256 context for one owner at a time (an event loop, a writer): no allocation and no fetch per value.
///
/// Not `Sendable`, on purpose: the context holds the state of a value half hashed.
public final class SHA256Hasher {
    private let context: OpaquePointer  // EVP_MD_CTX *

    public init() {
        context = Fetched.allocated(EVP_MD_CTX_new())
        begin()
    }

    deinit { EVP_MD_CTX_free(context) }

    public func update(_ bytes: UnsafeRawBufferPointer) {
        Fetched.mustSucceed(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count), "SHA-256")
    }

    public func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The digest of everything since the last `finish`; the hasher is ready for the next value.
    public func finish() -> SHA256Digest {
        let digest = withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { buffer in
            var count: UInt32 = 0
            Fetched.mustSucceed(EVP_DigestFinal_ex(context, buffer.baseAddress, &count), "SHA-256")
            return SHA256Digest(UnsafeRawBufferPointer(buffer))
        }
        begin()
        return digest
    }

    private func begin() {
        Fetched.mustSucceed(EVP_DigestInit_ex2(context, Fetched.sha256.pointer, nil), "SHA-256")
    }
}
