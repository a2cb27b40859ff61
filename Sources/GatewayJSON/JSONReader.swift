/// Reads RFC 8259, no more and no less, in one pass.
struct JSONReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: [UInt8]) { rest = text[...] }

    mutating func whole() -> JSON? {
        guard let value = value(depth: 0) else { return nil }
        skipSpace()
        return rest.isEmpty ? value : nil
    }

    private mutating func value(depth: Int) -> JSON? {
        skipSpace()
        switch rest.first {
        case UInt8(ascii: "{"): return depth < JSON.depthLimit ? object(depth: depth) : nil
        case UInt8(ascii: "["): return depth < JSON.depthLimit ? array(depth: depth) : nil
        case UInt8(ascii: "\""): return string().map(JSON.string)
        case UInt8(ascii: "t"): return literal("true", .bool(true))
        case UInt8(ascii: "f"): return literal("false", .bool(false))
        case UInt8(ascii: "n"): return literal("null", .null)
        default: return number().map(JSON.number)
        }
    }

    private mutating func object(depth: Int) -> JSON? {
        guard take("{") else { return nil }
        if take("}") { return .object([]) }
        var members: [JSON.Member] = []
        repeat {
            guard let name = string(), take(":"), let value = value(depth: depth + 1) else { return nil }
            members.append(.init(name: name, value: value))
        } while take(",")
        return take("}") ? .object(members) : nil
    }

    private mutating func array(depth: Int) -> JSON? {
        guard take("[") else { return nil }
        if take("]") { return .array([]) }
        var values: [JSON] = []
        repeat {
            guard let value = value(depth: depth + 1) else { return nil }
            values.append(value)
        } while take(",")
        return take("]") ? .array(values) : nil
    }

    private mutating func literal(_ word: StaticString, _ value: JSON) -> JSON? {
        let isThere = word.withUTF8Buffer { rest.starts(with: $0) }
        guard isThere else { return nil }
        rest = rest.dropFirst(word.utf8CodeUnitCount)
        return value
    }

    /// RFC 8259 section 6: `-`, digits without a leading zero, a fraction, an exponent.
    private mutating func number() -> String? {
        let start = rest
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let isZero = rest.first == UInt8(ascii: "0")
        guard let whole = digits(), !isZero || whole == 1 else { return nil }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard digits() != nil else { return nil }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
            guard digits() != nil else { return nil }
        }
        return String(decoding: start[start.startIndex..<rest.startIndex], as: UTF8.self)
    }

    /// How many there were; `nil` for none.
    private mutating func digits() -> Int? {
        let count = rest.prefix { (0x30...0x39).contains($0) }.count
        rest = rest.dropFirst(count)
        return count == 0 ? nil : count
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
