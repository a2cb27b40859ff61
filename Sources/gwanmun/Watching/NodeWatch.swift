import GatewayAccess
import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import GatewayPolicy
import Logging

/// The watch of a node: the thread that follows the records, the task that takes measures, the one that looks at what runs, and who looks whether all
/// work.
final class NodeWatch: Sendable {
    /// How long the thread waits for records: as often it says that it looks on.
    private static let pause = Duration.milliseconds(500)
    /// Between two looks at answers that run.
    private static let glance = Duration.seconds(1)

    private let following: TrailFollowing
    private let taking: Task<Void, Never>
    private let looking: Task<Void, Never>
    private let monitor: MonitorGuard

    /// - Parameter transfers: connections on which something runs; asked for only while a rule counts bytes.
    init(
        _ trail: AuditTrail, in directory: String, access: Access, ids: RequestIDs, clock: @escaping Clock,
        logger: Logger, bounds: WatchedPast.Bounds = .init(),
        transfers: @escaping @Sendable () async -> [LiveConnection]
    ) throws {
        let taker = MeasureTaker(access.measures, ids: ids, logger: logger)
        let end = trail.start.end
        let running = RunningView()
        following = try TrailFollowing(
            trail, in: directory, after: end, pause: Self.pause,
            by: WatchFollower(
                after: end, access: access, taker: taker, running: running, clock: clock, logger: logger,
                acknowledged: { trail.lastAcknowledged }
            ) { () throws(TrailCursor.Failure) in
                try WatchedPast.find(in: directory, upTo: end, at: clock(), within: bounds)
            })
        taking = Task { await taker.run() }
        looking = Task {
            while !Task.isCancelled {
                do { try await Task.sleep(for: Self.glance) } catch { return }
                guard access.policy.definition.watch.contains(where: \.countsBytes) else { continue }
                running.show(await transfers())
            }
        }
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
        looking.cancel()
        taking.cancel()
        await looking.value
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
