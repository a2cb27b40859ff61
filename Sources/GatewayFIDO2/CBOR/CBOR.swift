/// A CBOR item (RFC 8949) of the subset that authenticators use: the canonical form of CTAP 2.1 section 8, where one value has one spelling.
public indirect enum CBOR: Hashable, Sendable {
    case unsigned(UInt64)
    /// `-1 - n`, as RFC 8949 section 3.1 has it for major type 1.
    case negative(UInt64)
    case bytes([UInt8])
    case text(String)
    case array([CBOR])
    /// No key stands twice. Their order is as it came: browsers and authenticators disagree about it.
    case map([Entry])
    case bool(Bool)
    case null

    public struct Entry: Hashable, Sendable {
        public let key: CBOR
        public let value: CBOR
        /// The bytes that key and value were read from.
        let encodedKey: [UInt8]
        let encodedValue: [UInt8]
    }

    /// `nil` for what is no integer, or none that fits.
    public var integer: Int64? {
        switch self {
        case .unsigned(let value): Int64(exactly: value)
        case .negative(let value): Int64(exactly: value).map { -1 - $0 }
        case .bytes, .text, .array, .map, .bool, .null: nil
        }
    }

    public var bytes: [UInt8]? {
        guard case .bytes(let bytes) = self else { return nil }
        return bytes
    }

    public var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    public var array: [CBOR]? {
        guard case .array(let items) = self else { return nil }
        return items
    }

    public var entries: [Entry]? {
        guard case .map(let entries) = self else { return nil }
        return entries
    }
}

/// Why bytes are no CBOR item of the subset, and at which of them that shows.
public struct CBORProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Sendable {
        case truncated = "ends in the middle of an item"
        case malformed = "is not well-formed"
        /// A tag, a float, an indefinite length, a simple value beside false, true and null.
        case foreign = "is of a kind that authenticators do not use"
        /// A number or length in more bytes than it needs.
        case wasteful = "is not in its shortest form"
        case tooDeep = "is nested more than 4 levels deep"
        case repeatedKey = "has a key that was there before"
        case notUTF8 = "is text that is not UTF-8"
        case trailing = "follows the item"
    }

    public let kind: Kind
    /// Counted from 0.
    public let offset: Int

    public var description: String { "CBOR at byte \(offset) \(kind.rawValue)" }
}
