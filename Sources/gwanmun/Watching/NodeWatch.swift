import GatewayAccess
import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import Logging

/// The watch of a node: the thread that follows the records, the task that takes measures, and who looks whether both work.
final class NodeWatch: Sendable {
    /// How long the thread waits for records: as often it says that it looks on.
    private static let pause = Duration.milliseconds(500)

    private let following: TrailFollowing
    private let taking: Task<Void, Never>
    private let monitor: MonitorGuard

    init(
        _ trail: AuditTrail, in directory: String, access: Access, ids: RequestIDs, clock: @escaping Clock,
        logger: Logger
    ) throws {
        let taker = MeasureTaker(access.measures, ids: ids, logger: logger)
        let end = trail.start.end
        let first = end > WatchFollower.mostRecords ? end - WatchFollower.mostRecords : 0
        following = try TrailFollowing(
            trail, in: directory, after: first, pause: Self.pause,
            by: WatchFollower(after: end, access: access, taker: taker, clock: clock, logger: logger))
        taking = Task { await taker.run() }
        monitor = access.makeMonitorGuard()
    }

    var chores: [Chores.Chore] {
        let monitor = monitor
        return [
            Chores.Chore(every: 1) { (now, id) throws(AccessFailure) in try await monitor.look(at: now, requestID: id) }
        ]
    }

    func stop() async {
        following.stop()
        taking.cancel()
        await taking.value
    }
}

extension AuditTrail.Start {
    /// The last record that was there.
    fileprivate var end: UInt64 {
        switch self {
        case .new, .setAside: 0
        case .continued(let point), .repaired(let point, _): point.sequence
        }
    }
}
