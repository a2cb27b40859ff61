public import GatewayIdentity
internal import GatewayLimits
internal import GatewaySessions
internal import GatewayStore

/// Several people at once, from a file or a personnel system: a plan first, then all of it or nothing.
extension Administration {
    /// What would be done. Changes nothing; who reads about people is recorded.
    public func plan(_ people: [ProvisionedPerson], by actor: Actor, requestID: RequestID)
        async throws(AdministrationProblem) -> ProvisioningPlan
    {
        try await awaitEverybody()
        try await noteReading("provisioning plan", actor, requestID)
        do throws(StoreError) {
            return try await makePlan(people, actor)
        } catch {
            throw AdministrationProblem(error)
        }
    }

    /// Brings accounts to what was said.
    ///
    /// - Parameter expected: the digest of the plan that whoever orders this has seen; `nil`: whatever it takes.
    /// - Throws: `.person` for the first of whom something cannot be done, `.planChanged`; nothing was done then.
    public func provision(_ people: [ProvisionedPerson], expecting expected: SHA256Digest? = nil, _ mandate: Mandate)
        async throws(AdministrationProblem) -> ProvisioningPlan
    {
        try await carryOut(.peopleProvisioned, mandate, details: ["people": "\(people.count)"]) { now in
            let plan = try await makePlan(people, mandate.actor)
            if let expected, expected != plan.digest { throw AdministrationProblem.planChanged }
            for line in plan.lines {
                if let problem = line.problem { throw AdministrationProblem.person(line.account, problem) }
            }
            let execution = ProvisioningExecution(administration: self, mandate: mandate, now: now)
            var changes: [AccountChange] = []
            var events: [SecurityEvent] = []
            for (person, line) in zip(people, plan.lines) {
                for step in line.steps {
                    let act = try await execution.act(step, person)
                    changes += act.changes
                    events += act.events
                }
            }
            guard !changes.isEmpty else { return plan }
            try await core.record(events)
            try await core.ports.store.apply(changes)
            try await settle(plan, mandate, at: now)
            return plan
        }
    }

    private func makePlan(_ people: [ProvisionedPerson], _ actor: Actor) async throws(StoreError) -> ProvisioningPlan {
        var open: [AccountName: [AccountRequest]] = [:]
        for request in try await core.ports.store.requests(openAt: core.now(), limit: .max) {
            open[request.account, default: []].append(request)
        }
        return ProvisioningPlanner(administration: self, actor: actor, open: open).plan(people)
    }

    /// Into memory, and out with those who left or hold other roles now.
    private func settle(_ plan: ProvisioningPlan, _ mandate: Mandate, at now: UnixTime) async throws {
        var concerned: [LiveSession] = []
        for line in plan.lines where !line.steps.isEmpty {
            try await core.readBack(line.account)
            if line.steps.contains(where: \.endsSessions) { concerned += core.registry.sessions(of: line.account) }
        }
        core.advanceEpoch()
        try await end(concerned, .locked, mandate, at: now)
    }
}

extension ProvisioningPlan.Step {
    fileprivate var endsSessions: Bool {
        switch self {
        case .disable, .deprovision, .setRoles: true
        case .add, .requestAccount, .withdrawRequest, .describe, .requestRoles, .enable: false
        }
    }
}

/// What one step of a plan means in store and record.
struct ProvisioningExecution {
    let administration: Administration
    let mandate: Mandate
    let now: UnixTime

    struct Act {
        var changes: [AccountChange]
        var events: [SecurityEvent]
    }

    private var core: AccessCore { administration.core }

    func act(_ step: ProvisioningPlan.Step, _ person: ProvisionedPerson) async throws -> Act {
        switch step {
        case .add: return try add(person)
        case .requestAccount:
            let new = NewAccount(person)
            return try file(.admission(.init(new)), person.name, new.details)
        case .withdrawRequest: return try await withdraw(person.name)
        case .describe:
            let account = person.describing(try administration.require(person.name))
            return Act(
                changes: [.describe(account)],
                events: [event(.accountChanged, person.name, ["organisation": account.organisation])])
        case .setRoles(let roles): return try setRoles(roles, of: person.name)
        case .requestRoles(let roles):
            let before = try administration.require(person.name).roles
            return try file(.roles(roles), person.name, administration.changeDetails(before, roles))
        case .disable:
            return move(person.name, from: [.active, .suspended], to: .disabled, .accountDisabled)
        case .deprovision:
            return Act(
                changes: [.deprovision(person.name, at: now)], events: [event(.accountDisabled, person.name, [:])])
        case .enable: return move(person.name, from: [.disabled], to: .active, .accountEnabled)
        }
    }

    private func add(_ person: ProvisionedPerson) throws -> Act {
        let new = NewAccount(person)
        let account = Account(new, createdAt: now)
        var changes: [AccountChange] = []
        var details = new.details
        if let approval = try standingApproval(of: new) {
            changes.append(.request(approval))
            details["approver"] = approval.decision?.by.text
            details["request"] = approval.id
        }
        changes.append(.insert(account, administration.listing(of: account, mandate, at: now)))
        return Act(changes: changes, events: [event(.accountAdded, person.name, details)])
    }

    /// Whoever entered the personnel system's account into the list approved what it brings: the proof is kept with
    /// each person.
    private func standingApproval(of new: NewAccount) throws -> AccountRequest? {
        guard case .provisioner(let system) = mandate.actor else { return nil }
        guard let listing = core.directory.value.specials[system] else { throw AdministrationProblem.approvalNeeded }
        return AccountRequest(
            id: try core.identifier(), account: new.name, wish: .admission(.init(new)), applicant: system,
            reason: mandate.reason.description, at: now, expires: now + core.settings.people.requestLife,
            decision: .init(.approved, by: listing.listedBy, at: now, reason: "standing approval of \(system)"))
    }

    private func setRoles(_ roles: Set<RoleName>, of name: AccountName) throws(AdministrationProblem) -> Act {
        let account = try administration.require(name)
        let listing = administration.listingChange(of: name, holding: roles, use: account.use, mandate, at: now)
        return Act(
            changes: [.roles(roles, of: name, listing)],
            events: [event(.rolesChanged, name, administration.changeDetails(account.roles, roles))])
    }

    private func file(_ wish: AccountRequest.Wish, _ name: AccountName, _ details: [String: String]) throws -> Act {
        let request = AccountRequest(
            id: try core.identifier(), account: name, wish: wish, applicant: mandate.actor.storedName,
            reason: mandate.reason.description, at: now, expires: now + core.settings.people.requestLife)
        return Act(
            changes: [.request(request)],
            events: [event(.accountRequested, name, details.merging(request.details) { $1 })])
    }

    private func withdraw(_ name: AccountName) async throws -> Act {
        let open = try await core.ports.store.requests(for: name).filter { $0.isOpen(at: now) }
        return Act(
            changes: open.map {
                .reject($0.id, by: mandate.actor.storedName, at: now, reason: mandate.reason.description)
            }, events: open.map { event(.requestRejected, name, $0.details) })
    }

    private func move(
        _ name: AccountName, from states: Set<AccountState>, to state: AccountState, _ kind: SecurityEvent.Kind
    ) -> Act {
        Act(changes: [.move(name, from: states, to: state, at: now)], events: [event(kind, name, [:])])
    }

    private func event(_ kind: SecurityEvent.Kind, _ name: AccountName, _ details: [String: String]) -> SecurityEvent {
        SecurityEvent(
            kind, at: now, requestID: mandate.requestID, actor: mandate.actor, account: name, severity: .medium,
            statedReason: mandate.reason.description, details: details)
    }
}
