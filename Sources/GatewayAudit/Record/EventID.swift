/// Names one record for ever, also where sequences of several nodes meet: 32 lower-case hexadecimal digits.
public struct EventID: Hashable, Sendable, CustomStringConvertible {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public var description: String { Self.digits(high) + Self.digits(low) }

    private static func digits(_ half: UInt64) -> String {
        let text = String(half, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}

/// Hands out event ids for one owner: a random half drawn once, and a counter.
///
/// Unique without a clock or a lock: two sources are told apart by 64 random bits, two ids of one source by the count.
public struct EventIDSource: Sendable {
    private let origin: UInt64
    private var count: UInt64 = 0

    /// - Parameter origin: 64 bits from a secure random source, drawn for this source alone.
    public init(origin: UInt64) { self.origin = origin }

    public mutating func next() -> EventID {
        count += 1
        return EventID(high: origin, low: count)
    }
}
