internal import COpenSSL

/// What a signature turned out to be.
public enum SignatureVerdict: Hashable, Sendable {
    case genuine
    /// Not made by this key over these bytes, or not a signature at all.
    case forged
}

/// Owns one reference to an `EVP_PKEY *` without a private part.
///
/// `@unchecked Sendable` because the key is complete when this object is made and OpenSSL locks what it caches inside it.
final class PublicKey: @unchecked Sendable {
    let pointer: OpaquePointer  // EVP_PKEY *

    init(owning pointer: OpaquePointer) { self.pointer = pointer }

    /// The Ed25519 key of RFC 8032 section 5.1.5: 32 bytes. `nil` for another count.
    init?(ed25519 raw: [UInt8]) {
        guard raw.count == 32, let key = EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, raw, raw.count) else {
            ERR_clear_error()
            return nil
        }
        pointer = key
    }

    /// An uncompressed P-256 point (SEC 1 section 2.3.3): `04 || x || y`, 65 bytes. `nil` when it is not on the curve.
    init?(p256 point: [UInt8]) {
        guard point.count == 65, point.first == 4, let key = gwanmun_p256_public_key(point, point.count) else {
            ERR_clear_error()
            return nil
        }
        pointer = key
    }

    deinit { EVP_PKEY_free(pointer) }

    func verdict(on signature: [UInt8], over message: [UInt8], digest: String?) -> SignatureVerdict {
        defer { ERR_clear_error() }
        guard let context = EVP_MD_CTX_new() else { return .forged }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestVerifyInit_ex(context, nil, digest, nil, nil, pointer, nil) == 1 else { return .forged }
        return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1 ? .genuine : .forged
    }
}
