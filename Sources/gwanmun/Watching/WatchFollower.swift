import GatewayAccess
import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import GatewayPolicy
import GatewayWatch
import Logging

/// Watches the records as they are acknowledged, on a thread of its own.
///
/// What is remembered of people is made anew at each start from the newest records: what they did before is read again, and alarms that were raised
/// then are not raised twice. The pulse says up to when everything is seen and acted upon.
final class WatchFollower: TrailFollower {
    /// Read again at a start.
    static let mostRecords: UInt64 = 2_000_000
    /// An alarm of just before the start that nobody raised is raised late.
    private static let lateness = Duration.seconds(300)

    private let access: Access
    private let taker: MeasureTaker
    private let clock: Clock
    private let logger: Logger
    /// The last record that was there at the start.
    private let pastEnd: UInt64
    private var deeds = RecordedDeeds()
    private var post = WatchPost()
    private var policy: PolicySnapshot?
    private var asksForGrants = false
    private var unraised: [Key: WatchFinding] = [:]

    private struct Key: Hashable {
        let rule: String
        let person: AccountName
    }

    init(after pastEnd: UInt64, access: Access, taker: MeasureTaker, clock: @escaping Clock, logger: Logger) {
        self.pastEnd = pastEnd
        self.access = access
        self.taker = taker
        self.clock = clock
        self.logger = logger
    }

    func take(_ batch: TrailBatch) -> FollowingStep {
        adoptPolicy()
        var seen: UnixTime?
        let now = clock()
        batch.forEach { sequence, _, line in
            guard let (reading, at) = deeds.read(line) else { return }
            seen = at
            guard now - at < WatchRule.longestMemory else { return }
            note(reading, isPast: sequence <= pastEnd, at: now)
        }
        if let last = batch.last, last >= pastEnd { raiseLate(at: now) }
        if let seen { beat(at: min(seen, now)) }
        return .next
    }

    func idle() {
        adoptPolicy()
        raiseLate(at: clock())
        beat(at: clock())
    }

    func missed(_ failure: TrailCursor.Failure) -> FollowingStep {
        switch failure {
        case .gone(_, .some):
            // Deleted after their time, or set aside: what follows is watched.
            logger.warning("records are gone that nobody watched", metadata: ["problem": "\(failure)"])
            return .next
        case .gone(_, nil), .file, .broken:
            // Without a beat those whom somebody must watch are refused.
            logger.error("the records cannot be watched", metadata: ["problem": "\(failure)"])
            return .again(after: .seconds(1))
        }
    }

    private func note(_ reading: RecordedDeeds.Reading, isPast: Bool, at now: UnixTime) {
        switch reading {
        case .deed(var event):
            if asksForGrants { event.grants = access.grantReferences(of: event.person, at: now) }
            for finding in post.observe(event) {
                if isPast {
                    unraised[Key(rule: finding.rule.text, person: finding.person)] = finding
                } else {
                    taker.take(finding)
                }
            }
        case .alarm(let rule, let person): unraised[Key(rule: rule, person: person)] = nil
        case .other: break
        }
    }

    /// Once what was there at the start is read.
    private func raiseLate(at now: UnixTime) {
        guard !unraised.isEmpty else { return }
        for finding in unraised.values where now - finding.at < Self.lateness { taker.take(finding) }
        unraised = [:]
    }

    /// Nothing is seen to its end while a measure waits.
    private func beat(at time: UnixTime) {
        let seen = taker.waitingSince.map { min($0, time) } ?? time
        access.monitor.beat(lag: max(.zero, clock() - seen))
    }

    private func adoptPolicy() {
        let current = access.policy
        guard current !== policy else { return }
        policy = current
        let rules = current.definition.watch
        post.adopt(rules, windows: current.definition.windows)
        asksForGrants = rules.contains { $0.target.grants != .all }
    }
}
