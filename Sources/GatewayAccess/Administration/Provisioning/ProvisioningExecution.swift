internal import GatewayIdentity
internal import GatewayLimits
internal import GatewayStore

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
            // What is taken away is gone by then.
            let kept = try administration.require(person.name).roles.intersection(roles)
            return try file(
                .roles(roles, replacing: kept), person.name, administration.changeDetails(kept, roles))
        case .disable:
            return move(person.name, from: [.active, .suspended, .disabled], to: .disabled, .accountDisabled)
        case .deprovision:
            return Act(
                changes: [.deprovision(person.name, at: now)], events: [event(.accountDisabled, person.name, [:])])
        case .enable: return move(person.name, from: [.disabled, .active], to: .active, .accountEnabled)
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
            details["approval"] = AccountRules.Provisioning.standing.rawValue
        }
        changes.append(.insert(account, administration.listing(of: account, mandate, at: now)))
        return Act(changes: changes, events: [event(.accountAdded, person.name, details)])
    }

    /// Whoever entered the personnel system's account into the list approved what it brings: the proof is kept with
    /// each person.
    private func standingApproval(of new: NewAccount) throws -> AccountRequest? {
        guard case .provisioner(let system) = mandate.actor else { return nil }
        return AccountRequest(
            id: try core.identifier(), account: new.name, wish: .admission(.init(new)), applicant: system,
            reason: mandate.reason.description, at: now, expires: now + core.settings.people.requestLife,
            decision: .init(
                .approved, by: try standingApprover(of: system), at: now, reason: "standing approval of \(system)"))
    }

    private func standingApprover(of system: AccountName) throws(AdministrationProblem) -> AccountName {
        guard let listing = core.directory.value.specials[system] else { throw .approvalNeeded }
        return listing.listedBy
    }

    private func setRoles(_ roles: Set<RoleName>, of name: AccountName) throws(AdministrationProblem) -> Act {
        let account = try administration.require(name)
        let listing = administration.listingChange(of: name, holding: roles, use: account.use, mandate, at: now)
        var details = administration.changeDetails(account.roles, roles)
        if !roles.isSubset(of: account.roles) { details.merge(try approvalOfMoreRoles()) { $1 } }
        return Act(changes: [.roles(roles, of: name, listing)], events: [event(.rolesChanged, name, details)])
    }

    /// Why more roles wait for nobody: by the standing approval of a personnel system, or where one person decides.
    private func approvalOfMoreRoles() throws(AdministrationProblem) -> [String: String] {
        switch mandate.actor {
        case .provisioner(let system):
            [
                "approval": AccountRules.Provisioning.standing.rawValue,
                "approver": try standingApprover(of: system).text,
            ]
        case .controlSocket, .administrator, .owner, .gateway:
            ["approval": AccountRules.Approval.singlePerson.rawValue]
        }
    }

    private func file(_ wish: AccountRequest.Wish, _ name: AccountName, _ details: [String: String]) throws -> Act {
        let request = AccountRequest(
            id: try core.identifier(), account: name, wish: wish, applicant: mandate.actor.storedName,
            reason: mandate.reason.description, at: now, expires: now + core.settings.people.requestLife)
        return Act(
            changes: [.request(request)],
            events: [event(.accountRequested, name, details.merging(request.details) { $1 })])
    }

    /// Only what the same hand asked for: others' requests are theirs.
    private func withdraw(_ name: AccountName) async throws -> Act {
        let open = try await core.ports.store.requests(for: name).filter {
            $0.isOpen(at: now) && $0.isWithdrawn(by: mandate.actor)
        }
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
