public import GatewayIdentity

/// A 30-second interval since 1970-01-01T00:00:00Z: the moving factor T of RFC 6238 section 4.2.
public struct TimeStep: Hashable, Comparable, Sendable {
    /// RFC 6238 section 5.2 recommends 30 s; every authenticator app has it.
    public static let length: Duration = .seconds(30)

    public let number: UInt64

    public init(_ number: UInt64) { self.number = number }

    /// The step that an instant lies in; instants before 1970 lie in step 0.
    public init(at instant: UnixTime) { number = UInt64(max(0, instant.seconds) / Self.length.wholeSeconds) }

    /// The instant at which the step begins: within 30 s, when its code was used.
    public var start: UnixTime { UnixTime(seconds: Int64(clamping: number) * Self.length.wholeSeconds) }

    /// The step itself and the one on either side: clocks and typing take up to one step (RFC 6238 section 5.2).
    var neighbourhood: [TimeStep] {
        [number &- 1, number, number &+ 1].filter { $0 != .max }.map { TimeStep($0) }
    }

    public static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}
