internal import GatewayIdentity
internal import NIOCore

/// The two clocks of a loop: the wall clock for decisions and records, the monotonic one for deadlines.
struct LoopClock: Sendable {
    let wall: Clock

    func now() -> UnixTime { wall() }
}
