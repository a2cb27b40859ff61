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
        try await awaitEverybody()
        return try await core.changes.run { () async throws(AdministrationProblem) -> ProvisioningPlan in
            try await provisionInTurn(people, expecting: expected, mandate)
        }
    }

    /// For whoever has the turn among changes.
    func provisionInTurn(
        _ people: [ProvisionedPerson], expecting expected: SHA256Digest? = nil, _ mandate: Mandate
    ) async throws(AdministrationProblem) -> ProvisioningPlan {
        try await carryOutInTurn(.peopleProvisioned, mandate, details: ["people": "\(people.count)"]) { now in
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
            // Whoever comes back could not stop a reset while they were away.
            for line in plan.lines where line.steps.contains(.enable) {
                try await restartWaiting(of: line.account, at: now)
            }
            try await apply(changes, of: plan)
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

    /// Where the store says no, memory is behind it: the next plan is made from what the store holds.
    private func apply(_ changes: [AccountChange], of plan: ProvisioningPlan) async throws(StoreError) {
        do throws(StoreError) {
            try await core.ports.store.apply(changes)
        } catch {
            for line in plan.lines where !line.steps.isEmpty { try await core.readBack(line.account) }
            core.advanceEpoch()
            throw error
        }
    }

    /// Out with those who left or hold other roles now, and into memory. What is stored already is carried to the last
    /// person, whatever fails on the way.
    ///
    /// - Throws: the first failure, after everybody was tried.
    private func settle(_ plan: ProvisioningPlan, _ mandate: Mandate, at now: UnixTime) async throws(AccessFailure) {
        let concerned = plan.lines.filter { $0.steps.contains(where: \.endsSessions) }.map(\.account)
        var failures: [AccessFailure] = []
        do throws(AccessFailure) {
            try await end(concerned.flatMap { core.registry.sessions(of: $0) }, .locked, mandate, at: now)
        } catch {
            failures.append(error)
        }
        for line in plan.lines where !line.steps.isEmpty {
            do throws(StoreError) {
                try await core.readBack(line.account)
            } catch {
                failures.append(AccessFailure(error))
                if line.steps.contains(where: \.endsSessions) { core.directory.update { $0.shutOut(line.account) } }
            }
        }
        core.advanceEpoch()
        do throws(AccessFailure) {
            // Whoever came in while memory still let them.
            try await end(concerned.flatMap { core.registry.sessions(of: $0) }, .locked, mandate, at: now)
        } catch {
            failures.append(error)
        }
        if let failure = failures.first { throw failure }
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
