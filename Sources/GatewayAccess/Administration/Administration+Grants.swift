public import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
internal import GatewaySessions
public import GatewayStore

/// An export permission to be entered: for whom, for which consoles, on what ground, who answers for it, in `[from,
/// to)`.
public struct NewGrant: Hashable, Sendable {
    public var account: AccountName
    public var consoles: Set<ConsoleID>
    public var kind: PartnerGrant.Kind
    public var reference: String
    public var sponsor: AccountName
    public var from: UnixTime
    public var to: UnixTime

    public init(
        account: AccountName, consoles: Set<ConsoleID>, kind: PartnerGrant.Kind, reference: String,
        sponsor: AccountName, from: UnixTime, to: UnixTime
    ) {
        self.account = account
        self.consoles = consoles
        self.kind = kind
        self.reference = reference
        self.sponsor = sponsor
        self.from = from
        self.to = to
    }
}

extension Administration {
    /// Enters a permission for whole consoles, which asks for pledge and training as one that was voted on does. A period that is
    /// over already is taken too: it is history, and lets nobody in.
    public func addGrant(_ new: NewGrant, _ mandate: Mandate) async throws(AdministrationProblem) -> PartnerGrant {
        let id: String
        do { id = try core.identifier() } catch { throw .failed(AccessFailure(wrapping: error)) }
        var details = new.details
        details["grant"] = id
        details["scope"] = GrantScope(asks: asksOfGrants).text
        try await requireNoOwnMeasure(
            about: new.account, answeredForBy: new.sponsor, before: .grantAdded, mandate)
        return try await carryOut(.grantAdded, mandate, on: new.account, details: details, severity: .high) {
            () throws(AdministrationProblem) in
            try check(new)
            // Where the policy says who approves, nobody enters what is still to run.
            let approvers = core.policy.value.definition.approvals[.exportPermission]?.approvers ?? []
            guard approvers.isEmpty || new.to <= core.now() else { throw .approval(.votedOn) }
        } _: { _ in
            let grant = PartnerGrant(
                id: id, account: new.account, organisation: try require(new.account).organisation,
                consoles: new.consoles, kind: new.kind, reference: new.reference, sponsor: new.sponsor, from: new.from,
                to: new.to, scope: GrantScope(asks: asksOfGrants))
            try await core.ports.store.insert(grant)
            try await refresh(new.account)
            return grant
        }
    }

    /// Ends a permission before its time. The partner's sessions end with it, also where another permission still
    /// runs: they sign in again under that one.
    public func endGrant(_ id: String, _ mandate: Mandate) async throws(AdministrationProblem) {
        try await awaitEverybody()
        guard let name = core.directory.value.grants.values.joined().first(where: { $0.id == id })?.account else {
            throw .notFound(.grant)
        }
        try await carryOut(.grantEnded, mandate, on: name, details: ["grant": id], severity: .high) {
            () throws(AdministrationProblem) in
            guard core.directory.value.grants[name]?.contains(where: { $0.id == id && $0.ending == nil }) == true else {
                throw .notFound(.grant)
            }
        } _: { now in
            try await core.ports.store.endGrant(id, by: mandate.actor.storedName, at: now)
            try await refresh(name)
            try await end(core.registry.sessions(of: name), .policy, mandate, at: now)
        }
    }

    func check(_ new: NewGrant) throws(AdministrationProblem) {
        guard new.from < new.to else { throw .emptyPeriod }
        guard new.to - new.from <= core.settings.people.grantLife else {
            throw .approval(.tooLong(core.settings.people.grantLife))
        }
        guard !new.consoles.isEmpty else { throw .noConsole }
        for console in new.consoles.sorted() where core.policy.value.console(console) == nil {
            throw .unknownConsole(console)
        }
        let partner = try require(new.account)
        guard core.isExternal(partner) else { throw .notExternal(new.account) }
        try checkSponsor(new.sponsor, of: partner)
    }

    /// Sponsors are told of the partner, and ask for resets in their name: nobody does that for themselves, and no other
    /// partner and no program does.
    private func checkSponsor(_ name: AccountName, of partner: Account) throws(AdministrationProblem) {
        let sponsor = try require(name)
        guard name != partner.name, sponsor.use == .person, sponsor.state == .active, !core.isExternal(sponsor) else {
            throw .noSponsor(name)
        }
    }
}
