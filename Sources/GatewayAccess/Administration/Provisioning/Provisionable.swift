public import GatewayIdentity
internal import GatewayPolicy
public import GatewayStore

/// A person as a personnel system sees them: an account, or one that waits for its approval.
public struct Provisionable: Hashable, Sendable {
    public let name: AccountName
    public let displayName: String
    public let organisation: String
    public let language: Language
    public let isActive: Bool
    public let roles: Set<RoleName>
    public let externalID: String?
    public let createdAt: UnixTime
    /// What another person has yet to approve.
    public let waiting: [AccountRequest]

    init(_ account: Account, waiting: [AccountRequest]) {
        name = account.name
        displayName = account.displayName
        organisation = account.organisation
        language = account.language
        isActive = account.state == .active
        roles = account.roles
        externalID = account.externalID
        createdAt = account.createdAt
        self.waiting = waiting
    }

    init(_ request: AccountRequest, _ applied: AccountRequest.Applied) {
        name = request.account
        displayName = applied.displayName
        organisation = applied.organisation
        language = applied.language
        isActive = false
        roles = []
        externalID = applied.externalID
        createdAt = request.at
        waiting = [request]
    }

    /// The same as what the personnel system would say to leave it so.
    public var asProvisioned: ProvisionedPerson {
        ProvisionedPerson(
            name: name, displayName: displayName, organisation: organisation, language: language, isActive: nil,
            roles: nil, externalID: externalID)
    }
}

extension Administration {
    /// Everybody whom a personnel system sees, by name: people, not programs; not who was removed, or deleted by it.
    public func provisionables(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem)
        -> [Provisionable]
    {
        try await awaitEverybody()
        try await noteReading("people, by SCIM", actor, requestID)
        let open = try await openRequests()
        let accounts = core.directory.value.accounts.values.filter(\.isProvisionable)
        let known = accounts.map { Provisionable($0, waiting: open[$0.name] ?? []) }
        return (known + expected(open)).sorted { $0.name.text < $1.name.text }
    }

    public func provisionable(_ name: AccountName, readBy actor: Actor, requestID: RequestID)
        async throws(AdministrationProblem) -> Provisionable
    {
        try await awaitEverybody()
        try await noteReading("a person, by SCIM", actor, requestID, about: name)
        let open = try await openRequests()
        if let account = core.directory.value.accounts[name], account.isProvisionable {
            return Provisionable(account, waiting: open[name] ?? [])
        }
        guard let person = expected(open).first(where: { $0.name == name }) else { throw .notFound(.account) }
        return person
    }

    /// The policy's roles for people, by name.
    public var provisionableRoles: [RoleName] {
        core.policy.value.definition.roles.filter { $0.value.kind != .service }.keys.sorted()
    }

    private func openRequests() async throws(AdministrationProblem) -> [AccountName: [AccountRequest]] {
        do throws(StoreError) {
            let open = try await core.ports.store.requests(openAt: core.now(), limit: .max)
            return Dictionary(grouping: open, by: \.account)
        } catch {
            throw AdministrationProblem(error)
        }
    }

    /// Those whose account has yet to be approved.
    private func expected(_ open: [AccountName: [AccountRequest]]) -> [Provisionable] {
        open.values.joined().compactMap { request in
            switch request.wish {
            case .admission(let applied): applied.use == .service ? nil : Provisionable(request, applied)
            case .roles, .opening, .terms: nil
            }
        }
    }
}

extension Account {
    fileprivate var isProvisionable: Bool { use != .service && state != .removed && !isDeprovisioned }
}

extension Administration {
    /// Where a person belongs of whom the personnel system does not say: where it belongs itself.
    public func homeOrganisation(of actor: Actor) async throws(AdministrationProblem) -> String {
        try await awaitEverybody()
        return try require(actor.storedName).organisation
    }
}
