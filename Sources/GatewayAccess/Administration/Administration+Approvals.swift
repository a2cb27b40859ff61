internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewaySessions
public import GatewayStore

/// What an approval brings about: judged again, recorded, and done with the same stroke that decides the request.
extension Administration {
    /// Approves what another person asked for, and brings it about.
    public func approve(_ id: String, _ mandate: Mandate) async throws(AdministrationProblem) -> AccountRequest {
        let request = try await openRequest(id)
        guard !mandate.actor.isSamePerson(as: request.applicant) else { throw .ownRequest }
        switch request.wish {
        case .admission(let applied):
            try await approve(request, NewAccount(request.account, applied), mandate)
        case .roles(let roles, let replaced):
            try await approve(request, roles, replacing: replaced, mandate)
        case .opening:
            try await approveOpening(request, mandate)
        case .terms(let terms):
            try await approve(request, terms, mandate)
        }
        return try await reread(id)
    }

    private func approve(_ request: AccountRequest, _ new: NewAccount, _ mandate: Mandate)
        async throws(AdministrationProblem)
    {
        let details = new.details.merging(request.details) { $1 }
        try await carryOut(.requestApproved, mandate, on: new.name, details: details) {
            () throws(AdministrationProblem) in
            try check(new)
        } _: { now in
            let account = Account(new, createdAt: now)
            try await record(.accountAdded, request, mandate, details, at: now)
            if let terms = new.terms {
                try await record(.serviceTermsChanged, request, mandate, terms.details, at: now)
            }
            try await approve(
                request, mandate,
                .admission(account, listing(of: account, mandate, purpose: request.reason, at: now), new.terms), at: now
            )
        }
    }

    /// What was taken since it was asked for does not come back by it.
    private func approve(
        _ request: AccountRequest, _ roles: Set<RoleName>, replacing replaced: Set<RoleName>, _ mandate: Mandate
    ) async throws(AdministrationProblem) {
        let account = try require(request.account)
        let details = changeDetails(account.roles, roles).merging(request.details) { $1 }
        try await carryOut(.requestApproved, mandate, on: account.name, details: details) {
            () throws(AdministrationProblem) in
            try checkRoles(roles, of: account.use)
            guard try require(request.account).roles == replaced else { throw .conflict(.rolesChanged) }
        } _: { now in
            try await record(.rolesChanged, request, mandate, details, at: now)
            let change = listingChange(
                of: account.name, holding: roles, use: account.use, mandate, purpose: request.reason, at: now)
            try await approve(request, mandate, .roles(roles, change), at: now)
            try await end(core.registry.sessions(of: account.name), .policy, mandate, at: now)
        }
    }

    private func approve(_ request: AccountRequest, _ terms: ServiceTerms, _ mandate: Mandate)
        async throws(AdministrationProblem)
    {
        let details = terms.details.merging(request.details) { $1 }
        try await carryOut(.requestApproved, mandate, on: request.account, details: details) {
            () throws(AdministrationProblem) in
            try check(terms, for: try requireService(request.account))
        } _: { now in
            try await record(.serviceTermsChanged, request, mandate, details, at: now)
            try await approve(request, mandate, .terms(terms), at: now)
        }
    }

    /// Everybody who could have done it is told, and the officer, at once.
    private func approveOpening(_ request: AccountRequest, _ mandate: Mandate) async throws(AdministrationProblem) {
        try await carryOut(
            .requestApproved, mandate, on: request.account, details: request.details, severity: .critical
        ) { () throws(AdministrationProblem) in
            try checkOpening(of: request.account)
        } _: { now in
            try await record(.breakGlassOpened, request, mandate, request.details, severity: .critical, at: now)
            try await approve(request, mandate, .opening, at: now)
            core.warn(
                .breakGlassOpened, .critical, about: request.account, from: nil, requestID: mandate.requestID,
                at: now, owner: true, others: core.activeSecurityAdministrators.map(\.name))
        }
    }

    private func approve(
        _ request: AccountRequest, _ mandate: Mandate, _ outcome: RequestOutcome, at now: UnixTime
    ) async throws(StoreError) {
        try await core.ports.store.approve(
            request.id, by: mandate.actor.storedName, at: now, reason: mandate.reason.description, bringing: outcome)
        try await refresh(request.account)
    }

    /// What the approval brings about, in the record before it is there.
    private func record(
        _ kind: SecurityEvent.Kind, _ request: AccountRequest, _ mandate: Mandate, _ details: [String: String],
        severity: SecurityWarning.Severity = .medium, at now: UnixTime
    ) async throws(AccessFailure) {
        try await core.record([
            SecurityEvent(
                kind, at: now, requestID: mandate.requestID, actor: mandate.actor, account: request.account,
                severity: severity, statedReason: request.reason,
                details: details.merging(["approver": mandate.actor.storedName.text]) { $1 })
        ])
    }
}
