/// A JSON value as read from the trail, keys in the order they stand.
public indirect enum JSONValue: Hashable, Sendable {
    case string(String)
    case integer(Int)
    case array([JSONValue])
    case object([Member])

    public struct Member: Hashable, Sendable {
        public let name: String
        public let value: JSONValue
    }

    /// - Parameter text: one value as records spell it; `nil` for anything else.
    public init?(of text: UnsafeRawBufferPointer) {
        guard let value = JSONReader.value(of: text) else { return nil }
        self = value
    }
}
