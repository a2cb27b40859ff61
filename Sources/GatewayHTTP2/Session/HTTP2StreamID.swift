/// The number of a stream (RFC 9113 § 5.1.1). Streams that clients open have odd ones; 0 is the connection.
public struct HTTP2StreamID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    public let rawValue: Int32

    public init(rawValue: Int32) { self.rawValue = rawValue }

    public var description: String { "\(rawValue)" }

    public static func < (first: Self, second: Self) -> Bool { first.rawValue < second.rawValue }
}
