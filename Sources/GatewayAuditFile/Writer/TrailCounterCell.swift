internal import Synchronization

/// The counters, written by the writer once a commit and read by whoever publishes them.
final class TrailCounterCell: Sendable {
    private let counters = Mutex(TrailCounters())

    var value: TrailCounters { counters.withLock { $0 } }

    func update(_ change: (inout TrailCounters) -> Void) { counters.withLock { change(&$0) } }
}
