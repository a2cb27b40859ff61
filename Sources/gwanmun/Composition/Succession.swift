import GatewayAuditFile
import GatewaySystem
import Logging

/// The wait of a process that takes over for the one that serves: it listens already, and goes on when it has the trail.
///
/// The trail is what two processes cannot share. Who has it judges, records and serves; who waits for it does nothing yet. So the one that leaves
/// gives it back when its last exchange is over, and not before.
struct Succession: Sendable {
    /// How long to wait.
    let limit: Duration
    /// One process waits at a time: of two, the kernel could send connections to one and the trail go to the other.
    let place: String
    let signals: NodeSignals
    let logger: Logger

    private static let interval = Duration.milliseconds(20)

    /// - Parameter open: tries to open the trail, which fails with `.inUse` while somebody else has it.
    func trail(_ open: () throws -> AuditTrail) async throws -> AuditTrail {
        guard let lock = try FileLock.take(place) else { throw StartProblem.otherSuccessor }
        defer { withExtendedLifetime(lock) {} }
        let end = ContinuousClock.now + limit
        var isFirst = true
        while true {
            do {
                return try open()
            } catch AuditTrail.OpenFailure.inUse(let folder) {
                guard ContinuousClock.now < end else { throw AuditTrail.OpenFailure.inUse(folder) }
                if signals.stopIsAsked { throw StoppedWhileWaiting() }
                if isFirst {
                    logger.notice(
                        "waiting for the trail, which another process writes", metadata: ["trail": "\(folder)"])
                }
                isFirst = false
                try await Task.sleep(for: Self.interval)
            }
        }
    }
}

/// Told to end before it began: nothing was served, nothing went wrong.
struct StoppedWhileWaiting: Error {}
