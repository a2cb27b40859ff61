internal import NIOCore

/// How much of an event loop's time goes into beginning handshakes: at most half, in slices of a millisecond, and half of that for strangers, so that
/// a request on the same loop does not wait behind a whole flood of them.
struct HandshakePace {
    private var windowEnd = NIODeadline.uptimeNanoseconds(0)
    private var spent = TimeAmount.zero

    static let window = TimeAmount.milliseconds(2)
    private static let share = TimeAmount.milliseconds(1)
    private static let strangersShare = TimeAmount.microseconds(500)

    /// The lowest rank of which another one may begin now; the others wait for a window. The desk always may.
    mutating func lowestRank(at now: NIODeadline) -> Rank {
        if now >= windowEnd {
            windowEnd = now + Self.window
            spent = .zero
        }
        if spent < Self.strangersShare { return .stranger }
        return spent < Self.share ? .acquaintance : .desk
    }

    /// A handshake took so long to begin.
    mutating func spend(_ time: TimeAmount) { spent = spent + time }
}
