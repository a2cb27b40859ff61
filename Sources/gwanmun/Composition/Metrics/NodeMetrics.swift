import GatewayAuditFile
import GatewayIdentity
import GatewayMetrics
import Synchronization

/// What the node counts beside its event loops, from whatever thread: logins, reloads, commits of the trail.
final class NodeMetrics: Sendable {
    /// The policy in force.
    struct PolicyLoad: Sendable {
        var at: UnixTime
        /// Reading, compiling and testing it.
        var took: Duration
        /// 1 at the start.
        var generation = 1
    }

    private let schema: MetricSchema
    private let logins: Counter<Pair<LoginFactor, LoginResult>>
    private let locks: Counter<LoginFactor>
    private let reloads: Counter<Pair<ReloadPart, ReloadResult>>
    private let commits: Histogram<NoLabels>
    private let tally: SharedTally
    private let load: Mutex<PolicyLoad>

    init(policy: PolicyLoad) {
        var schema = MetricSchema()
        logins = schema.counter(
            "gwanmun_logins", "Factors shown in logins and step-ups, by what came of them",
            by: Pair<LoginFactor, LoginResult>.self)
        locks = schema.counter(
            "gwanmun_factor_locks", "Factors locked because of too many failures", by: LoginFactor.self)
        reloads = schema.counter(
            "gwanmun_reloads", "Files taken into use, or refused, since the start",
            by: Pair<ReloadPart, ReloadResult>.self)
        commits = schema.histogram(
            "gwanmun_record_commit_seconds", "Writing and synchronising everything that was queued for the trail",
            in: .work)
        self.schema = schema
        tally = SharedTally(schema)
        load = Mutex(policy)
    }

    func loginEnded(_ factor: LoginFactor, _ result: LoginResult) { tally.count(logins, Pair(factor, result)) }

    func factorWasLocked(_ factor: LoginFactor) { tally.count(locks, factor) }

    func reloaded(_ part: ReloadPart, _ result: ReloadResult) { tally.count(reloads, Pair(part, result)) }

    func policyWasAdopted(at time: UnixTime, after span: Duration) {
        load.withLock { $0 = PolicyLoad(at: time, took: span, generation: $0.generation + 1) }
    }

    var policy: PolicyLoad { load.withLock { $0 } }

    var families: [MetricFamily] { schema.families(in: [tally.sheet]) }
}

extension NodeMetrics: TrailObserver {
    func committed(after span: Duration) {
        let (seconds, attoseconds) = span.components
        tally.observe(commits, nanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
