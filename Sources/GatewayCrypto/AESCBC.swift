internal import COpenSSL

/// Opens what others have encrypted with AES in CBC mode (NIST SP 800-38A). Nothing of ours is sealed with it: it does not tell whether a bit was changed, so its caller has
/// checked a MAC first.
public enum AESCBC {
    private static let blockSize = 16

    /// - Parameters:
    ///   - box: the initialisation vector, then the blocks: the form of XML Encryption 1.0 section 5.2.
    ///   - key: 16, 24 or 32 bytes.
    /// - Returns: the plaintext without its padding, of which XML Encryption fixes the last byte alone: how long it is.
    public static func open(_ box: [UInt8], key: SecretBytes) throws(CryptoFailure) -> SecretBytes {
        guard let cipher = cipher(keySize: key.count) else {
            throw CryptoFailure(.open, "\(key.count) bytes are no AES key")
        }
        guard box.count >= 2 * blockSize, box.count.isMultiple(of: blockSize) else {
            throw CryptoFailure(.open, "\(box.count) bytes are no vector and whole blocks")
        }
        let padded = try blocks(of: box, cipher, key)
        return try padded.withUnsafeBytes { (bytes) throws(CryptoFailure) in
            let padding = Int(bytes[bytes.count - 1])
            guard (1...blockSize).contains(padding) else { throw CryptoFailure(.open, "the padding is none") }
            return SecretBytes(copying: bytes[..<(bytes.count - padding)])
        }
    }

    private static func blocks(
        of box: [UInt8], _ cipher: OpaquePointer, _ key: SecretBytes
    ) throws(CryptoFailure) -> SecretBytes {
        ERR_clear_error()
        guard let context = EVP_CIPHER_CTX_new() else { throw .drainingErrorQueue(.open) }
        defer { EVP_CIPHER_CTX_free(context) }
        return try SecretBytes(count: box.count - blockSize) { (output) throws(CryptoFailure) in
            let start = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            var written: Int32 = 0
            let isOpen = key.withUnsafeBytes { key in
                box.withUnsafeBufferPointer { box in
                    EVP_DecryptInit_ex2(
                        context, cipher, key.baseAddress?.assumingMemoryBound(to: UInt8.self), box.baseAddress, nil)
                        == 1
                        && EVP_CIPHER_CTX_set_padding(context, 0) == 1
                        && EVP_DecryptUpdate(
                            context, start, &written, box.baseAddress.map { $0 + blockSize },
                            Int32(clamping: box.count - blockSize)) == 1
                }
            }
            guard isOpen, Int(written) == output.count else { throw .drainingErrorQueue(.open) }
        }
    }

    private static func cipher(keySize: Int) -> OpaquePointer? {
        switch keySize {
        case 16: EVP_aes_128_cbc()
        case 24: EVP_aes_192_cbc()
        case 32: EVP_aes_256_cbc()
        default: nil
        }
    }
}
