internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayUpstreams
internal import NIOCore
internal import Synchronization

/// The members behind one console in the routes in force, and what all loops know of their health.
///
/// A loop that chooses a member reads one word. Whoever learns something takes the lock, and leaves the outcome in that word.
public final class UpstreamGroup: Sendable {
    let console: ConsoleID
    let rules: ConsoleUpstreams
    let targets: [UpstreamTarget]
    /// What checks send as `Host`: the name that the console knows itself by; `nil`: the member's own.
    let checkHost: String?
    /// Only where sessions stay with their members.
    let ranking: SessionRanking?
    /// Statuses that speak against the member that answers with them.
    let failingStatuses: Set<Int>
    let counters = GroupCounters()
    private let health: Mutex<GroupHealth>
    private let servingBits: Atomic<UInt64>
    private let awaitingBits: Atomic<UInt64>
    private let awaitsTime: Atomic<Bool>
    private let lookup: NameLookup
    private let log: UpstreamLog

    /// - Parameters:
    ///   - targets: one for each member of `rules`, in their order.
    ///   - known: what is known of their health already.
    init(
        _ console: ConsoleID, _ rules: ConsoleUpstreams, _ targets: [UpstreamTarget], known: [MemberHealth?],
        checkHost: String?, lookup: @escaping NameLookup, log: UpstreamLog
    ) {
        precondition(targets.count == rules.members.count && targets.count == known.count)
        self.console = console
        self.rules = rules
        self.targets = targets
        self.checkHost = checkHost
        failingStatuses = rules.ejection?.statuses ?? []
        self.lookup = lookup
        self.log = log
        switch rules.stickiness {
        case .none: ranking = nil
        case .session: ranking = SessionRanking(rules.members.map { ("\($0.url)", $0.weight) })
        }
        let health = GroupHealth(known, ejection: rules.ejection, checks: rules.health)
        servingBits = Atomic(health.serving.rawValue)
        awaitingBits = Atomic(health.awaitingSuccess.rawValue)
        awaitsTime = Atomic(health.awaitsTime)
        self.health = Mutex(health)
    }

    // MARK: Read by loops, without a lock

    /// Those who get requests now.
    var serving: MemberSet { MemberSet(rawValue: servingBits.load(ordering: .relaxed)) }

    /// The next success of this member has to be told at once.
    func awaitsSuccess(of place: Int) -> Bool {
        MemberSet(rawValue: awaitingBits.load(ordering: .relaxed)).contains(place)
    }

    // MARK: Told by loops

    func succeeded(_ place: Int, times: Int) {
        change {
            $0.succeeded(place, times, at: .now())
            return []
        }
    }

    func reached(_ place: Int) {
        change {
            $0.reached(place)
            return []
        }
    }

    func failed(_ place: Int, _ failure: MemberFailure) { change { $0.failed(place, failure, at: .now()) } }

    func checked(_ place: Int, _ finding: CheckFinding, by rules: HealthCheckRules) {
        let passed = finding.passes(rules)
        let counters = targets[place].member.counters
        if passed { counters.checksPassed.note() } else { counters.checksFailed.note() }
        change(because: finding) { $0.checked(place, passed: passed) }
    }

    /// What time brings: ends of ejections, names to ask again. Any loop may call it, at any rate.
    func tick(at now: Moment) {
        if awaitsTime.load(ordering: .relaxed) { change { $0.tick(at: now) } }
        for (place, target) in targets.enumerated() {
            target.member.addresses.refresh(at: now, by: lookup) { [self] in log.tell($0, of: place, in: self) }
        }
    }

    private func change(
        because finding: CheckFinding? = nil, _ event: @Sendable (inout GroupHealth) -> [HealthChange]
    ) {
        let changes = health.withLock { health in
            let changes = event(&health)
            // Within the lock, so that the last to change is the last to publish.
            servingBits.store(health.serving.rawValue, ordering: .relaxed)
            awaitingBits.store(health.awaitingSuccess.rawValue, ordering: .relaxed)
            awaitsTime.store(health.awaitsTime, ordering: .relaxed)
            return changes
        }
        for change in changes {
            if case .ejected(let place, _, _) = change {
                targets[place].member.counters.ejections.note()
            }
            log.tell(change, because: finding, in: self)
        }
    }

    // MARK: For reloads and reports

    var members: [MemberHealth] { health.withLock { $0.members } }

    var byURL: [UpstreamURL: (member: UpstreamMember, health: MemberHealth)] {
        let known = zip(targets, members).map { ($0.member.url, (member: $0.member, health: $1)) }
        return Dictionary(known, uniquingKeysWith: { first, _ in first })
    }

    var isSettled: Bool { targets.allSatisfy(\.member.addresses.isSettled) }
}

/// What happened to the requests of one console on the way to its members, beside the ordinary.
final class GroupCounters: Sendable {
    let retries = EventCounter()
    /// Requests that could have been tried again, had there not been too many already.
    let retriesOverBudget = EventCounter()
    /// Requests that came while nobody served.
    let unserved = EventCounter()
}
