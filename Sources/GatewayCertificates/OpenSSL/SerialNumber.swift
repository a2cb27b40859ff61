internal import COpenSSL
internal import GatewayIdentity

/// Serial numbers of certificates (RFC 5280 section 4.1.2.2).
enum SerialNumber {
    /// Lower-case hexadecimal without leading zero bytes; a leading `-` for the negative numbers that the RFC asks to bear with.
    static func text(_ number: UnsafePointer<ASN1_INTEGER>?) throws(OpenSSLFailure) -> String {
        guard let number, let value = ASN1_INTEGER_to_BN(number, nil) else {
            throw .drainingErrorQueue("unreadable serial number")
        }
        defer { BN_free(value) }
        let size = Int(BN_num_bits(value) + 7) / 8
        let bytes = [UInt8](unsafeUninitializedCapacity: max(size, 1)) { buffer, count in
            count = max(0, Int(BN_bn2bin(value, buffer.baseAddress)))
        }
        return (BN_is_negative(value) == 1 ? "-" : "") + (bytes.isEmpty ? "00" : Hex.encode(bytes))
    }

    /// 128 random bits behind a first byte that keeps the number positive and its length the same.
    static func random() throws(OpenSSLFailure) -> [UInt8] {
        ERR_clear_error()
        var bytes = [UInt8](repeating: 0, count: 17)
        guard RAND_bytes(&bytes, Int32(bytes.count)) == 1 else { throw .drainingErrorQueue("no random bytes") }
        bytes[0] = 1
        return bytes
    }

    /// The spelling of `text` for what a person typed; `nil` when it is not hexadecimal.
    static func normalised(_ typed: String) -> String? {
        let digits = typed.filter { $0 != ":" && $0 != " " }
        guard !digits.isEmpty, let bytes = Hex.decode(digits.count.isMultiple(of: 2) ? digits : "0" + digits) else {
            return nil
        }
        let value = bytes.drop { $0 == 0 }
        return value.isEmpty ? "00" : Hex.encode(value)
    }
}
