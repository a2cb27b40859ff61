public import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
public import GatewayStore

/// Programs that come in by their certificates alone: on terms that two people agreed on, and no longer.
extension Administration {
    /// Sets these terms for a service that exists, or requests them where giving a role takes two people.
    public func renew(_ service: AccountName, on terms: ServiceTerms, _ mandate: Mandate)
        async throws(AdministrationProblem) -> Ordered<ServiceTerms>
    {
        try await awaitEverybody()
        switch core.settings.people.approval {
        case .twoPerson: return .requested(try await requestTerms(terms, for: service, mandate))
        case .singlePerson: break
        }
        try await carryOut(.serviceTermsChanged, mandate, on: service, details: terms.details) {
            () throws(AdministrationProblem) in
            try check(terms, for: try requireService(service))
        } _: { _ in
            try await core.ports.store.setTerms(terms, of: service)
            try await refresh(service)
        }
        return .done(terms)
    }

    /// Every service that was not removed, by name.
    public func services(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem)
        -> [ServiceAccount]
    {
        try await awaitEverybody()
        try await noteReading("services", actor, requestID)
        let now = core.now()
        let directory = core.directory.value
        return try await reading { () throws(StoreError) in
            var services: [ServiceAccount] = []
            try await core.forEachCare { account, care in
                guard let standing = directory.serviceStanding(of: account, at: now) else { return }
                let lastUse = [care.usedAt, core.attendance.last(of: account.name)].compactMap(\.self).max()
                services.append(
                    ServiceAccount(
                        account: account, terms: directory.terms[account.name], standing: standing, lastUse: lastUse))
            }
            return services
        }
    }

    /// The terms that an account is made with, in the record before they are there.
    func recordTerms(_ terms: ServiceTerms, of service: AccountName, _ mandate: Mandate, at now: UnixTime)
        async throws(AccessFailure)
    {
        try await core.record([
            SecurityEvent(
                .serviceTermsChanged, at: now, requestID: mandate.requestID, actor: mandate.actor, account: service,
                severity: .medium, statedReason: mandate.reason.description, details: terms.details)
        ])
    }

    // MARK: What may be ordered

    /// What a new account is for decides which roles it takes, and whether it has terms.
    func checkUse(_ new: NewAccount) throws(AdministrationProblem) {
        try checkRoles(new.roles, of: new.use)
        switch (new.use, new.terms) {
        case (.service, let terms?):
            guard !new.roles.isEmpty else { throw .service(.noRole) }
            try check(terms, for: new.name)
        case (.service, nil): throw .service(.noTerms)
        case (.person, nil), (.shared, nil): break
        case (.person, .some), (.shared, .some): throw .service(.termsOfPerson(new.name))
        }
    }

    func checkRoles(_ roles: Set<RoleName>, of use: AccountUse) throws(AdministrationProblem) {
        try checkRoles(roles)
        guard let role = core.policy.value.misfit(among: roles, for: use) else { return }
        throw .service(use == .service ? .roleOfPeople(role) : .roleOfPrograms(role))
    }

    func check(_ terms: ServiceTerms, for service: AccountName) throws(AdministrationProblem) {
        let now = core.now()
        guard terms.until > now, terms.until <= now + ServiceTerms.longest else { throw .service(.period) }
        guard let owner = core.directory.value.accounts[terms.owner], owner.state == .active, owner.mayAnswer else {
            throw .service(.owner(terms.owner))
        }
    }

    func requireService(_ name: AccountName) throws(AdministrationProblem) -> AccountName {
        let account = try require(name)
        guard account.use == .service else { throw .service(.notService(name)) }
        guard account.state != .removed else { throw .conflict(.accountState) }
        return name
    }

    /// Somebody who signs in, and can therefore have factors.
    func requirePerson(_ name: AccountName) throws(AdministrationProblem) -> Account {
        let account = try require(name)
        guard account.signsIn else { throw .service(.isService(name)) }
        return account
    }
}

extension ServiceTerms {
    /// For the record.
    var details: [String: String] {
        [
            "owner": owner.text, "networks": networks.map(\.description).joined(separator: " "),
            "until": RFC3339.string(until),
        ]
    }
}
