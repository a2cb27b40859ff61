internal import NIOCore

/// How much of an event loop's time goes into beginning handshakes: at most half, in slices of a millisecond, so that a request on the same loop
/// does not wait behind a whole flood of them.
struct HandshakePace {
    private var windowEnd = NIODeadline.uptimeNanoseconds(0)
    private var spent = TimeAmount.zero

    static let window = TimeAmount.milliseconds(2)
    private static let share = TimeAmount.milliseconds(1)

    /// Whether another one may begin now. Wait for a window if not.
    mutating func mayBegin(at now: NIODeadline) -> Bool {
        if now >= windowEnd {
            windowEnd = now + Self.window
            spent = .zero
        }
        return spent < Self.share
    }

    /// A handshake took so long to begin.
    mutating func spend(_ time: TimeAmount) { spent = spent + time }
}
