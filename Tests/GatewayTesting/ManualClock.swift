public import GatewayIdentity
internal import Synchronization

/// A clock that moves when a test says so.
public final class ManualClock: Sendable {
    private let time: Mutex<UnixTime>

    /// 2026-11-22T10:00:00+09:00 unless told otherwise.
    public init(_ start: UnixTime = UnixTime(seconds: 1_795_309_200)) { time = Mutex(start) }

    public var now: UnixTime { time.withLock { $0 } }

    /// Backwards too: clocks do that.
    public func advance(by span: Duration) { time.withLock { $0 = $0 + span } }

    public func set(_ now: UnixTime) { time.withLock { $0 = now } }

    public var clock: Clock { { self.now } }
}
