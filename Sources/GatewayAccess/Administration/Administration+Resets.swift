internal import GatewayFactors
public import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
public import GatewayStore

/// What asking for a reset came to.
public enum FactorResetOutcome: Sendable {
    case done(EnrolmentTicket)
    /// It has to be approved, or its time has not come.
    case waiting(FactorReset)
}

/// Resets of people whom more than one has to vouch for: partners, and everybody under the strict profile (classified
/// consoles, special rights). One asks, another approves, a time passes in which the owner can say no; who has no factor yet,
/// and all others, are reset at once.
extension Administration {
    /// How long after it takes effect an approved reset may still be carried out.
    public static let resetLifetime = Duration.seconds(7 * 86400)

    /// Carries a reset out, where that is possible now; asks for it otherwise, once.
    public func requestReset(of name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem)
        -> FactorResetOutcome
    {
        try await awaitEverybody()
        guard try await needsApproval(try requirePerson(name)) else {
            return .done(try await resetFactors(of: name, mandate))
        }
        let open = try await reading { () throws(StoreError) in try await core.openReset(of: name, at: core.now()) }
        guard let open else {
            try checkSponsor(of: name, mandate.actor)
            return .waiting(try await askReset(of: name, mandate))
        }
        switch open.state {
        case .approved(let approval) where approval.effective <= core.now():
            return .done(try await carryOutReset(open, approval, mandate))
        case .asked, .approved, .cancelled, .done:
            return .waiting(open)
        }
    }

    /// A partner's is asked for by somebody who answers for them, and approved by a security administrator: neither alone
    /// (compliance profile nct-2025-04, NCT3-A-C1).
    private func checkSponsor(of name: AccountName, _ actor: Actor) throws(AdministrationProblem) {
        guard core.isExternal(try require(name)) else { return }
        let sponsors = core.sponsors(of: name)
        // Whose permissions have all ended has nobody who answers for them, and nowhere to go.
        guard sponsors.isEmpty || sponsors.contains(actor.storedName) else { throw .resetNeedsSponsor(sponsors) }
    }

    /// - Throws: `.conflict(.resetOpen)`.
    func askReset(of name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem) -> FactorReset {
        let id: String
        do { id = try core.identifier() } catch { throw .failed(AccessFailure(wrapping: error)) }
        let asked = ["reset": id, "asked_by": mandate.actor.storedName.text]
        let reset = try await carryOut(.factorResetAsked, mandate, on: name, details: asked, severity: .high) {
            () throws(AdministrationProblem) in
            _ = try requirePerson(name)
        } _: { now in
            let reset = FactorReset(
                id: id, account: name, askedBy: mandate.actor.storedName, askedAt: now,
                reason: mandate.reason.description,
                expires: now + core.settings.people.factorResetWait + Self.resetLifetime)
            try await core.ports.store.insert(reset)
            return reset
        }
        tellOwner(of: reset, mandate)
        return reset
    }

    /// By somebody else than who asked. From then on the waiting time runs.
    public func approveReset(_ id: String, _ mandate: Mandate) async throws(AdministrationProblem) -> FactorReset {
        let reset = try await openReset(id)
        guard !mandate.actor.isSamePerson(as: reset.askedBy) else { throw .ownRequest }
        let details = details(of: reset).merging(["approved_by": mandate.actor.storedName.text]) { $1 }
        let approved = try await carryOut(
            .factorResetApproved, mandate, on: reset.account, details: details, severity: .high
        ) { now in
            let approval = FactorReset.Approval(
                by: mandate.actor.storedName, at: now, effective: now + core.settings.people.factorResetWait)
            guard try await core.ports.store.approveReset(id, approval) else {
                throw AdministrationProblem.notFound(.factorReset)
            }
            return FactorReset(
                id: id, account: reset.account, askedBy: reset.askedBy, askedAt: reset.askedAt, reason: reset.reason,
                expires: reset.expires, state: .approved(approval))
        }
        tellOwner(of: reset, mandate)
        return approved
    }

    public func cancelReset(_ id: String, _ mandate: Mandate) async throws(AdministrationProblem) {
        let reset = try await openReset(id)
        try await carryOut(
            .factorResetCancelled, mandate, on: reset.account, details: details(of: reset), severity: .medium
        ) { now in
            guard try await core.ports.store.cancelReset(id, by: mandate.actor.storedName, at: now) else {
                throw AdministrationProblem.notFound(.factorReset)
            }
        }
    }

    /// Open ones, oldest first.
    public func resets(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem) -> [FactorReset] {
        try await noteReading("resets", actor, requestID)
        return try await reading { () throws(StoreError) in try await core.ports.store.resets(openAt: core.now()) }
    }

    private func carryOutReset(
        _ reset: FactorReset, _ approval: FactorReset.Approval, _ mandate: Mandate
    ) async throws(AdministrationProblem) -> EnrolmentTicket {
        var details = details(of: reset)
        details["approved_by"] = approval.by.text
        return try await carryOut(.factorReset, mandate, on: reset.account, details: details, severity: .high) {
            now in
            let (ticket, order) = try newTicket(for: reset.account)
            guard !core.directory.value.isLocked(reset.account, at: now), try require(reset.account).state == .active
            else { throw AdministrationProblem.conflict(.accountState) }
            guard
                try await core.ports.store.carryOutReset(
                    reset.id, by: mandate.actor.storedName, at: now, leaving: order)
            else { throw AdministrationProblem.notFound(.factorReset) }
            try await followReset(of: reset.account, mandate, warns: true, at: now)
            return ticket
        }
    }

    /// Whoever was shut out could not stop a reset: its waiting time begins anew.
    func restartWaiting(of name: AccountName, at now: UnixTime) async throws(StoreError) {
        try await core.ports.store.delayResets(of: name, until: now + core.settings.people.factorResetWait)
    }

    private func openReset(_ id: String) async throws(AdministrationProblem) -> FactorReset {
        let open = try await reading { () throws(StoreError) in
            try await core.ports.store.resets(openAt: core.now()).first { $0.id == id }
        }
        guard let open else { throw .notFound(.factorReset) }
        return open
    }

    private func details(of reset: FactorReset) -> [String: String] {
        ["reset": reset.id, "asked_by": reset.askedBy.text, "asked_because": reset.reason]
    }

    /// On the channel of warnings, which is another one than that of whoever talks to the help desk.
    private func tellOwner(of reset: FactorReset, _ mandate: Mandate) {
        core.warn(
            .factorResetAsked, .high, about: reset.account, from: nil, requestID: mandate.requestID, at: core.now(),
            owner: true)
    }
}

extension Administration {
    /// Whether one administrator alone may not: there is something to lose, and the profile is the strict one, or was once.
    func needsApproval(_ account: Account) async throws(AdministrationProblem) -> Bool {
        let known = try await reading { () throws(StoreError) in
            try await core.ports.store.authenticators(of: account.name)
        }
        guard known.contains(where: \.state.wasConfirmed) else { return false }
        return try await reading { () throws(StoreError) in try await core.wasUnderStrictProfile(account) }
    }
}

extension AccessCore {
    /// Now, or once: roles are taken away by one. Whoever takes the strict ones, resets at once and asks for them back would
    /// have reset somebody with much to lose.
    func wasUnderStrictProfile(_ account: Account) async throws(StoreError) -> Bool {
        if isUnderStrictProfile(account.roles) { return true }
        return try await ports.store.requests(for: account.name).contains {
            $0.rolesGiven.map(isUnderStrictProfile) ?? false
        }
    }

    /// Partners, and those whose lock only an administrator lifts (compliance profile 2.1).
    func isUnderStrictProfile(_ roles: Set<RoleName>) -> Bool {
        switch policy.value.lockout(for: roles).lock {
        case .untilAdministrator: true
        case .lasting: policy.value.isExternal(roles)
        }
    }
}

extension AccountRequest {
    /// The roles that an approval gave; `nil` where none was given.
    fileprivate var rolesGiven: Set<RoleName>? {
        guard decision?.verdict == .approved else { return nil }
        switch wish {
        case .admission(let applied): return applied.roles
        case .roles(let roles, replacing: _): return roles
        case .opening, .terms: return nil
        }
    }
}
