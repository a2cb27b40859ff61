import Gateway
import GatewayAccess
import GatewayAuditFile
import GatewayCertificates
import GatewayIdentity
import GatewayTime
import GatewayVault

/// Whether the node can serve. Policies are not among the parts: without a good set it does not start, and a bad one leaves the good one
/// in force.
struct Readiness: Sendable {
    enum Part: String, CaseIterable, Sendable {
        /// Somebody's certificate can be told from a revoked one.
        case trust
        case store
        /// Secrets can be opened and sealed.
        case keys
        /// Everybody is in memory, or is being read: people get in all the while, administration waits.
        case people
        case trail
        /// New connections are taken.
        case listeners
        /// Classified consoles are not closed because of it.
        case clock
    }

    /// A part that cannot do its work, and why, for operators.
    struct Gap: Sendable {
        let part: Part
        let why: String
    }

    let gate: GateNode
    let board: NodeBoard
    let trail: AuditTrail
    let proofs: TrailStanding
    let store: StoreWatch
    let vault: Vault
    let access: Access
    let clockWatch: ClockWatch
    let clock: Clock

    /// Empty: it can.
    var gaps: [Gap] { Part.allCases.compactMap { part in problem(of: part).map { Gap(part: part, why: $0) } } }

    private func problem(of part: Part) -> String? {
        switch part {
        case .trust:
            let now = clock()
            return board.material.trust.revocationLists.contains { $0.speaks(at: now) }
                ? nil : "every revocation list is stale or missing: no certificate is accepted"
        case .store: return store.problem
        case .keys: return vault.problem
        case .people: return access.peopleReading.problem
        case .trail:
            return trail.counters.failure.map { "\($0)" } ?? proofs.now.damage.map { "the trail is broken: \($0)" }
        case .clock:
            let state = clockWatch.state
            guard state.standing.denies else { return nil }
            let offset = state.reading.map { "off by \(-$0.milliseconds) ms" } ?? "no source says enough"
            return ([offset] + state.problems).joined(separator: "; ")
        case .listeners: return gate.isStopping ? "draining" : nil
        }
    }
}

extension PeopleReading {
    /// Why administration is refused, for operators. Who waits for the first reading to end is not.
    fileprivate var problem: String? {
        switch self {
        case .underWay, .done: nil
        case .failed(let failure): "\(failure)"
        }
    }
}
