import GatewayAudit
import GatewayCrypto
import GatewayDesk
import GatewayIdentity
import Synchronization

/// How the trail's proofs stand, for readiness, metrics and the operator.
final class TrailStanding: Sendable {
    struct Facts: Sendable {
        /// What signs, and how.
        var key: (id: SHA256Digest, algorithm: DocumentAlgorithm)?
        /// The record that the last checkpoint covers, and when it was signed.
        var signed: UInt64 = 0
        var signedAt: UnixTime?
        /// Why nothing can be signed.
        var signingProblem: String?
        /// When the trail was last verified, and up to where.
        var verifiedAt: UnixTime?
        var verified: UInt64 = 0
        /// What is not as it was written. Stays until the whole is found whole.
        var damage: String?
        var destinations: [String: Destination] = [:]
    }

    struct Destination: Sendable {
        /// The last record whose checkpoint arrived.
        var sent: UInt64 = 0
        /// Why the next ones do not.
        var problem: String?
    }

    private let state = Mutex(Facts())

    var now: Facts { state.withLock { $0 } }

    func note(_ change: (inout Facts) -> Void) { state.withLock { change(&$0) } }
}

extension TrailStanding {
    /// As the desk tells it.
    var checkpointKey: NodeStatus.CheckpointKey? {
        let facts = now
        return facts.key.map { key in
            .init(id: key.id, algorithm: key.algorithm.rawValue, signed: facts.signed, signedAt: facts.signedAt)
        }
    }
}
