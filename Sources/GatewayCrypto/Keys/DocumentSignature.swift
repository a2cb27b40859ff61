internal import COpenSSL
public import GatewayIdentity

/// Whose signature a document may carry: an Ed25519 (RFC 8032) or ECDSA key, known by what a certificate or a public key file says.
public struct DocumentVerificationKey: Sendable {
    private let key: PublicKey
    /// SHA-256 of the SubjectPublicKeyInfo, as certificates are pinned by.
    public let fingerprint: SHA256Digest

    /// - Parameter pem: a certificate, or a public key (SubjectPublicKeyInfo).
    /// - Throws: for anything else, and for keys of other kinds.
    public init(pem: [UInt8]) throws(CryptoFailure) {
        ERR_clear_error()
        guard let source = BIO_new_mem_buf(pem, Int32(pem.count)) else { throw .drainingErrorQueue(.readKey) }
        defer { BIO_free(source) }
        if let key = PEM_read_bio_PUBKEY(source, nil, nil, nil) {
            try self.init(PublicKey(owning: key))
            return
        }
        ERR_clear_error()
        guard let again = BIO_new_mem_buf(pem, Int32(pem.count)) else { throw .drainingErrorQueue(.readKey) }
        defer { BIO_free(again) }
        guard let certificate = PEM_read_bio_X509(again, nil, nil, nil) else { throw .drainingErrorQueue(.readKey) }
        defer { X509_free(certificate) }
        guard let key = X509_get_pubkey(certificate) else { throw .drainingErrorQueue(.readKey) }
        try self.init(PublicKey(owning: key))
    }

    private init(_ key: PublicKey) throws(CryptoFailure) {
        guard DocumentKeyKind(key.pointer) != nil else {
            throw CryptoFailure(.readKey, "neither an Ed25519 nor an EC key")
        }
        self.key = key
        fingerprint = try key.pointer.fingerprint
    }

    /// A point on P-256, `04 || x || y`, as tokens have it.
    public init(p256 point: [UInt8]) throws(CryptoFailure) {
        guard let key = PublicKey(p256: point) else { throw CryptoFailure(.readKey, "not a point on P-256") }
        try self.init(key)
    }

    /// How this key signs.
    public var algorithm: DocumentAlgorithm {
        EVP_PKEY_is_a(key.pointer, "ED25519") == 1 ? .ed25519 : .ecdsa
    }

    /// SubjectPublicKeyInfo in PEM.
    public func pem() throws(CryptoFailure) -> [UInt8] { try key.pointer.publicPEM }

    /// - Parameter signature: 64 bytes of Ed25519, or ECDSA in DER over SHA-256 of the message.
    public func verdict(on signature: [UInt8], over message: [UInt8]) -> SignatureVerdict {
        guard let kind = DocumentKeyKind(key.pointer) else { return .forged }
        return key.verdict(on: signature, over: message, digest: kind.digest)
    }
}

/// How a document is signed.
public enum DocumentAlgorithm: String, CaseIterable, Sendable {
    /// RFC 8032, over the message itself.
    case ed25519
    /// Over SHA-256 of the message; the signature in DER (RFC 3279 section 2.2.3).
    case ecdsa = "ecdsa-sha256"

    /// The signature of a token, `r || s` in 64 bytes, in the spelling that documents have. `nil`: it is none.
    public static func der(ofRawECDSA signature: [UInt8]) -> [UInt8]? { ECDSASignature.der(fromRaw: signature) }
}

/// A key that signs documents: a person's, or a node's own.
public struct DocumentSigningKey: Sendable {
    private let key: PrivateKey
    private let kind: DocumentKeyKind
    /// Of its public part, as `DocumentVerificationKey` has it.
    public let fingerprint: SHA256Digest

    /// - Parameter pem: an unencrypted private key (PKCS#8, or SEC 1 for EC).
    public init(pem: SecretBytes) throws(CryptoFailure) { try self.init(.readAny(pem)) }

    /// A new one: Ed25519, or ECDSA on P-256.
    public static func generate(_ algorithm: DocumentAlgorithm) throws(CryptoFailure) -> DocumentSigningKey {
        switch algorithm {
        case .ed25519: try .init(.generate(.ed25519))
        case .ecdsa: try .init(.generate(.p256))
        }
    }

    /// PKCS#8 PEM, unencrypted.
    public func pem() throws(CryptoFailure) -> SecretBytes { try key.pem() }

    /// What its signatures are verified with.
    public var verificationKey: DocumentVerificationKey {
        get throws(CryptoFailure) { try DocumentVerificationKey(pem: key.pointer.publicPEM) }
    }

    private init(_ key: PrivateKey) throws(CryptoFailure) {
        self.key = key
        guard let kind = DocumentKeyKind(key.pointer) else {
            throw CryptoFailure(.readKey, "neither an Ed25519 nor an EC key")
        }
        self.kind = kind
        fingerprint = try key.pointer.fingerprint
    }

    public func signature(over message: [UInt8]) throws(CryptoFailure) -> [UInt8] {
        try key.signature(over: message, digest: kind.digest)
    }
}

private enum DocumentKeyKind {
    case ed25519, ecdsa

    init?(_ key: OpaquePointer) {
        if EVP_PKEY_is_a(key, "ED25519") == 1 {
            self = .ed25519
        } else if EVP_PKEY_is_a(key, "EC") == 1 {
            self = .ecdsa
        } else {
            return nil
        }
    }

    /// Ed25519 hashes itself.
    var digest: String? {
        switch self {
        case .ed25519: nil
        case .ecdsa: "SHA256"
        }
    }
}

extension OpaquePointer {  // EVP_PKEY *
    fileprivate var publicPEM: [UInt8] {
        get throws(CryptoFailure) {
            guard let sink = BIO_new(BIO_s_mem()) else { throw .drainingErrorQueue(.writeKey) }
            defer { BIO_free(sink) }
            guard PEM_write_bio_PUBKEY(sink, self) == 1 else { throw .drainingErrorQueue(.writeKey) }
            var pem = [UInt8](repeating: 0, count: BIO_ctrl_pending(sink))
            guard BIO_read(sink, &pem, Int32(pem.count)) == Int32(pem.count) else {
                throw .drainingErrorQueue(.writeKey)
            }
            return pem
        }
    }

    /// Of the SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7), DER.
    fileprivate var fingerprint: SHA256Digest {
        get throws(CryptoFailure) {
            let size = Int(i2d_PUBKEY(self, nil))
            guard size > 0 else { throw .drainingErrorQueue(.readKey) }
            let der = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                var cursor = buffer.baseAddress
                count = max(0, Int(i2d_PUBKEY(self, &cursor)))
            }
            return SHA256.digest(of: der)
        }
    }
}
