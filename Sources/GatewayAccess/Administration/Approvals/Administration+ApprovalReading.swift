public import GatewayIdentity
public import GatewayStore

/// Who has to give their word on a request, and who has.
public struct Ballot: Hashable, Sendable {
    public struct Group: Hashable, Sendable {
        public let roles: [RoleName]
        public let count: Int
        /// Those who voted and hold one of the roles now; somebody may be named in two groups, and counts in one.
        public let voters: [AccountName]
    }

    public let groups: [Group]
    /// People who still have to approve.
    public let missing: Int
}

/// Requests for approvals as people see them: all of them, or those that concern whoever asks.
extension Administration {
    /// Whose requests are read.
    public enum ApprovalReach: Sendable {
        case everybody
        /// What the reader may vote on, asked for, answers for or is to have; nothing for partners, whose sponsors follow it.
        case concerned
    }

    /// Those that wait for votes, oldest first, at most 1000.
    public func openApprovals(_ reach: ApprovalReach, readBy actor: Actor, requestID: RequestID)
        async throws(AdministrationProblem) -> [ApprovalRequest]
    {
        try await awaitEverybody()
        try await noteReading("approvals", actor, requestID)
        let open = try await reading { () throws(StoreError) in
            try await core.ports.store.approvals(openAt: core.now(), limit: 1000)
        }
        return open.filter { isWithin(reach, $0, actor) }
    }

    /// All of one person, oldest first.
    public func approvals(of name: AccountName, _ reach: ApprovalReach, readBy actor: Actor, requestID: RequestID)
        async throws(AdministrationProblem) -> [ApprovalRequest]
    {
        try await awaitEverybody()
        try await noteReading("approvals", actor, requestID, about: name)
        let own = try await reading { () throws(StoreError) in try await core.ports.store.approvals(of: name) }
        return own.filter { isWithin(reach, $0, actor) }
    }

    /// One, decided or not.
    ///
    /// - Throws: `.notFound(.approval)` also for one that does not concern the reader.
    public func approval(_ id: String, _ reach: ApprovalReach, readBy actor: Actor, requestID: RequestID)
        async throws(AdministrationProblem) -> ApprovalRequest
    {
        try await awaitEverybody()
        let request = try await reading { () throws(StoreError) in try await core.ports.store.approval(id) }
        guard let request, isWithin(reach, request, actor) else { throw .notFound(.approval) }
        try await noteReading("approvals", actor, requestID, about: request.account)
        return request
    }

    /// How a request stands; `nil`: it is not open, or the policy defines it no more.
    public func ballot(on request: ApprovalRequest) -> Ballot? {
        let now = core.now()
        guard request.isOpen(at: now),
            let electorate = Electorate(of: request, policy: core.policy.value, directory: core.directory.value)
        else { return nil }
        return electorate.ballot(after: request.votes.map(\.by), requestedBy: request.applicant, at: now)
    }

    private func isWithin(_ reach: ApprovalReach, _ request: ApprovalRequest, _ actor: Actor) -> Bool {
        switch reach {
        case .everybody: return true
        case .concerned:
            let name = actor.storedName
            guard let reader = core.directory.value.accounts[name], !core.isExternal(reader) else { return false }
            let grants = grants(askedBy: request.id)
            if [request.applicant, request.account].contains(name) { return true }
            if grants.contains(where: { $0.account == name || $0.sponsor == name }) { return true }
            guard let electorate = Electorate(of: request, policy: core.policy.value, directory: core.directory.value)
            else { return false }
            return !electorate.roles(of: name, at: core.now()).isDisjoint(with: electorate.roles)
        }
    }
}
