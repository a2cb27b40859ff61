internal import GatewayCrypto

/// HMAC-based one-time passwords (RFC 4226 section 5.3): the engine below TOTP.
enum HOTP {
    /// - Returns: exactly `digits` ASCII digits, leading zeros kept.
    static func code(
        secret: SecretBytes, counter: UInt64, algorithm: HMAC.Algorithm, digits: TOTPParameters.Digits
    ) -> [UInt8] {
        let message = withUnsafeBytes(of: counter.bigEndian) { Array($0) }
        let mac = HMAC.code(for: message, key: secret, using: algorithm)
        // Dynamic truncation: the low nibble of the last byte says where to read 31 bits.
        let offset = Int(mac[mac.count - 1] & 0x0f)
        var value =
            UInt32(mac[offset] & 0x7f) << 24 | UInt32(mac[offset + 1]) << 16 | UInt32(mac[offset + 2]) << 8
            | UInt32(mac[offset + 3])
        var code = [UInt8](repeating: 0, count: digits.rawValue)
        for place in code.indices.reversed() {
            code[place] = UInt8(ascii: "0") + UInt8(value % 10)
            value /= 10
        }
        return code
    }
}
