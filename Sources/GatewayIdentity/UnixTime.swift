/// An instant: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX time).
public struct UnixTime: Hashable, Comparable, Sendable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    public init(seconds: Int64) { self.milliseconds = seconds * 1000 }

    /// Whole seconds, rounded towards the past.
    public var seconds: Int64 { milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0) }

    public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }

    /// Saturates: a configured duration can be long, but never wraps an instant into the past.
    public static func + (time: Self, span: Duration) -> Self {
        .init(milliseconds: Int64(clamping: Int128(time.milliseconds) + span.attoseconds / 1_000_000_000_000_000))
    }

    public static func - (time: Self, span: Duration) -> Self { time + (.zero - span) }
    public static func - (a: Self, b: Self) -> Duration {
        let (span, overflow) = a.milliseconds.subtractingReportingOverflow(b.milliseconds)
        return .milliseconds(overflow ? (a < b ? .min : .max) : span)
    }

    /// Later than every instant that occurs.
    public static let distantFuture = UnixTime(milliseconds: 253_402_300_799_000)
}

extension Duration {
    /// Milliseconds, fractions dropped. `components` would divide twice.
    public var wholeMilliseconds: Int64 { Int64(clamping: attoseconds / 1_000_000_000_000_000) }

    public var wholeSeconds: Int64 { components.seconds }
}

/// Where instants come from: the process has one clock, tests have their own.
public typealias Clock = @Sendable () -> UnixTime
