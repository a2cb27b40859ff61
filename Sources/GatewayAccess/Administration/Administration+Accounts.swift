public import GatewayIdentity
internal import GatewayLimits
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
    public var use: AccountUse
    public var externalID: String?
    /// Of a service, and needed there.
    public var terms: ServiceTerms?

    public init(
        name: AccountName, displayName: String, roles: Set<RoleName>, organisation: String,
        language: Language = .korean, use: AccountUse = .person, externalID: String? = nil,
        terms: ServiceTerms? = nil
    ) {
        self.name = name
        self.displayName = displayName
        self.roles = roles
        self.organisation = organisation
        self.language = language
        self.use = use
        self.externalID = externalID
        self.terms = terms
    }
}

/// What came of an order that one person may not be able to give alone.
public enum Ordered<Result: Sendable>: Sendable {
    case done(Result)
    /// Waits for another person's approval.
    case requested(AccountRequest)
}

extension Administration {
    /// Makes the account, or requests it where this takes two people.
    public func admit(_ new: NewAccount, _ mandate: Mandate) async throws(AdministrationProblem) -> Ordered<Account> {
        try await awaitEverybody()
        if standingAlone(of: mandate.actor, making: new) == nil { return .requested(try await request(new, mandate)) }
        return .done(try await add(new, mandate))
    }

    /// Makes the account at once.
    ///
    /// - Throws: `.approvalNeeded` where nobody does so alone.
    public func add(_ new: NewAccount, _ mandate: Mandate) async throws(AdministrationProblem) -> Account {
        try await awaitEverybody()
        guard let standing = standingAlone(of: mandate.actor, making: new) else { throw .approvalNeeded }
        return try await carryOut(
            .accountAdded, mandate, on: new.name, details: new.details.merging(["approval": standing]) { $1 }
        ) { () throws(AdministrationProblem) in
            try check(new)
        } _: { now in
            let account = Account(new, createdAt: now)
            if let terms = new.terms { try await recordTerms(terms, of: new.name, mandate, at: now) }
            try await core.ports.store.insert(
                account, listing: listing(of: account, mandate, at: now), terms: new.terms)
            try await refresh(new.name)
            return account
        }
    }

    /// Gives exactly these roles, or requests them where adding one takes two people.
    public func assign(_ roles: Set<RoleName>, to name: AccountName, _ mandate: Mandate)
        async throws(AdministrationProblem) -> Ordered<Set<RoleName>>
    {
        try await awaitEverybody()
        if needsTwo(toGive: roles, to: try require(name)) {
            return .requested(try await requestRoles(roles, for: name, mandate))
        }
        try await setRoles(roles, of: name, mandate)
        return .done(roles)
    }

    /// Replaces the roles. Sessions end: what they were opened for may not be what they would be opened for now.
    ///
    /// - Throws: `.approvalNeeded` where nobody adds a role alone.
    public func setRoles(_ roles: Set<RoleName>, of name: AccountName, _ mandate: Mandate)
        async throws(AdministrationProblem)
    {
        try await awaitEverybody()
        let account = try require(name)
        var details = changeDetails(account.roles, roles)
        // Elsewhere nobody adds one alone, as is checked below.
        if !roles.isSubset(of: account.roles) { details["approval"] = AccountRules.Approval.singlePerson.rawValue }
        try await carryOut(.rolesChanged, mandate, on: name, details: details) {
            () throws(AdministrationProblem) in
            try checkRoles(roles, of: account.use)
            guard !needsTwo(toGive: roles, to: try require(name)) else { throw .approvalNeeded }
        } _: { now in
            let change = listingChange(of: name, holding: roles, use: account.use, mandate, at: now)
            try await core.ports.store.setRoles(roles, of: name, listing: change)
            try await refresh(name)
            try await end(core.registry.sessions(of: name), .policy, mandate, at: now)
        }
    }

    func check(_ new: NewAccount) throws(AdministrationProblem) {
        try checkUse(new)
        guard core.directory.value.accounts[new.name] == nil else { throw .conflict(.accountExists) }
    }

    func checkRoles(_ roles: Set<RoleName>) throws(AdministrationProblem) {
        if let conflict = core.policy.value.conflict(in: roles) { throw .roles(conflict) }
    }

    // MARK: Alone or not

    /// Why somebody may make this account alone, as the record says it; `nil`: they may not.
    func standingAlone(of actor: Actor, making new: NewAccount) -> String? {
        if new.use == .shared { return nil }
        switch core.settings.people.approval {
        case .singlePerson: return AccountRules.Approval.singlePerson.rawValue
        case .twoPerson: return isFounding(new, by: actor) ? "founding" : nil
        }
    }

    /// Before there are two security administrators nobody could approve anything: the first two come by the socket.
    /// Those who are suspended or disabled count: whoever shuts them out does not found the house anew.
    private func isFounding(_ new: NewAccount, by actor: Actor) -> Bool {
        guard case .controlSocket = actor, new.roles.contains(OfficialRole.securityAdministrator) else { return false }
        return core.securityAdministrators.count < 2
    }

    func needsTwo(toGive roles: Set<RoleName>, to account: Account) -> Bool {
        let addsSome = !roles.isSubset(of: account.roles)
        switch core.settings.people.approval {
        case .singlePerson: return addsSome && account.use == .shared
        case .twoPerson: return addsSome
        }
    }

    // MARK: The list of special-purpose accounts

    /// The entry that an account brings with it when it is made: for special roles and for services.
    func listing(of account: Account, _ mandate: Mandate, purpose: String? = nil, at now: UnixTime) -> SpecialListing? {
        guard account.use == .service || account.roles.contains(where: core.policy.value.isSpecial) else { return nil }
        return SpecialListing(
            account: account.name, purpose: purpose ?? mandate.reason.description, listedBy: mandate.actor.storedName,
            listedAt: now)
    }

    func listingChange(
        of name: AccountName, holding roles: Set<RoleName>, use: AccountUse, _ mandate: Mandate,
        purpose: String? = nil, at now: UnixTime
    ) -> ListingChange {
        if use == .service { return .keep }
        guard roles.contains(where: core.policy.value.isSpecial) else { return .leave }
        return .enter(
            SpecialListing(
                account: name, purpose: purpose ?? mandate.reason.description, listedBy: mandate.actor.storedName,
                listedAt: now))
    }

    func changeDetails(_ before: Set<RoleName>, _ after: Set<RoleName>) -> [String: String] {
        ["before": before.spelled, "after": after.spelled]
    }
}

extension Account {
    init(_ new: NewAccount, createdAt: UnixTime) {
        self.init(
            name: new.name, displayName: new.displayName, roles: new.roles, organisation: new.organisation,
            language: new.language, use: new.use, externalID: new.externalID, createdAt: createdAt)
    }
}

extension NewAccount {
    /// For the record.
    var details: [String: String] {
        ["roles": roles.spelled, "organisation": organisation, "use": use.rawValue]
            .merging(terms?.details ?? [:]) { $1 }
    }
}

extension Set<RoleName> {
    /// In order, with spaces between.
    var spelled: String { sorted().map(\.text).joined(separator: " ") }
}

extension AccessCore {
    /// Those who can decide requests now.
    var activeSecurityAdministrators: [Account] { securityAdministrators.filter { $0.state == .active } }

    /// Those who are shut out for now as well.
    var securityAdministrators: [Account] {
        directory.value.accounts.values.filter { $0.roles.contains(OfficialRole.securityAdministrator) }
    }
}
