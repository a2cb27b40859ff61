import Gateway
import GatewayAccess
import GatewayAuditFile
import GatewayCrypto
import GatewayIdentity
import GatewayMetrics

/// Everything that a collector is shown, gathered when it asks.
///
/// No label holds anything that a person is known by: no account, address, path, certificate of a client or session.
struct NodePage: Sendable {
    let gate: GateNode
    let access: Access
    let board: NodeBoard
    let trail: AuditTrail
    let proofs: TrailStanding
    let node: NodeMetrics
    let readiness: Readiness
    let passwords: PAMPasswords?
    let warnings: WarningPost
    let siem: SIEMPost
    let clockWatch: ClockWatch
    let reviews: Reviews
    let reports: Reports
    let startedAt: UnixTime
    let clock: Clock

    func text(as format: ExpositionFormat) -> String { Exposition.text(of: families, as: format) }

    private var families: [MetricFamily] {
        gate.metrics.families + node.families + people + passwordFamilies + upstreamFamilies + trailFamilies
            + proofFamilies
            + trustFamilies
            + policyFamilies + warningFamilies + siemFamilies + clockFamilies + reviewFamilies
            + health
            + process
    }

    private var people: [MetricFamily] {
        let counts = access.administration.counts
        return [
            MetricFamily(gauge: "gwanmun_sessions", "Sessions that are open", .count(counts.sessions)),
            MetricFamily(gauge: "gwanmun_accounts", "Accounts, whatever their state", .count(counts.accounts)),
            MetricFamily(
                gauge: "gwanmun_locks", "Locks set by administrators that are in force", .count(counts.locks)),
            MetricFamily(gauge: "gwanmun_grants", "Partner grants that are running", .count(counts.runningGrants)),
        ]
    }

    private var health: [MetricFamily] {
        let gaps = Set(readiness.gaps.map(\.part))
        return [
            MetricFamily(
                gauge: "gwanmun_ready", "1 for each part of the node that can do its work",
                samples: Readiness.Part.allCases.map {
                    MetricSample(["part": $0.rawValue], .flag(!gaps.contains($0)))
                })
        ]
    }
}
