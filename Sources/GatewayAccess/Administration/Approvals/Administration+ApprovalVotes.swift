internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewaySessions
public import GatewayStore

/// What becomes of a request for an approval. Votes are counted by the roles that voters hold when the last one comes: whoever lost theirs
/// meanwhile counts no more.
extension Administration {
    /// One person's word. With the last that is missing, the approval holds; a grant begins to count.
    public func approveApproval(_ id: String, _ mandate: Mandate) async throws(AdministrationProblem)
        -> ApprovalRequest
    {
        let request = try await openApproval(id)
        let details = request.details.merging(["approver": mandate.actor.storedName.text]) { $1 }
        for wish in request.name == .grant ? grants(askedBy: id) : [] {
            try await requireNoOwnMeasure(
                about: wish.account, answeredForBy: wish.sponsor, before: .approvalVoted, mandate)
        }
        try await carryOut(
            .approvalVoted, mandate, on: request.account, details: details, severity: .high, mayBeOwn: true
        ) { () throws(AdministrationProblem) in
            try checkVoter(mandate.actor, of: request)
        } _: { now in
            // Under the lock of changes, and read again: nobody else's vote comes in between unseen.
            let current = try await openApproval(id)
            let voter = mandate.actor.storedName
            let isLast =
                try electorate(of: current).missing(
                    after: current.votes.map(\.by) + [voter], requestedBy: current.applicant, at: now) == 0
            if isLast { try await recordGiven(current, mandate, at: now) }
            try await core.ports.store.cast(
                .init(by: voter, at: now, reason: mandate.reason.description), on: id,
                completing: isLast ? current.votes.count + 1 : nil)
            if isLast { for name in persons(of: current) { try await refresh(name) } }
        }
        return try await rereadApproval(id)
    }

    /// Turns a request down; by its applicant: takes it back.
    public func rejectApproval(_ id: String, _ mandate: Mandate) async throws(AdministrationProblem)
        -> ApprovalRequest
    {
        let request = try await openApproval(id)
        try await carryOut(
            .approvalRejected, mandate, on: request.account, details: request.details, mayBeOwn: true
        ) { () throws(AdministrationProblem) in
            guard !mandate.actor.isSamePerson(as: request.applicant) else { return }
            guard !persons(of: request).contains(mandate.actor.storedName) else { return }
            try checkMayDecide(mandate.actor, request)
        } _: { now in
            try await core.ports.store.rejectApproval(
                id, by: mandate.actor.storedName, at: now, reason: mandate.reason.description)
            for name in persons(of: request) { try await refresh(name) }
        }
        return try await rereadApproval(id)
    }

    /// Takes back what was given. The person's sessions end with it.
    public func withdrawApproval(_ id: String, _ mandate: Mandate) async throws(AdministrationProblem)
        -> ApprovalRequest
    {
        try await awaitEverybody()
        let request = try await rereadApproval(id)
        guard request.decision?.verdict == .given, request.name != .grant else { throw .notFound(.approval) }
        try await carryOut(
            .approvalWithdrawn, mandate, on: request.account, details: request.details, severity: .high
        ) { () throws(AdministrationProblem) in
            if !isSecurityAdministrator(mandate.actor) { try checkMayDecide(mandate.actor, request) }
        } _: { now in
            try await core.ports.store.withdrawApproval(
                id, by: mandate.actor.storedName, at: now, reason: mandate.reason.description)
            try await refresh(request.account)
            try await end(core.registry.sessions(of: request.account), .policy, mandate, at: now)
        }
        return try await rereadApproval(id)
    }

    // MARK: Judging

    private func checkVoter(_ actor: Actor, of request: ApprovalRequest) throws(AdministrationProblem) {
        guard !actor.isSamePerson(as: request.applicant), !persons(of: request).contains(actor.storedName) else {
            throw .ownRequest
        }
        guard !request.votes.contains(where: { actor.isSamePerson(as: $0.by) }) else {
            throw .approval(.votedAlready)
        }
        try checkMayDecide(actor, request)
    }

    private func checkMayDecide(_ actor: Actor, _ request: ApprovalRequest) throws(AdministrationProblem) {
        if case .controlSocket = actor { throw .approval(.personNeeded) }
        let electorate = try electorate(of: request)
        let held = electorate.roles(of: actor.storedName, at: core.now())
        guard !held.isDisjoint(with: electorate.roles) else { throw .approval(.noVoter(electorate.roles)) }
    }

    private func electorate(of request: ApprovalRequest) throws(AdministrationProblem) -> Electorate {
        guard let electorate = Electorate(of: request, policy: core.policy.value, directory: core.directory.value)
        else { throw .approval(.unknown(request.name)) }
        guard !electorate.approval.approvers.isEmpty else { throw .approval(.nobodyApproves(request.name)) }
        return electorate
    }

    /// What holds from now on, in the record before it does; of a grant for several persons one for each.
    private func recordGiven(_ request: ApprovalRequest, _ mandate: Mandate, at now: UnixTime)
        async throws(AccessFailure)
    {
        var details = request.details
        details["approver"] = (request.votes.map(\.by) + [mandate.actor.storedName]).map(\.text).joined(separator: " ")
        func event(_ kind: SecurityEvent.Kind, _ account: AccountName, _ more: [String: String]) -> SecurityEvent {
            SecurityEvent(
                kind, at: now, requestID: mandate.requestID, actor: mandate.actor, account: account, severity: .high,
                statedReason: request.reason, details: details.merging(more) { $1 })
        }
        guard request.name == .grant else {
            return try await core.record([event(.approvalGiven, request.account, [:])])
        }
        try await core.record(
            grants(askedBy: request.id).map {
                event(.grantAdded, $0.account, ["grant": $0.id, "reference": $0.reference, "scope": $0.scope.text])
            })
    }

    /// Who is to have what is asked for.
    private func persons(of request: ApprovalRequest) -> [AccountName] {
        request.name == .grant ? grants(askedBy: request.id).map(\.account) : [request.account]
    }

    // MARK: Finding

    private func openApproval(_ id: String) async throws(AdministrationProblem) -> ApprovalRequest {
        try await awaitEverybody()
        let request = try await rereadApproval(id)
        guard request.isOpen(at: core.now()) else { throw .notFound(.approval) }
        return request
    }

    private func rereadApproval(_ id: String) async throws(AdministrationProblem) -> ApprovalRequest {
        let request = try await reading { () throws(StoreError) in try await core.ports.store.approval(id) }
        guard let request else { throw .notFound(.approval) }
        return request
    }
}

extension ApprovalRequest {
    fileprivate var details: [String: String] {
        [
            "request": id, "wish": name == .grant ? "grant" : "approval:\(name)", "applicant": applicant.text,
            "consoles": consoles.text, "from": RFC3339.string(from), "until": RFC3339.string(to),
        ]
    }
}
