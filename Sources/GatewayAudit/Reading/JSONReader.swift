/// Reads the JSON that records are made of (RFC 8259): objects, arrays, strings, integers; no spaces, no fractions, no literals.
///
/// Strict, and bounded in depth: what the writer would not have written is refused, not repaired.
struct JSONReader {
    private let text: UnsafeRawBufferPointer
    private var at = 0

    /// A word of what a grant is narrowed to: record, list of grants, grant, list of words, word.
    private static let depthLimit = 5

    /// The members of the one object that `text` is, `nil` if it is anything else.
    static func members(of text: UnsafeRawBufferPointer) -> [JSONValue.Member]? {
        var reader = JSONReader(text: text)
        guard case .object(let members) = reader.value(depth: 0), reader.at == text.count else { return nil }
        return members
    }

    /// The one value that `text` is, `nil` if it is anything else.
    static func value(of text: UnsafeRawBufferPointer) -> JSONValue? {
        var reader = JSONReader(text: text)
        guard let value = reader.value(depth: 0), reader.at == text.count else { return nil }
        return value
    }

    private init(text: UnsafeRawBufferPointer) { self.text = text }

    private mutating func value(depth: Int) -> JSONValue? {
        guard at < text.count, depth < Self.depthLimit else { return nil }
        return switch text[at] {
        case UInt8(ascii: "{"): object(depth: depth)
        case UInt8(ascii: "["): array(depth: depth)
        case UInt8(ascii: "\""): string().map(JSONValue.string)
        default: integer().map(JSONValue.integer)
        }
    }

    private mutating func object(depth: Int) -> JSONValue? {
        var members: [JSONValue.Member] = []
        at += 1
        if take(UInt8(ascii: "}")) { return .object([]) }
        repeat {
            guard let name = string(), take(UInt8(ascii: ":")), let value = value(depth: depth + 1),
                !members.contains(where: { $0.name == name })
            else { return nil }
            members.append(.init(name: name, value: value))
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}")) ? .object(members) : nil
    }

    private mutating func array(depth: Int) -> JSONValue? {
        var values: [JSONValue] = []
        at += 1
        if take(UInt8(ascii: "]")) { return .array([]) }
        repeat {
            guard let value = value(depth: depth + 1) else { return nil }
            values.append(value)
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? .array(values) : nil
    }

    private mutating func integer() -> Int? {
        let start = at
        if at < text.count, text[at] == UInt8(ascii: "-") { at += 1 }
        while at < text.count, (0x30...0x39).contains(text[at]) { at += 1 }
        return Int(String(decoding: text[start..<at], as: UTF8.self))
    }

    private mutating func string() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        var bytes: [UInt8] = []
        while at < text.count {
            let byte = text[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"): guard escape(into: &bytes) else { return nil }
            case 0..<0x20: return nil
            default: bytes.append(byte)
            }
        }
        return nil
    }

    private mutating func escape(into bytes: inout [UInt8]) -> Bool {
        guard at < text.count else { return false }
        let byte = text[at]
        at += 1
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            bytes.append(byte)
            return true
        }
        guard byte == UInt8(ascii: "u"), var scalar = unit() else { return false }
        if (0xD800..<0xDC00).contains(scalar) {
            guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let low = unit(), (0xDC00..<0xE000).contains(low)
            else { return false }
            scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let character = Unicode.Scalar(scalar) else { return false }
        bytes += Array(String(Character(character)).utf8)
        return true
    }

    private mutating func unit() -> UInt32? {
        guard at + 4 <= text.count else { return nil }
        let digits = text[at..<(at + 4)]
        guard digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else { return nil }
        at += 4
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard at < text.count, text[at] == byte else { return false }
        at += 1
        return true
    }
}
