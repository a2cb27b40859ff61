internal import COpenSSL

/// Authenticated encryption: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce.
///
/// A box is `nonce (12) || ciphertext || tag (16)`. One key seals at most 2^32 boxes (SP 800-38D section 8.3).
public enum AES256GCM {
    /// In bytes.
    public static let keySize = 32
    private static let nonceSize = 12
    private static let tagSize = 16

    /// - Parameter binding: additional authenticated data, that is, where the box belongs; `open` needs the same.
    public static func seal(_ plaintext: SecretBytes, key: SecretBytes, binding: [UInt8]) throws(CryptoFailure)
        -> [UInt8]
    {
        try seal(plaintext, key: key, binding: binding, nonce: SecureRandom.bytes(nonceSize))
    }

    /// With a nonce of the caller's, for published vectors only: a nonce used twice under one key gives both texts away.
    static func seal(
        _ plaintext: SecretBytes, key: SecretBytes, binding: [UInt8], nonce: [UInt8]
    ) throws(CryptoFailure) -> [UInt8] {
        precondition(nonce.count == nonceSize)
        let context = try CipherContext(.sealing)
        try context.begin(key: key, nonce: nonce, binding: binding)
        var box = nonce
        box += try context.update(plaintext)
        try context.finish()
        box += try context.tag(size: tagSize)
        return box
    }

    /// - Throws: when a bit of the box, the key or the binding is not what it was at sealing; no plaintext is released then.
    public static func open(_ box: [UInt8], key: SecretBytes, binding: [UInt8]) throws(CryptoFailure) -> SecretBytes {
        guard box.count >= nonceSize + tagSize else {
            throw CryptoFailure(.open, "\(box.count) bytes are too few for a sealed value")
        }
        let context = try CipherContext(.opening)
        try context.begin(key: key, nonce: Array(box.prefix(nonceSize)), binding: binding)
        let plaintext = try context.update(secret: Array(box[nonceSize..<(box.count - tagSize)]))
        try context.expect(tag: Array(box.suffix(tagSize)))
        try context.finish()
        return plaintext
    }
}

/// Sole owner of one `EVP_CIPHER_CTX *` for one box.
private struct CipherContext: ~Copyable {
    enum Direction: Int32 {
        case opening = 0
        case sealing = 1

        var operation: CryptoFailure.Operation {
            switch self {
            case .opening: .open
            case .sealing: .seal
            }
        }
    }

    private let context: OpaquePointer
    private let direction: Direction

    init(_ direction: Direction) throws(CryptoFailure) {
        ERR_clear_error()
        guard let context = EVP_CIPHER_CTX_new() else { throw .drainingErrorQueue(direction.operation) }
        self.context = context
        self.direction = direction
    }

    deinit { EVP_CIPHER_CTX_free(context) }

    func begin(key: SecretBytes, nonce: [UInt8], binding: [UInt8]) throws(CryptoFailure) {
        precondition(key.count == AES256GCM.keySize, "an AES-256 key has 32 bytes")
        let started = key.withUnsafeBytes { key in
            EVP_CipherInit_ex2(
                context, Fetched.aes256GCM.pointer, key.baseAddress?.assumingMemoryBound(to: UInt8.self), nonce,
                direction.rawValue, nil)
        }
        var count: Int32 = 0
        guard started == 1, EVP_CipherUpdate(context, nil, &count, binding, Int32(binding.count)) == 1 else {
            throw .drainingErrorQueue(direction.operation)
        }
    }

    /// GCM is a stream: as many bytes come out as go in.
    func update(_ plaintext: SecretBytes) throws(CryptoFailure) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: plaintext.count)
        var count: Int32 = 0
        let status = plaintext.withUnsafeBytes { input in
            EVP_CipherUpdate(
                context, &output, &count, input.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(input.count))
        }
        guard status == 1, Int(count) == plaintext.count else { throw .drainingErrorQueue(direction.operation) }
        return output
    }

    func update(secret ciphertext: [UInt8]) throws(CryptoFailure) -> SecretBytes {
        try SecretBytes(count: ciphertext.count) { (output) throws(CryptoFailure) in
            var count: Int32 = 0
            let status = EVP_CipherUpdate(
                context, output.baseAddress?.assumingMemoryBound(to: UInt8.self), &count, ciphertext,
                Int32(ciphertext.count))
            guard status == 1, Int(count) == ciphertext.count else { throw .drainingErrorQueue(direction.operation) }
        }
    }

    func expect(tag: [UInt8]) throws(CryptoFailure) {
        var tag = tag
        guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1 else {
            throw .drainingErrorQueue(direction.operation)
        }
    }

    /// When opening, this is where the tag is compared.
    func finish() throws(CryptoFailure) {
        var none: UInt8 = 0
        var count: Int32 = 0
        guard EVP_CipherFinal_ex(context, &none, &count) == 1 else {
            switch direction {
            case .sealing: throw .drainingErrorQueue(.seal)
            case .opening: throw CryptoFailure(.open, "the sealed value, its key or its binding was altered")
            }
        }
    }

    func tag(size: Int) throws(CryptoFailure) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: size)
        guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(size), &tag) == 1 else {
            throw .drainingErrorQueue(direction.operation)
        }
        return tag
    }
}
