import GatewayIdentity
import Synchronization

/// Request identifiers for what does not come through an event loop: the control socket, housekeeping.
final class RequestIDs: Sendable {
    private let prefix: UInt64
    private let counter = Atomic<UInt64>(0)

    /// - Parameter prefix: 64 secure random bits.
    init(prefix: UInt64) { self.prefix = prefix }

    func next() -> RequestID { RequestID(high: prefix, low: counter.add(1, ordering: .relaxed).newValue) }
}
