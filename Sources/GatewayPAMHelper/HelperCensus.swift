internal import Synchronization

/// How many helpers there are and were, counted where they begin and end.
final class HelperCensus: Sendable {
    private let counts = Mutex((alive: 0, started: 0))

    func started() {
        counts.withLock {
            $0.alive += 1
            $0.started += 1
        }
    }

    func ended() { counts.withLock { $0.alive -= 1 } }

    var alive: Int { counts.withLock { $0.alive } }
    var startedSoFar: Int { counts.withLock { $0.started } }
}
