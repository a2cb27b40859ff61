internal import GatewayIdentity
internal import Glibc
internal import NIOCore

/// The two clocks of a loop: the wall clock for decisions and records, the monotonic one for deadlines.
struct LoopClock: Sendable {
    let wall: Clock

    func now() -> UnixTime { wall() }
    func deadline(in span: Duration) -> NIODeadline { .now() + .milliseconds(span.wholeMilliseconds) }

    /// The process's wall clock.
    static let system = LoopClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UnixTime(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
