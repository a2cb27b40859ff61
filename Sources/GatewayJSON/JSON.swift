/// A JSON text (RFC 8259): one that somebody outside has sent, read strictly, or a document of ours.
public indirect enum JSON: Hashable, Sendable {
    case object([Member])
    case array([JSON])
    case string(String)
    /// As written: what number it is depends on who asks.
    case number(String)
    case bool(Bool)
    case null

    /// Members stand in the order written, repeated names included: what they mean is for the reader's caller to refuse.
    public struct Member: Hashable, Sendable {
        public let name: String
        public let value: JSON

        public init(name: String, value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// Objects and arrays within each other that are followed; deeper texts are refused.
    public static let depthLimit = 16

    /// The one value that the bytes are. `nil` for anything that RFC 8259 does not allow: a byte order mark, bytes that are not UTF-8, control
    /// characters or lone surrogates in strings, something behind the value.
    public init?(_ text: [UInt8]) {
        var reader = JSONReader(text)
        guard let value = reader.whole() else { return nil }
        self = value
    }

    public var members: [Member]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }
}
