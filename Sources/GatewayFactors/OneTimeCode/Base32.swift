/// RFC 4648 section 6, without padding: how people and authenticator apps exchange TOTP secrets.
public enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var accumulator: UInt32 = 0
        var bits = 0
        for byte in bytes {
            accumulator = accumulator << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(accumulator >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(accumulator << UInt32(5 - bits) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads either case, with or without padding. `nil` for a foreign character, padding inside, an impossible length or
    /// set bits past the end.
    public static func decode(_ text: String) -> [UInt8]? {
        var characters = Array(text.utf8)[...]
        while characters.last == UInt8(ascii: "=") { characters = characters.dropLast() }
        guard text.utf8.count == characters.count || text.utf8.count.isMultiple(of: 8),
            [0, 2, 4, 5, 7].contains(characters.count % 8)
        else { return nil }
        var bytes: [UInt8] = []
        var accumulator: UInt32 = 0
        var bits = 0
        for character in characters {
            guard let value = value(of: character) else { return nil }
            accumulator = accumulator << 5 | value
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: accumulator >> UInt32(bits)))
            }
        }
        guard accumulator & ((1 << UInt32(bits)) - 1) == 0 else { return nil }
        return bytes
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case 0x41...0x5A: UInt32(character) - 0x41
        case 0x61...0x7A: UInt32(character) - 0x61
        case 0x32...0x37: UInt32(character) - 0x32 + 26
        default: nil
        }
    }
}
