internal import COpenSSL

/// An Ed25519 key (RFC 8032): signs the checkpoints of the audit trail.
public struct Ed25519SigningKey: Sendable {
    private let key: PrivateKey
    public let publicKey: Ed25519PublicKey

    public static func generate() throws(CryptoFailure) -> Ed25519SigningKey { try .init(.generate(.ed25519)) }

    /// - Throws: for anything but an unencrypted PEM Ed25519 private key.
    public init(pem: SecretBytes) throws(CryptoFailure) { try self.init(.read(pem, .ed25519)) }

    private init(_ key: PrivateKey) throws(CryptoFailure) {
        self.key = key
        var raw = [UInt8](repeating: 0, count: 32)
        var count = raw.count
        guard EVP_PKEY_get_raw_public_key(key.pointer, &raw, &count) == 1, let publicKey = Ed25519PublicKey(raw: raw)
        else {
            throw .drainingErrorQueue(.readKey)
        }
        self.publicKey = publicKey
    }

    /// PKCS#8 PEM, unencrypted.
    public func pem() throws(CryptoFailure) -> SecretBytes { try key.pem() }

    /// 64 bytes; the same key and message always give the same signature.
    public func signature(over message: [UInt8]) throws(CryptoFailure) -> [UInt8] {
        try key.signature(over: message, digest: nil)
    }
}

public struct Ed25519PublicKey: Sendable {
    private let key: PublicKey
    /// 32 bytes.
    public let raw: [UInt8]

    public init?(raw: [UInt8]) {
        guard let key = PublicKey(ed25519: raw) else { return nil }
        self.key = key
        self.raw = raw
    }

    public func verdict(on signature: [UInt8], over message: [UInt8]) -> SignatureVerdict {
        key.verdict(on: signature, over: message, digest: nil)
    }
}
