/// An instant on the monotonic clock: nanoseconds since a beginning of its own. Setting the wall clock does not move it, so it measures waits.
public struct Moment: Hashable, Comparable, Sendable {
    public let nanoseconds: UInt64

    public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }

    /// Saturates: a long wait never wraps into the past.
    public static func + (moment: Self, span: Duration) -> Self {
        let (seconds, attoseconds) = span.components
        guard seconds >= 0, attoseconds >= 0 else { return moment }
        let (whole, tooLong) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, tooFar) = whole.addingReportingOverflow(UInt64(attoseconds / 1_000_000_000))
        let (end, tooLate) = moment.nanoseconds.addingReportingOverflow(sum)
        return .init(nanoseconds: tooLong || tooFar || tooLate ? .max : end)
    }

    /// How long after `b` it is; nothing when it is not.
    public static func - (a: Self, b: Self) -> Duration {
        a > b ? .nanoseconds(Int64(clamping: a.nanoseconds - b.nanoseconds)) : .zero
    }
}
