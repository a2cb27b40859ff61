internal import GatewayCrypto
public import GatewayIdentity
internal import GatewayPolicy
internal import GatewaySessions
public import GatewayStore
public import GatewayWatch

/// What is done about alarms, and undone.
///
/// Doors close first, in memory; then the alarm and the measure are recorded, kept, and told of. What cannot be completed is tried again under the same
/// number by whoever found it, which does nothing twice.
public struct Measures: Sendable {
    let core: AccessCore

    private var administration: Administration { Administration(core: core) }

    /// Takes the step that is due.
    ///
    /// - Parameters:
    ///   - id: of the alarm: calling again goes on where it failed.
    ///   - certificates: those in use when it was found; `nil`: those in use now.
    public func take(
        _ finding: WatchFinding, id: RequestID, certificates: [SHA256Digest]? = nil
    ) async throws(AdministrationProblem) -> TakenMeasure {
        let mandate = Mandate(actor: .gateway, reason: Self.reason(finding), requestID: id)
        let sessions = core.registry.sessions(of: finding.person)
        let keys = certificates ?? self.certificates(of: finding.person)
        var ended = 0
        if !finding.isDrill {
            if finding.measure >= .pauseGrant { ended = close(sessions, of: finding, mandate) }
            if finding.measure == .stepUp { doubt(finding.person, since: finding.at) }
        }
        var measure = TakenMeasure(
            finding, id: id.description, owner: finding.owner ?? owner(of: finding.person), certificates: keys)
        measure.effect.sessionsEnded = ended
        do {
            if let before = try await core.ports.store.measure(measure.id) {
                measure = before
            } else {
                try await core.record(events(of: measure, finding, id))
                guard try await core.ports.store.insert(measure) else { throw StoreError.busy }
                // Lifting another one meanwhile took what is kept for all there is.
                if !finding.isDrill, finding.measure == .stepUp { doubt(finding.person, since: finding.at) }
            }
            if !finding.isDrill { try await restrict(&measure, finding, mandate) }
        } catch {
            throw AdministrationProblem(wrapping: error)
        }
        tell(finding, of: measure, id)
        return measure
    }

    /// Of the person's open sessions, by fingerprint.
    public func certificates(of person: AccountName) -> [SHA256Digest] {
        Set(core.registry.sessions(of: person).map(\.binding.fingerprint)).sorted { $0.hex < $1.hex }
    }

    /// Raises an alarm that is marked as a drill everywhere, by a rule of the policy; nothing is restricted. Who ordered it, and why, is recorded first.
    public func drill(_ rule: String, on name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem)
        -> TakenMeasure
    {
        try await administration.awaitEverybody()
        _ = try administration.require(name)
        guard let rule = core.policy.value.definition.watch.first(where: { $0.id.text == rule }) else {
            throw .unknownWatchRule(rule)
        }
        let finding = WatchFinding.drill(rule, on: name, at: core.now())
        let details = TakenMeasure(finding, id: mandate.requestID.description, owner: rule.owner).details
        try await administration.carryOut(.drillOrdered, mandate, on: name, details: details, mayBeOwn: true) { _ in }
        return try await take(finding, id: mandate.requestID)
    }

    // MARK: Doing

    private func close(_ sessions: [LiveSession], of finding: WatchFinding, _ mandate: Mandate) -> Int {
        let order = SessionEnder.Order(
            cause: .policy, actor: .gateway, statedReason: mandate.reason.description, requestID: mandate.requestID,
            at: core.now())
        let ended = core.ender.end(sessions, order)
        if !ended.isEmpty { core.advanceEpoch() }
        return ended.count
    }

    private func doubt(_ name: AccountName, since time: UnixTime) {
        core.doubts.update { $0[name] = max($0[name] ?? time, time) }
        core.advanceEpoch()
    }

    /// Grants and locks, each noted as soon as it holds.
    private func restrict(
        _ measure: inout TakenMeasure, _ finding: WatchFinding, _ mandate: Mandate
    ) async throws {
        if finding.measure == .pauseGrant {
            let resting = pausedGrants(of: finding.person).filter {
                !measure.effect.grants.contains($0) && !measure.effect.foundPaused.contains($0)
            }
            if !resting.isEmpty {
                measure.effect.foundPaused += resting
                try await core.ports.store.note(measure.effect, of: measure.id)
            }
            for grant in core.directory.value.runningGrants(of: finding.person, at: core.now()) {
                // Ended or paused by somebody else meanwhile: then it is not ours.
                guard try await pause(grant.id, mandate) else { continue }
                measure.effect.grants.append(grant.id)
                try await core.ports.store.note(measure.effect, of: measure.id)
            }
        }
        if finding.measure == .lockCertificate {
            let targets: [LockTarget] =
                measure.certificates.isEmpty
                ? [.account(finding.person)] : measure.certificates.map { .certificate($0) }
            for target in targets {
                let lock = Self.lock(on: target, by: measure)
                guard !measure.effect.locks.contains(lock) else { continue }
                // It may have been set and not noted.
                if core.directory.value.locks[lock] == nil {
                    try await set(lock, on: target, mandate)
                }
                measure.effect.locks.append(lock)
                try await core.ports.store.note(measure.effect, of: measure.id)
            }
        }
        try await core.ender.writeDown()
    }

    /// The same each time it is tried: 32 hexadecimal digits, as those of all locks.
    private static func lock(on target: LockTarget, by measure: TakenMeasure) -> String {
        Hex.encode(Array(SHA256.digest(of: Array("\(measure.id) \(target.text)".utf8)).bytes.prefix(16)))
    }

    private func set(_ lock: String, on target: LockTarget, _ mandate: Mandate) async throws(AdministrationProblem) {
        do throws(AdministrationProblem) {
            _ = try await administration.addLock(target, until: nil, id: lock, mandate)
        } catch {
            // It was set before, and we were not told.
            guard case .conflict(.identifierExists) = error else { throw error }
        }
    }

    /// Grants that would run, were they not paused.
    private func pausedGrants(of name: AccountName) -> [String] {
        let now = core.now()
        return (core.directory.value.grants[name] ?? []).filter {
            $0.pause != nil && $0.ending == nil && $0.from <= now && now < $0.to
        }.map(\.id)
    }

    private func pause(_ grant: String, _ mandate: Mandate) async throws(AdministrationProblem) -> Bool {
        do throws(AdministrationProblem) {
            try await administration.pauseGrant(grant, mandate)
            return true
        } catch .notFound {
            return false
        }
    }

    private func tell(_ finding: WatchFinding, of measure: TakenMeasure, _ id: RequestID) {
        let event: SecurityWarning.Event =
            finding.isDrill ? .anomalyDrill : finding.measure == .notify ? .anomaly : .measureTaken
        core.warn(
            event, SecurityWarning.Severity(finding.severity), about: finding.person, from: finding.source,
            requestID: id, at: finding.at, owner: true, others: [measure.owner].compactMap(\.self))
    }

    /// Whoever answers for the partner.
    private func owner(of name: AccountName) -> AccountName? { core.sponsors(of: name).first }

    private static func reason(_ finding: WatchFinding) -> StatedReason {
        StatedReason("watch rule \(finding.rule): \(finding.observed) (limit \(finding.limit))")
            ?? StatedReason(ours: "a watch rule")
    }

    private func events(of measure: TakenMeasure, _ finding: WatchFinding, _ id: RequestID) -> [SecurityEvent] {
        let alarm = SecurityEvent(
            .anomalyFound, at: core.now(), requestID: id, actor: .gateway, account: finding.person,
            source: finding.source, severity: SecurityWarning.Severity(finding.severity), details: measure.details)
        let taken = SecurityEvent(
            .measureTaken, at: core.now(), requestID: id, actor: .gateway, account: finding.person,
            severity: SecurityWarning.Severity(finding.severity), details: measure.details)
        return [alarm, taken]
    }
}

extension TakenMeasure {
    fileprivate init(
        _ finding: WatchFinding, id: String, owner: AccountName?, certificates: [SHA256Digest] = []
    ) {
        self.init(
            id: id, at: finding.at, account: finding.person, rule: finding.rule.text, kind: finding.kind,
            observed: finding.observed, limit: finding.limit, step: finding.measure, severity: finding.severity,
            grounds: finding.grounds.map(\.description), owner: owner, isDrill: finding.isDrill,
            certificates: certificates)
    }

    /// For the record.
    var details: [String: String] {
        [
            "measure": id, "rule": rule, "kind": kind.rawValue, "observed": observed, "limit": limit,
            "step": step.rawValue, "grounds": grounds.joined(separator: " "), "owner": owner?.text ?? "",
            "drill": isDrill ? "1" : "",
        ]
    }
}

extension SecurityWarning.Severity {
    init(_ severity: WatchSeverity) {
        switch severity {
        case .low: self = .low
        case .medium: self = .medium
        case .high: self = .high
        case .critical: self = .critical
        }
    }
}
