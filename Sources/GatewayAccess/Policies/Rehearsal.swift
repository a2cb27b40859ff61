internal import GatewayStore
internal import Synchronization

/// What this node has on trial. The store says what it should be.
final class Rehearsal: Sendable {
    private struct State {
        var trial: PolicyTrial?
        /// It was read under a configuration that may have changed.
        var isStale = false
    }

    private let state = Mutex(State())

    var trial: PolicyTrial? { state.withLock { $0.trial } }

    func become(_ trial: PolicyTrial?) { state.withLock { $0 = State(trial: trial) } }

    func growStale() { state.withLock { $0.isStale = true } }

    /// Whether the node asks this one, as it is read today.
    func isUp(_ trial: PolicyTrial) -> Bool { state.withLock { $0.trial == trial && !$0.isStale } }
}
