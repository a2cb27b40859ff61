import GatewayStore
import Synchronization

/// Asks the store now and then whether it answers, so that whoever asks for the node's health does not wait for it.
final class StoreWatch: Sendable {
    private struct State {
        var lastAnswer: ContinuousClock.Instant
        var failure: StoreError?
    }

    private let store: any StoreProbe
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state: Mutex<State>
    /// A store that says nothing for longer is not there. Housekeeping asks every 5 seconds.
    private static let patience = Duration.seconds(15)

    /// For a store that has just answered: it was read whole at the start.
    init(_ store: any StoreProbe, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.store = store
        self.now = now
        state = Mutex(State(lastAnswer: now()))
    }

    func look() async {
        let failure: StoreError?
        do throws(StoreError) {
            try await store.probe()
            failure = nil
        } catch {
            failure = error
        }
        state.withLock { state in
            state.failure = failure
            if failure == nil { state.lastAnswer = now() }
        }
    }

    /// `nil`: it answers.
    var problem: String? {
        let (failure, silence) = state.withLock { ($0.failure, now() - $0.lastAnswer) }
        if let failure { return "\(failure)" }
        return silence > Self.patience ? "it has not answered for \(silence.components.seconds) s" : nil
    }
}
