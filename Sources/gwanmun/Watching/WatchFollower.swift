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
    /// An alarm of just before the start that nobody raised is raised late.
    private static let lateness = Duration.seconds(300)

    private let access: Access
    private let taker: MeasureTaker
    private let clock: Clock
    private let logger: Logger
    /// Where the watch begins, found out on its own thread.
    private let findPast: () throws(TrailCursor.Failure) -> WatchedPast
    private let acknowledged: () -> UInt64
    private let running: RunningView
    /// The last record that was there at the start.
    private let pastEnd: UInt64
    private var deeds = RecordedDeeds()
    private var post = WatchPost()
    private var policy: PolicySnapshot?
    private var asksForGrants = false
    private var asksForBytes = false
    private var hasBegun = false
    private var isPast = true
    private var seen: SeenUntil
    private var answers = RunningAnswers()
    /// Where it is on record that something was let through that runs still.
    private var begun: [RequestID: EventMark] = [:]
    private static let mostBegun = 8192
    private var unraised: [Key: WatchFinding] = [:]

    private struct Key: Hashable {
        let rule: String
        let person: AccountName
    }

    /// - Parameters:
    ///   - pastEnd: the last record that was there at the start.
    ///   - acknowledged: the last record that is there now.
    init(
        after pastEnd: UInt64, access: Access, taker: MeasureTaker, running: RunningView, clock: @escaping Clock,
        logger: Logger, acknowledged: @escaping () -> UInt64,
        findPast: @escaping () throws(TrailCursor.Failure) -> WatchedPast
    ) {
        self.pastEnd = pastEnd
        self.access = access
        self.taker = taker
        self.running = running
        self.clock = clock
        self.logger = logger
        self.acknowledged = acknowledged
        self.findPast = findPast
        seen = SeenUntil(end: pastEnd, at: .now)
    }

    func take(_ batch: TrailBatch) -> FollowingStep {
        if let step = begin() { return step }
        adoptPolicy()
        let (steady, now) = (ContinuousClock.now, clock())
        let end = acknowledged()
        lookAtRunning(at: now)
        batch.forEach { sequence, _, line in
            if sequence > pastEnd { endPast(at: now) }
            guard let (reading, at) = deeds.read(line), now - at < WatchRule.longestMemory else { return }
            note(reading, of: line, at: now)
        }
        guard let last = batch.last else { return .next }
        if last >= pastEnd { endPast(at: now) }
        if let until = seen.saw(last, of: end, at: steady) { beat(until) }
        return .next
    }

    func idleStep() -> FollowingStep {
        if let step = begin() { return step }
        adoptPolicy()
        let (steady, now) = (ContinuousClock.now, clock())
        endPast(at: now)
        lookAtRunning(at: now)
        beat(steady)
        return .next
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

    /// Once: goes to where the past begins.
    private func begin() -> FollowingStep? {
        guard !hasBegun else { return nil }
        adoptPolicy()
        do throws(TrailCursor.Failure) {
            let past = try findPast()
            if past.isCut {
                logger.warning(
                    "more was done than the watch reads again: whoever is not in it is taken for nobody new",
                    metadata: ["after": "\(past.first)"])
            }
            post.beginWithin(past: past.isCut)
            hasBegun = true
            return .move(after: past.first)
        } catch {
            return missed(error)
        }
    }

    private func note(_ reading: RecordedDeeds.Reading, of line: UnsafeRawBufferPointer, at now: UnixTime) {
        switch reading {
        case .deed(var event):
            if asksForGrants { event.grants = access.grantReferences(of: event.person, at: now) }
            if asksForBytes, !isPast { matchRunning(&event, line) }
            for finding in post.observe(event, at: now) {
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
    private func endPast(at now: UnixTime) {
        guard isPast else { return }
        isPast = false
        post.endPast()
        for finding in unraised.values where now - finding.at < Self.lateness { taker.take(finding) }
        unraised = [:]
    }

    // MARK: What runs

    /// What was counted while it ran is not counted again.
    private func matchRunning(_ event: inout WatchedEvent, _ line: UnsafeRawBufferPointer) {
        switch event.deed {
        case .begun:
            guard let id = deeds.request(of: line) else { return }
            if begun.count >= Self.mostBegun { begun = [:] }
            begun[id] = event.mark
        case .answered(let path, let status, let bytes):
            guard let id = deeds.request(of: line) else { return }
            begun[id] = nil
            event.deed = .answered(path: path, status: status, bytes: answers.end(id, sent: bytes))
        case .signIn, .codeFailed, .refused, .moved: break
        }
    }

    /// Whoever takes all in one answer is not first seen when they have it.
    private func lookAtRunning(at now: UnixTime) {
        guard let connections = running.take(), asksForBytes, !isPast else { return }
        var sent: [RequestID: Int] = [:]
        var places: [RequestID: LiveConnection] = [:]
        for connection in connections {
            for stream in connection.streams where stream.bytesOut > 0 {
                sent[stream.request] = stream.bytesOut
                places[stream.request] = connection
            }
        }
        let new = answers.look(at: sent).sorted { ($0.key.high, $0.key.low) < ($1.key.high, $1.key.low) }
        for (id, bytes) in new {
            guard let connection = places[id] else { continue }
            var event = WatchedEvent(
                .moved(bytes: bytes), by: connection.account, roles: access.rolesInForce(of: connection.account) ?? [],
                at: now, mark: begun[id] ?? .none, source: connection.source, country: connection.country)
            if case .console(let console, let grade) = connection.place {
                (event.console, event.grade) = (console, grade)
            }
            if asksForGrants { event.grants = access.grantReferences(of: event.person, at: now) }
            for finding in post.observe(event, at: now) { taker.take(finding) }
        }
    }

    // MARK: The pulse

    /// Nothing is seen to its end while a measure waits.
    private func beat(_ until: ContinuousClock.Instant) {
        let done = taker.waitingSince.map { min($0, until) } ?? until
        access.monitor.beat(lag: max(.zero, .now - done))
    }

    private func adoptPolicy() {
        let current = access.policy
        guard current !== policy else { return }
        policy = current
        let rules = current.definition.watch
        post.adopt(rules, windows: current.definition.windows)
        asksForGrants = rules.contains { $0.target.grants != .all }
        asksForBytes = rules.contains { $0.countsBytes }
        if !asksForBytes { (answers, begun) = (RunningAnswers(), [:]) }
    }
}

extension WatchRule {
    /// It looks at what runs, too.
    var countsBytes: Bool {
        guard case .volume(let volume) = condition else { return false }
        return volume.bytes != nil
    }
}
