/// Reads JSON of one shape, an object whose values are strings (RFC 8259), and nothing else. No nesting, so no depth to
/// bound.
struct FlatJSON {
    private var rest: ArraySlice<UInt8>

    /// Pairs in the order written, repeated names included; `nil` when the text is anything but one object of strings.
    static func pairs(in text: [UInt8]) -> [(name: String, value: String)]? {
        var reader = FlatJSON(rest: text[...])
        guard let pairs = reader.object() else { return nil }
        reader.skipSpace()
        return reader.rest.isEmpty ? pairs : nil
    }

    private mutating func object() -> [(name: String, value: String)]? {
        guard take("{") else { return nil }
        if take("}") { return [] }
        var pairs: [(name: String, value: String)] = []
        repeat {
            guard let name = string(), take(":"), let value = string() else { return nil }
            pairs.append((name, value))
        } while take(",")
        return take("}") ? pairs : nil
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""):
                return String(validating: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                bytes += Array(String(scalar).utf8)
            case 0x00..<0x20:
                return nil
            default:
                bytes.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        switch rest.popFirst() {
        case UInt8(ascii: "\""): "\""
        case UInt8(ascii: "\\"): "\\"
        case UInt8(ascii: "/"): "/"
        case UInt8(ascii: "b"): "\u{8}"
        case UInt8(ascii: "f"): "\u{C}"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "t"): "\t"
        case UInt8(ascii: "u"): unicodeEscape()
        default: nil
        }
    }

    /// Four hexadecimal digits, or two such escapes that form a surrogate pair; a lone surrogate is no character.
    private mutating func unicodeEscape() -> Unicode.Scalar? {
        guard let first = codeUnit() else { return nil }
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
        guard rest.popFirst() == UInt8(ascii: "\\"), rest.popFirst() == UInt8(ascii: "u"), let second = codeUnit(),
            (0xDC00..<0xE000).contains(second)
        else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func codeUnit() -> UInt32? {
        guard rest.count >= 4 else { return nil }
        let digits = rest.prefix(4)
        rest = rest.dropFirst(4)
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func skipSpace() {
        rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }
}
