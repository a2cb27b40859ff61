import Synchronization

/// Monotonic time that moves when a test says so.
final class ManualTime: Sendable {
    private let instant = Mutex(ContinuousClock.now)

    var now: ContinuousClock.Instant { instant.withLock { $0 } }
    func advance(by span: Duration) { instant.withLock { $0 += span } }
}
