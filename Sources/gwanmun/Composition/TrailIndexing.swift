import GatewayAuditFile
import GatewayAuditIndex
import Logging

/// Keeps the index of the trail beside a node that serves. Without it searches read the records themselves: it costs time when it fails, never a record.
final class TrailIndexing: Sendable {
    private let following: TrailFollowing?

    init(_ trail: AuditTrail, in directory: String, logger: Logger) {
        let indexer = TrailIndexer(in: directory) { logger.warning("index of the audit trail: \($0)") }
        do throws(AuditTrail.OpenFailure) {
            following = try TrailFollowing(trail, in: directory, after: 0, by: indexer)
        } catch {
            logger.error("the audit trail is not indexed: \(error)")
            following = nil
        }
    }

    /// Before the trail is closed.
    func stop() { following?.stop() }
}
