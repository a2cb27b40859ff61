internal import NIOCore

/// A token bucket in one word: the instant at which all that was taken has come back (the generic cell rate
/// algorithm, ITU-T I.371 annex A).
struct Allowance {
    private let interval: Int64
    private let tolerance: Int64
    private var fullAt: Int64 = 0

    init(_ rate: HTTP2Limits.Rate) {
        interval = 1_000_000_000 / Int64(rate.perSecond)
        tolerance = interval * Int64(rate.burst)
    }

    /// - Returns: whether there was one left.
    @inline(__always)
    mutating func take(at now: NIODeadline) -> Bool {
        let now = Int64(bitPattern: now.uptimeNanoseconds)
        let next = max(fullAt, now) &+ interval
        guard next &- now <= tolerance else { return false }
        fullAt = next
        return true
    }

    /// Gives some back for work that accounts for them.
    @inline(__always)
    mutating func giveBack(_ count: Int64) { fullAt = max(0, fullAt &- interval &* count) }
}
