import GatewayStore
import Synchronization

/// Asks the store now and then whether it answers, so that whoever asks for the node's health does not wait for it.
final class StoreWatch: Sendable {
    private struct State {
        /// `nil` until it is asked for the first time: at the start it was read whole.
        var lastAnswer: ContinuousClock.Instant?
        var failure: StoreError?
    }

    private let store: any StoreProbe
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state: Mutex<State>
    /// A store that says nothing for longer is not there. Housekeeping asks every 5 seconds.
    private static let patience = Duration.seconds(30)

    init(_ store: any StoreProbe, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.store = store
        self.now = now
        state = Mutex(State())
    }

    func look() async {
        state.withLock { $0.lastAnswer = $0.lastAnswer ?? now() }
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
        let (failure, lastAnswer) = state.withLock { ($0.failure, $0.lastAnswer) }
        if let failure { return "\(failure)" }
        guard let lastAnswer else { return nil }
        let silence = now() - lastAnswer
        return silence > Self.patience ? "it has not answered for \(silence.components.seconds) s" : nil
    }
}
