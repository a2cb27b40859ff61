import GatewayIdentity
import Synchronization

/// How it goes with one receiver, for status, metrics and the operator. Written by its thread, read by whoever asks.
final class ForwardingStanding: Sendable {
    struct State: Sendable {
        /// Up to this record it is known to have everything it is to have.
        var confirmed: UInt64 = 0
        /// Messages sent; some of them more than once.
        var sent: UInt64 = 0
        /// Attempts that came to nothing; what was to be sent waits.
        var failures: UInt64 = 0
        /// Records that were deleted before they could be sent.
        var missing: UInt64 = 0
        /// Records that it took and says it did not keep.
        var rejected: UInt64 = 0
        var lastSuccess: UnixTime?
        /// Why nothing gets through at present; `nil` while it does.
        var problem: String?
    }

    let name: String
    private let state = Mutex(State())

    init(_ name: String) { self.name = name }

    var now: State { state.withLock { $0 } }

    func note(_ change: (inout sending State) -> Void) { state.withLock { change(&$0) } }
}
