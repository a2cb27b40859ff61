public import GatewayIdentity
internal import GatewayPolicy
internal import GatewaySessions
public import GatewayStore

/// Someone to be let in: what an administrator says about them.
public struct NewAccount: Hashable, Sendable {
    public var name: AccountName
    public var displayName: String
    public var roles: Set<RoleName>
    public var organisation: String
    public var language: Language

    public init(
        name: AccountName, displayName: String, roles: Set<RoleName>, organisation: String, language: Language = .korean
    ) {
        self.name = name
        self.displayName = displayName
        self.roles = roles
        self.organisation = organisation
        self.language = language
    }
}

extension Administration {
    public func add(_ new: NewAccount, _ mandate: Mandate) async throws(AdministrationProblem) -> Account {
        let details = [
            "roles": new.roles.sorted().map(\.text).joined(separator: " "), "organisation": new.organisation,
        ]
        return try await carryOut(.accountAdded, mandate, on: new.name, details: details) {
            () throws(AdministrationProblem) in
            try checkRoles(new.roles)
            guard core.directory.value.accounts[new.name] == nil else { throw .conflict(.accountExists) }
        } _: { now in
            let account = Account(
                name: new.name, displayName: new.displayName, roles: new.roles, organisation: new.organisation,
                language: new.language, createdAt: now)
            try await core.ports.store.insert(account)
            try await refresh(new.name)
            return account
        }
    }

    /// Lets nobody in under this name from now on; their sessions end.
    public func disable(_ name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem) {
        try await setState(.disabled, of: name, .accountDisabled, mandate)
    }

    public func enable(_ name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem) {
        try await setState(.active, of: name, .accountEnabled, mandate)
    }

    /// Replaces the roles. Sessions end: what they were opened for may not be what they would be opened for now.
    public func setRoles(_ roles: Set<RoleName>, of name: AccountName, _ mandate: Mandate)
        async throws(AdministrationProblem)
    {
        try await awaitEverybody()
        let before = try require(name).roles
        let details = [
            "before": before.sorted().map(\.text).joined(separator: " "),
            "after": roles.sorted().map(\.text).joined(separator: " "),
        ]
        try await carryOut(.rolesChanged, mandate, on: name, details: details) { () throws(AdministrationProblem) in
            try checkRoles(roles)
            _ = try require(name)
        } _: { now in
            var account = try require(name)
            account.roles = roles
            try await core.ports.store.update(account)
            try await refresh(name)
            try await end(core.registry.sessions(of: name), .policy, mandate, at: now)
        }
    }

    private func setState(
        _ state: AccountState, of name: AccountName, _ kind: SecurityEvent.Kind, _ mandate: Mandate
    ) async throws(AdministrationProblem) {
        try await carryOut(kind, mandate, on: name) { () throws(AdministrationProblem) in
            _ = try require(name)
        } _: { now in
            try await core.ports.store.setState(state, of: name)
            try await refresh(name)
            switch state {
            case .active: break
            case .suspended, .disabled: try await end(core.registry.sessions(of: name), .locked, mandate, at: now)
            }
        }
    }

    private func checkRoles(_ roles: Set<RoleName>) throws(AdministrationProblem) {
        if let conflict = core.policy.value.conflict(in: roles) { throw .roles(conflict) }
    }
}
