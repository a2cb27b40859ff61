public import GatewayIdentity
internal import GatewayLimits
public import GatewayPolicy
public import GatewayStore

/// An approval to be asked for: for whom, under which name, where, in `[from, to)`.
public struct NewApproval: Hashable, Sendable {
    public var account: AccountName
    public var name: ApprovalName
    public var consoles: Selection<ConsoleID>
    public var from: UnixTime
    public var to: UnixTime

    public init(
        account: AccountName, name: ApprovalName, consoles: Selection<ConsoleID> = .all, from: UnixTime, to: UnixTime
    ) {
        self.account = account
        self.name = name
        self.consoles = consoles
        self.from = from
        self.to = to
    }
}

/// Approvals that rules ask for: asked for by whoever needs them or by a security administrator, given by the groups that the policy names.
extension Administration {
    /// Asks for an approval. One that nobody votes on (a pledge, a training, a place in a list) is entered by a security administrator and holds
    /// at once.
    public func requestApproval(_ new: NewApproval, _ mandate: Mandate) async throws(AdministrationProblem)
        -> ApprovalRequest
    {
        try await awaitEverybody()
        try checkApplicant(of: new.account, mandate.actor)
        let approval = try check(new)
        let isEntered = approval.approvers.isEmpty
        if isEntered { try checkEntry(mandate.actor, of: new.account) }
        let id: String
        do { id = try core.identifier() } catch { throw .failed(AccessFailure(wrapping: error)) }
        let details = [
            "request": id, "wish": "approval:\(new.name)", "applicant": mandate.actor.storedName.text,
            "consoles": new.consoles.text, "from": RFC3339.string(new.from), "until": RFC3339.string(new.to),
        ]
        return try await carryOut(
            isEntered ? .approvalGiven : .approvalAsked, mandate, on: new.account, details: details, severity: .high,
            mayBeOwn: !isEntered
        ) { now in
            let request = ApprovalRequest(
                id: id, account: new.account, name: new.name, consoles: new.consoles, from: new.from, to: new.to,
                applicant: mandate.actor.storedName, reason: mandate.reason.description, askedAt: now,
                expires: min(now + core.settings.people.requestLife, new.to),
                decision: isEntered
                    ? .init(.given, by: mandate.actor.storedName, at: now, reason: mandate.reason.description) : nil)
            try await core.ports.store.insert(request, for: [])
            if isEntered { try await refresh(new.account) }
            return request
        }
    }

    private func check(_ new: NewApproval) throws(AdministrationProblem) -> Approval {
        guard new.name != .grant else { throw .approval(.notAskedForHere(new.name)) }
        guard let approval = core.policy.value.definition.approvals[new.name] else {
            throw .approval(.unknown(new.name))
        }
        // Its number and what it is for would be nowhere: a grant holds them.
        guard approval.document == nil || !approval.approvers.isEmpty else {
            throw .approval(.notAskedForHere(new.name))
        }
        guard new.from < new.to, core.now() < new.to else { throw .emptyPeriod }
        let most = [approval.maximumLife, approval.renewal].compactMap { $0 }.min() ?? Self.longestApproval
        guard new.to - new.from <= most else { throw .approval(.tooLong(most)) }
        if case .only(let consoles) = new.consoles {
            guard !consoles.isEmpty else { throw .noConsole }
            for console in consoles.sorted() where core.policy.value.console(console) == nil {
                throw .unknownConsole(console)
            }
        }
        return approval
    }

    /// Where the policy does not say how long an approval may hold.
    static let longestApproval = Duration.seconds(366 * 86400)

    /// For themselves any colleague; for others, partners among them, who administers people.
    func checkApplicant(of account: AccountName, _ actor: Actor) throws(AdministrationProblem) {
        let person = try require(account)
        let isOwn = actor.storedName == account && !core.isExternal(person)
        guard isSecurityAdministrator(actor) || isOwn else { throw .approval(.notTheirs) }
    }

    private func checkEntry(_ actor: Actor, of account: AccountName) throws(AdministrationProblem) {
        guard actor.storedName != account else { throw .ownAccount }
        guard isSecurityAdministrator(actor) else {
            throw .approval(.noVoter([OfficialRole.securityAdministrator]))
        }
    }

    func isSecurityAdministrator(_ actor: Actor) -> Bool {
        switch actor {
        case .controlSocket: true
        case .administrator(let name):
            core.directory.value.accounts[name]?.roles.contains(OfficialRole.securityAdministrator) ?? false
        case .provisioner, .owner, .gateway: false
        }
    }
}

extension Selection<ConsoleID> {
    /// For the record.
    var text: String {
        switch self {
        case .all: "all"
        case .only(let consoles): consoles.sorted().map(\.text).joined(separator: " ")
        }
    }
}
