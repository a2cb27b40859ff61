internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore

/// Who has to approve one request, and how many of them are still missing.
struct Electorate {
    let approval: Approval
    private let directory: Directory

    /// `nil`: the policy defines no such approval (any more).
    init?(of request: ApprovalRequest, policy: PolicySnapshot, directory: Directory) {
        self.directory = directory
        guard request.name == .grant else {
            guard let approval = policy.definition.approvals[request.name] else { return nil }
            self.approval = approval
            return
        }
        let asked = policy.definition.approvals[.exportPermission]?.approvers ?? []
        guard asked.isEmpty else {
            approval = Approval(approvers: asked, isDistinctFromRequester: true)
            return
        }
        guard let grant = directory.grants[request.account]?.first(where: { $0.id == request.id }),
            let sponsor = directory.accounts[grant.sponsor]
        else { return nil }
        // Where the policy does not say who approves export permissions: the house of the sponsor, and security.
        approval = Approval(
            approvers: [
                ApproverGroup(roles: sponsor.roles, count: 1),
                ApproverGroup(roles: [OfficialRole.securityAdministrator], count: 1),
            ], isDistinctFromRequester: true)
    }

    /// Roles that any of the groups names, sorted.
    var roles: [RoleName] { approval.approvers.reduce(into: Set()) { $0.formUnion($1.roles) }.sorted() }

    /// The roles by which somebody may vote now: none for who was shut out, whatever they were when they voted, and none for the
    /// control socket, behind which may stand whoever has a vote already.
    func roles(of voter: AccountName, at now: UnixTime) -> Set<RoleName> {
        guard let account = directory.accounts[voter], account.state == .active, !directory.isLocked(account, at: now)
        else { return [] }
        return account.roles
    }

    func missing(after votes: [AccountName], requestedBy applicant: AccountName, at now: UnixTime) -> Int {
        ballot(after: votes, requestedBy: applicant, at: now).missing
    }

    func ballot(after votes: [AccountName], requestedBy applicant: AccountName, at now: UnixTime) -> Ballot {
        var voters: [AccountName: Set<RoleName>] = [:]
        for name in votes { voters[name] = roles(of: name, at: now) }
        voters[applicant] = nil
        return Ballot(
            groups: approval.approvers.map { group in
                Ballot.Group(
                    roles: group.roles.sorted(), count: group.count,
                    voters: votes.filter { !(voters[$0] ?? []).isDisjoint(with: group.roles) })
            }, missing: approval.missingApprovers(after: voters, requestedBy: applicant))
    }
}
