public import GatewayIdentity
internal import GatewayLimits
internal import GatewayStore

/// Everybody whom a personnel system sees, as of one moment: people, not programs; not who was removed, or deleted by it.
public struct ProvisionablePeople: Sendable {
    private let accounts: [AccountName: Account]
    private let open: [AccountName: [AccountRequest]]

    /// - Parameter open: requests that wait for a decision.
    init(_ accounts: [AccountName: Account], open: [AccountRequest]) {
        self.accounts = accounts
        self.open = Dictionary(grouping: open, by: \.account)
    }

    /// By name, with those whose account has yet to be approved.
    public var all: [Provisionable] {
        Set(accounts.keys).union(open.keys).compactMap { self[$0] }.sorted { $0.name.text < $1.name.text }
    }

    public subscript(name: AccountName) -> Provisionable? {
        let waiting = open[name] ?? []
        if let account = accounts[name] {
            return account.isProvisionable ? Provisionable(account, waiting: waiting) : nil
        }
        return waiting.lazy.compactMap { request -> Provisionable? in
            switch request.wish {
            case .admission(let applied): applied.use == .service ? nil : Provisionable(request, applied)
            case .roles, .opening, .terms: nil
            }
        }.first
    }
}

extension Account {
    fileprivate var isProvisionable: Bool { use != .service && state != .removed && !isDeprovisioned }
}

extension Administration {
    /// Brings people to what is wanted of them as they are at that moment: nobody else changes anybody between the look
    /// and the change.
    ///
    /// - Parameters:
    ///   - name: whom the record says was looked at; `nil`: everybody.
    ///   - wanted: makes what they shall be out of what they are, or refuses. Called once at most; waits for nothing.
    /// - Returns: the people as they are then.
    /// - Throws: what `wanted` throws; else `AdministrationProblem`. Nothing was done then.
    public func provision(
        about name: AccountName? = nil, _ mandate: Mandate,
        _ wanted: @Sendable (ProvisionablePeople) throws -> [ProvisionedPerson]
    ) async throws -> ProvisionablePeople {
        try await awaitEverybody()
        try await noteReading("people, by SCIM", mandate.actor, mandate.requestID, about: name)
        return try await core.changes.run { () async throws -> ProvisionablePeople in
            _ = try await provisionInTurn(try wanted(try await provisionablePeople()), mandate)
            return try await provisionablePeople()
        }
    }

    /// Everybody whom a personnel system sees.
    ///
    /// - Parameter name: whom the record says was looked at; `nil`: everybody.
    public func provisionables(about name: AccountName? = nil, readBy actor: Actor, requestID: RequestID)
        async throws(AdministrationProblem) -> ProvisionablePeople
    {
        try await awaitEverybody()
        try await noteReading("people, by SCIM", actor, requestID, about: name)
        return try await provisionablePeople()
    }

    private func provisionablePeople() async throws(AdministrationProblem) -> ProvisionablePeople {
        do throws(StoreError) {
            let open = try await core.ports.store.requests(openAt: core.now(), limit: .max)
            return ProvisionablePeople(core.directory.value.accounts, open: open)
        } catch {
            throw AdministrationProblem(error)
        }
    }
}
