public import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
internal import GatewaySessions
public import GatewayStore

/// Request and approval: nobody gets an account, a role, an emergency opening or the terms of a service by the word of one person.
extension Administration {
    /// Requests an account for somebody.
    public func request(_ new: NewAccount, _ mandate: Mandate) async throws(AdministrationProblem) -> AccountRequest {
        try await file(.admission(.init(new)), for: new.name, mandate, details: new.details) {
            () throws(AdministrationProblem) in try check(new)
        }
    }

    /// Requests that somebody hold exactly these roles.
    public func requestRoles(_ roles: Set<RoleName>, for name: AccountName, _ mandate: Mandate)
        async throws(AdministrationProblem) -> AccountRequest
    {
        try await awaitEverybody()
        let held = try require(name).roles
        let details = changeDetails(held, roles)
        return try await file(.roles(roles, replacing: held), for: name, mandate, details: details) {
            () throws(AdministrationProblem) in
            try checkRoles(roles, of: try require(name).use)
        }
    }

    /// Requests that an emergency account be opened for an hour.
    public func requestOpening(of name: AccountName, _ mandate: Mandate) async throws(AdministrationProblem)
        -> AccountRequest
    {
        try await file(.opening, for: name, mandate, severity: .high) { () throws(AdministrationProblem) in
            try checkOpening(of: name)
        }
    }

    /// One that is disabled would be refused in the emergency: better to hear it now.
    func checkOpening(of name: AccountName) throws(AdministrationProblem) {
        let account = try require(name)
        guard account.roles.contains(OfficialRole.breakGlass) else { throw .noBreakGlass(name) }
        guard account.state == .active else { throw .conflict(.accountState) }
    }

    /// Requests these terms for a service that exists.
    public func requestTerms(_ terms: ServiceTerms, for service: AccountName, _ mandate: Mandate)
        async throws(AdministrationProblem) -> AccountRequest
    {
        try await file(.terms(terms), for: service, mandate, details: terms.details) {
            () throws(AdministrationProblem) in
            try check(terms, for: try requireService(service))
        }
    }

    /// Turns a request down; by its applicant: takes it back.
    public func reject(_ id: String, _ mandate: Mandate) async throws(AdministrationProblem) -> AccountRequest {
        let request = try await openRequest(id)
        try await carryOut(.requestRejected, mandate, on: request.account, details: request.details) { now in
            try await core.ports.store.reject(
                id, by: mandate.actor.storedName, at: now, reason: mandate.reason.description)
        }
        return try await reread(id)
    }

    /// Those that wait for a decision, oldest first, at most 1000.
    public func openRequests(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem)
        -> [AccountRequest]
    {
        try await noteReading("requests", actor, requestID)
        do throws(StoreError) {
            return try await core.ports.store.requests(openAt: core.now(), limit: 1000)
        } catch {
            throw AdministrationProblem(error)
        }
    }

    /// All that were ever made for one account: who asked, who decided, when and why.
    public func requests(for name: AccountName, readBy actor: Actor, requestID: RequestID)
        async throws(AdministrationProblem) -> [AccountRequest]
    {
        try await noteReading("requests", actor, requestID, about: name)
        do throws(StoreError) {
            return try await core.ports.store.requests(for: name)
        } catch {
            throw AdministrationProblem(error)
        }
    }

    // MARK: Filing

    private func file(
        _ wish: AccountRequest.Wish, for name: AccountName, _ mandate: Mandate, details: [String: String] = [:],
        severity: SecurityWarning.Severity = .medium,
        check: @Sendable () throws(AdministrationProblem) -> Void
    ) async throws(AdministrationProblem) -> AccountRequest {
        let id: String
        do { id = try core.identifier() } catch { throw .failed(AccessFailure(wrapping: error)) }
        let details = details.merging(["request": id, "wish": wish.word]) { $1 }
        return try await carryOut(
            .accountRequested, mandate, on: name, details: details, severity: severity, check: check
        ) { now in
            let request = AccountRequest(
                id: id, account: name, wish: wish, applicant: mandate.actor.storedName,
                reason: mandate.reason.description, at: now, expires: now + core.settings.people.requestLife)
            try await core.ports.store.insert(request)
            return request
        }
    }

    // MARK: Finding

    func openRequest(_ id: String) async throws(AdministrationProblem) -> AccountRequest {
        try await awaitEverybody()
        let request = try await reread(id)
        guard request.isOpen(at: core.now()) else { throw .notFound(.accountRequest) }
        return request
    }

    func reread(_ id: String) async throws(AdministrationProblem) -> AccountRequest {
        do throws(StoreError) {
            guard let request = try await core.ports.store.request(id) else {
                throw StoreError.notFound(.accountRequest)
            }
            return request
        } catch {
            throw AdministrationProblem(error)
        }
    }
}

extension AccountRequest {
    /// For the record of what becomes of it.
    var details: [String: String] { ["request": id, "wish": wish.word, "applicant": applicant.text] }
}

extension AccountRequest.Wish {
    /// As the record and the interface spell it.
    public var word: String {
        switch self {
        case .admission: "account"
        case .roles: "roles"
        case .opening: "opening"
        case .terms: "service"
        }
    }
}

extension AccountRequest.Applied {
    init(_ new: NewAccount) {
        self.init(
            displayName: new.displayName, roles: new.roles, organisation: new.organisation, language: new.language,
            use: new.use, externalID: new.externalID, terms: new.terms)
    }
}

extension NewAccount {
    init(_ name: AccountName, _ applied: AccountRequest.Applied) {
        self.init(
            name: name, displayName: applied.displayName, roles: applied.roles, organisation: applied.organisation,
            language: applied.language, use: applied.use, externalID: applied.externalID, terms: applied.terms)
    }
}
