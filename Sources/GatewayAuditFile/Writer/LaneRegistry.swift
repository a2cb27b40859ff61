internal import Synchronization

/// The lanes of a trail, in the order they were made.
final class LaneRegistry: Sendable {
    private let lanes = Mutex<[TrailLane]>([])

    var all: [TrailLane] { lanes.withLock { $0 } }

    func add(_ lane: TrailLane) { lanes.withLock { $0.append(lane) } }
}
