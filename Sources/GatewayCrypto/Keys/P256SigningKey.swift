internal import COpenSSL

/// An ECDSA key on P-256: signs the gateway's assertions (ES256, RFC 7518 section 3.4).
public struct P256SigningKey: Sendable {
    private let key: PrivateKey
    public let publicKey: P256PublicKey

    public static func generate() throws(CryptoFailure) -> P256SigningKey { try .init(.generate(.p256)) }

    /// - Throws: for anything but an unencrypted PEM private key on P-256.
    public init(pem: SecretBytes) throws(CryptoFailure) { try self.init(.read(pem, .p256)) }

    private init(_ key: PrivateKey) throws(CryptoFailure) {
        self.key = key
        var point = [UInt8](repeating: 0, count: 65)
        var count = 0
        guard EVP_PKEY_get_octet_string_param(key.pointer, OSSL_PKEY_PARAM_PUB_KEY, &point, point.count, &count) == 1,
            let publicKey = P256PublicKey(point: Array(point.prefix(count)))
        else { throw .drainingErrorQueue(.readKey) }
        self.publicKey = publicKey
    }

    /// PKCS#8 PEM, unencrypted.
    public func pem() throws(CryptoFailure) -> SecretBytes { try key.pem() }

    /// `r || s`, 64 bytes, over SHA-256 of the message: the form JWS uses.
    public func signature(over message: [UInt8]) throws(CryptoFailure) -> [UInt8] {
        let der = try key.signature(over: message, digest: "SHA256")
        guard let raw = ECDSASignature.raw(fromDER: der) else {
            throw CryptoFailure(.sign, "OpenSSL gave no DER signature")
        }
        return raw
    }
}

public struct P256PublicKey: Sendable {
    private let key: PublicKey
    /// Affine coordinates, 32 bytes each, big-endian.
    public let x: [UInt8], y: [UInt8]

    /// An uncompressed point: `04 || x || y`. `nil` when it is not on the curve.
    public init?(point: [UInt8]) {
        guard let key = PublicKey(p256: point) else { return nil }
        self.key = key
        x = Array(point[1..<33])
        y = Array(point[33..<65])
    }

    /// - Parameter signature: `r || s`, 64 bytes.
    public func verdict(on signature: [UInt8], over message: [UInt8]) -> SignatureVerdict {
        guard let der = ECDSASignature.der(fromRaw: signature) else { return .forged }
        return key.verdict(on: der, over: message, digest: "SHA256")
    }
}

/// The two spellings of an ECDSA signature on P-256: DER (RFC 3279 section 2.2.3) as OpenSSL has it, `r || s` as JOSE has it.
enum ECDSASignature {
    static func raw(fromDER der: [UInt8]) -> [UInt8]? {
        der.withUnsafeBufferPointer { der -> [UInt8]? in
            var cursor = der.baseAddress
            guard let signature = d2i_ECDSA_SIG(nil, &cursor, der.count) else { return nil }
            defer { ECDSA_SIG_free(signature) }
            var raw = [UInt8](repeating: 0, count: 64)
            let filled = raw.withUnsafeMutableBufferPointer { raw -> Bool in
                guard let start = raw.baseAddress else { return false }
                return BN_bn2binpad(ECDSA_SIG_get0_r(signature), start, 32) == 32
                    && BN_bn2binpad(ECDSA_SIG_get0_s(signature), start + 32, 32) == 32
            }
            return filled ? raw : nil
        }
    }

    static func der(fromRaw raw: [UInt8]) -> [UInt8]? {
        guard raw.count == 64, let signature = ECDSA_SIG_new() else { return nil }
        defer { ECDSA_SIG_free(signature) }
        let r = raw.withUnsafeBufferPointer { BN_bin2bn($0.baseAddress, 32, nil) }
        let s = raw.withUnsafeBufferPointer { BN_bin2bn($0.baseAddress.map { $0 + 32 }, 32, nil) }
        // Takes ownership of both numbers when it succeeds.
        guard ECDSA_SIG_set0(signature, r, s) == 1 else {
            BN_free(r)
            BN_free(s)
            return nil
        }
        let size = Int(i2d_ECDSA_SIG(signature, nil))
        guard size > 0 else { return nil }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            var cursor = buffer.baseAddress
            count = max(0, Int(i2d_ECDSA_SIG(signature, &cursor)))
        }
    }
}
