import GatewayAccess
import Synchronization

/// What runs now, from those who ask the event loops to the thread that watches: the last look, once.
final class RunningView: Sendable {
    private let last = Mutex<[LiveConnection]?>(nil)

    func show(_ connections: [LiveConnection]) { last.withLock { $0 = connections } }

    /// - Returns: `nil` when nobody has looked since.
    func take() -> [LiveConnection]? {
        last.withLock { last in
            defer { last = nil }
            return last
        }
    }
}
