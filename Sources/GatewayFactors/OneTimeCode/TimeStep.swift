public import GatewayIdentity

/// An interval since 1970-01-01T00:00:00Z: the moving factor T of RFC 6238 section 4.2.
public struct TimeStep: Hashable, Comparable, Sendable {
    /// How long the steps of an authenticator are, in seconds.
    public enum Period: Int64, CaseIterable, Sendable {
        /// RFC 6238 section 5.2 recommends it; every authenticator app has it.
        case usual = 30
        /// Many hardware tokens have it: their display is read more calmly.
        case minute = 60

        public var length: Duration { .seconds(rawValue) }
    }

    /// Of the usual period.
    public static let length: Duration = Period.usual.length

    public let number: UInt64

    public init(_ number: UInt64) { self.number = number }

    /// The step that an instant lies in; instants before 1970 lie in step 0.
    public init(at instant: UnixTime, of period: Period = .usual) {
        number = UInt64(max(0, instant.seconds) / period.rawValue)
    }

    /// The instant at which the step begins: within a period, when its code was used.
    public func start(of period: Period = .usual) -> UnixTime {
        let (seconds, overflow) = Int64(clamping: number).multipliedReportingOverflow(by: period.rawValue)
        return overflow ? .distantFuture : UnixTime(seconds: seconds)
    }

    /// The step itself and the one on either side: clocks and typing take up to one step (RFC 6238 section 5.2).
    var neighbourhood: [TimeStep] {
        [number &- 1, number, number &+ 1].filter { $0 != .max }.map { TimeStep($0) }
    }

    public static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}
