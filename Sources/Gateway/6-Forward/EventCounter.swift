internal import Synchronization

/// Counts what happens seldom, from any loop.
struct EventCounter: ~Copyable, Sendable {
    private let value = Atomic<UInt64>(0)

    func note() { value.add(1, ordering: .relaxed) }

    var total: UInt64 { value.load(ordering: .relaxed) }
}
