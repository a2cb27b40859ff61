public import GatewayIdentity

/// Lets `burst` events through at once and `refill` more per `interval`.
public struct TokenBucket: Hashable, Sendable {
    public enum Verdict: Hashable, Sendable {
        case taken
        case empty(retryAfter: Duration)
    }

    private let burst: Int64
    /// Milliseconds in which one token grows back.
    private let growth: Int64
    /// The instant at which the bucket would be full (generic cell rate algorithm): one number instead of a level and a time.
    private var fullAt: UnixTime

    /// - Precondition: `burst` and `refill` are positive; at most 1000 tokens a second.
    public init(burst: Int, refill: Int, per interval: Duration, startingAt now: UnixTime) {
        precondition(burst > 0 && refill > 0 && interval.wholeMilliseconds >= refill)
        self.burst = Int64(burst)
        growth = interval.wholeMilliseconds / Int64(refill)
        fullAt = now
    }

    public mutating func take(at now: UnixTime) -> Verdict {
        let base = max(fullAt, now)
        let next = base + .milliseconds(growth)
        let wait = (next - now) - .milliseconds(growth * burst)
        guard wait <= .zero else { return .empty(retryAfter: wait) }
        fullAt = next
        return .taken
    }
}
