internal import Synchronization

/// Up to when somebody looks on: beaten by whoever watches the records, read on every request that must be watched.
///
/// Without a beat for as long as `patience` nobody is taken to look on, whatever the cause: stopped, too slow, or blind. It goes by a clock that
/// nobody sets.
public final class MonitorPulse: Sendable {
    public static let patience = Duration.seconds(30)

    private let start = ContinuousClock.now
    /// Milliseconds since `start`.
    private let last = Atomic<Int64>(.min)

    init() {}

    /// Everything that was recorded until `lag` ago has been looked at, and acted upon.
    public func beat(lag: Duration) {
        let seen = ContinuousClock.now - start - lag
        last.max(Int64(clamping: seen.attoseconds / 1_000_000_000_000_000), ordering: .releasing)
    }

    public var isWatching: Bool {
        let last = last.load(ordering: .acquiring)
        return last != .min && ContinuousClock.now - start - .milliseconds(last) <= Self.patience
    }
}
