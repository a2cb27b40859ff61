internal import GatewayCrypto
public import GatewayIdentity
internal import GatewayPolicy
public import GatewayStore

/// One person's word for some hours, loudly; another's for good, or the version before comes back by itself.
extension PolicyChange {
    /// - Parameter hours: how long it holds if nobody ratifies it.
    public func changeInEmergency(_ bundle: PolicyBundle, hours: Int, _ order: Order)
        async throws(AdministrationProblem) -> PolicyVersion
    {
        try requireStore()
        guard (1...rules.emergencyHours).contains(hours) else {
            throw .policy(.hours(limit: rules.emergencyHours))
        }
        let current = try await current()
        guard !current.isUnratified else { throw .policy(.emergencyRuns(version: current.number)) }
        let digest = SHA256.digest(of: bundle.canonicalBytes)
        guard digest != current.bundle else { throw .policy(.unchanged) }
        let examination = try await examine(bundle, author: order.hand.account)
        guard examination.isSound else { throw .policy(.unsound(examination.obstacles)) }
        let version = try await putInForce(bundle, order.mandate, severity: .critical) { prepared, now in
            PolicyVersion(
                number: current.number + 1, bundle: digest, policy: prepared.snapshot.sha256, cause: .emergency,
                author: order.hand.account, reason: order.mandate.reason.description, at: now,
                emergency: .init(by: order.hand, until: now + .seconds(3600 * Int64(hours))))
        } keeping: { version throws(StoreError) in
            try await store.activate(version, holding: bundle)
        }
        tellOfficers(.policyEmergency, .critical, about: order.hand.account, order.mandate, version.emergency?.until)
        await tendTrial(after: order)
        return version
    }

    /// Another person stands behind it, so that it stays; or comes back, where its hours are over and nothing could take its place.
    public func ratify(_ number: Int, _ order: Order) async throws(AdministrationProblem) -> PolicyVersion {
        try requireStore()
        let version = try await requireVersion(number)
        guard let emergency = version.emergency, emergency.ratification == nil else { throw .policy(.noEmergency) }
        guard !emergency.by.isSamePerson(as: order.hand) else { throw .policy(.ownDraft) }
        let files = try await bundle(version.bundle)
        if let lasting = try await lasting(before: version) {
            let findings = await inspect(
                files, over: try await bundle(lasting.bundle), replaying: false)
            try requireSecurityAdministrator(
                order.hand.account, for: findings.lowered + findings.unreadableBase)
        }
        // Suspended when its hours were over, it is taken into use again.
        let prepared = version.hasLapsed(at: core.now()) ? try await prepare(files) : nil
        let details = [
            "step": PolicyStep.ratified.rawValue, "draft": "version \(number)", "bundle": version.bundle.hex,
            "author": version.author.text, "approver": order.hand.account.text,
        ]
        try await administration.carryOut(
            .policyDraft, order.mandate, details: details, severity: .high, over: .node
        ) { now in
            let ratification = PolicyVersion.Ratification(
                by: order.hand, at: now, reason: order.mandate.reason.description)
            guard try await store.ratify(number, ratification) else {
                throw AdministrationProblem.policy(.noEmergency)
            }
            await prepared?.take(version)
        }
        return try await requireVersion(number)
    }

    /// What time brings about, every few seconds and before a node serves: emergencies end, what was scheduled comes into force,
    /// what is on trial is that no more.
    public func settle(at now: UnixTime, requestID: RequestID) async throws(AccessFailure) {
        guard rules.truth == .store else { return }
        // One that fails holds up none of the others.
        var failure: AdministrationProblem?
        do throws(AdministrationProblem) { try await endEmergency(at: now, requestID) } catch { failure = error }
        do throws(AdministrationProblem) { try await activateDue(at: now, requestID) } catch { failure = error }
        do throws(AdministrationProblem) { try await tendTrial(at: now, requestID) } catch { failure = error }
        if let failure { throw AccessFailure(wrapping: failure) }
    }

    private func endEmergency(at now: UnixTime, _ requestID: RequestID) async throws(AdministrationProblem) {
        let current = try await current()
        guard current.hasLapsed(at: now) else { return }
        guard stuck.isDue(current.number, at: now) else { return }
        do throws(AdministrationProblem) {
            try await restore(instead: current, requestID)
        } catch .failed(let failure) {
            // Neither read nor recorded: the next round tries it.
            throw .failed(failure)
        } catch {
            try await suspend(current, because: error, at: now, requestID)
        }
    }

    private func restore(instead current: PolicyVersion, _ requestID: RequestID) async throws(AdministrationProblem) {
        guard let lasting = try await lasting(before: current) else { throw .notFound(.policyVersion) }
        let bundle = try await bundle(lasting.bundle)
        let mandate = Mandate.ofGateway("nobody ratified the emergency change in time", requestID)
        _ = try await putInForce(bundle, mandate, severity: .critical) { prepared, now in
            PolicyVersion(
                number: current.number + 1, bundle: lasting.bundle, policy: prepared.snapshot.sha256, cause: .restored,
                author: Actor.gateway.storedName,
                reason: "version \(lasting.number): nobody ratified version \(current.number) in time", at: now)
        } keeping: { version throws(StoreError) in
            try await store.activate(version, holding: bundle)
        }
        tellOfficers(.policyRestored, .critical, about: current.author, mandate, nil)
    }

    /// What was in force before cannot be taken into use here any more, and one person's word is over: nobody gets anywhere but to
    /// the desk, where others ratify it after all, or put another version in its place.
    private func suspend(
        _ current: PolicyVersion, because problem: AdministrationProblem, at now: UnixTime, _ requestID: RequestID
    ) async throws(AdministrationProblem) {
        // First: it takes away, and gives nothing.
        await workshop.suspend()
        let mandate = Mandate.ofGateway(
            "the emergency change is over, and the version before it cannot come back", requestID)
        let isFirst = stuck.failed(current.number, at: now)
        if isFirst {
            let details = [
                "step": PolicyStep.suspended.rawValue, "draft": "version \(current.number)",
                "bundle": current.bundle.hex, "author": current.author.text, "problem": problem.description,
            ]
            try await administration.carryOut(
                .policyDraft, mandate, details: details, severity: .critical, over: .node
            ) { _ in }
        }
        guard stuck.isToBeTold(at: now) else { return }
        tellOfficers(.policyStuck, .critical, about: current.author, mandate, nil)
    }

    private func activateDue(at now: UnixTime, _ requestID: RequestID) async throws(AdministrationProblem) {
        let open = try await reading { () throws(StoreError) in try await store.openPolicyDrafts() }
        for draft in open {
            guard case .approved(let approval) = draft.state, let due = approval.due, due <= now else { continue }
            let mandate = Mandate.ofGateway("the time it was approved for has come", requestID)
            do throws(AdministrationProblem) {
                _ = try await activate(draft, approval, mandate)
            } catch .policy(let problem) {
                try await putOff(draft, approval, mandate, because: problem)
            }
        }
    }

    /// What cannot be taken into use is not tried again by itself; it stays approved, for people to look at.
    private func putOff(
        _ draft: PolicyDraft, _ approval: PolicyDraft.Approval, _ mandate: Mandate, because problem: PolicyChangeProblem
    ) async throws(AdministrationProblem) {
        try await carryOut(.overtaken, draft, mandate, ["problem": problem.description]) { () async throws in
            _ = try await store.scheduleDraft(draft.id, under: approval.seal, due: nil)
        }
        let others = draft.writers.dropFirst() + [approval.by.account] + core.activeSecurityAdministrators.map(\.name)
        core.warn(
            .policyOvertaken, .high, about: draft.author, from: nil, requestID: mandate.requestID, at: core.now(),
            owner: true, others: Set(others).sorted { $0.text < $1.text })
    }

    func tellOfficers(
        _ event: SecurityWarning.Event, _ severity: SecurityWarning.Severity, about account: AccountName?,
        _ mandate: Mandate, _ deadline: UnixTime?
    ) {
        core.warn(
            event, severity, about: account, from: nil, requestID: mandate.requestID, at: core.now(), owner: true,
            others: core.activeSecurityAdministrators.map(\.name), deadline: deadline)
    }
}

extension Mandate {
    /// - Parameter reason: words of ours.
    static func ofGateway(_ reason: StaticString, _ requestID: RequestID) -> Mandate {
        Mandate(actor: .gateway, reason: StatedReason(ours: reason), requestID: requestID)
    }
}
