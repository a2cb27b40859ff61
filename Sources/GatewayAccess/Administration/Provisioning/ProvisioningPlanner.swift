internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
internal import GatewayStore

/// Compares what was said with what is there. Changes nothing.
struct ProvisioningPlanner {
    let administration: Administration
    let actor: Actor
    let open: [AccountName: [AccountRequest]]

    private var core: AccessCore { administration.core }
    private var isProvisioner: Bool {
        switch actor {
        case .provisioner: true
        case .controlSocket, .administrator, .owner, .gateway: false
        }
    }

    func plan(_ people: [ProvisionedPerson]) -> ProvisioningPlan {
        let lines = people.map { person in
            do throws(AdministrationProblem) {
                return ProvisioningPlan.Line(account: person.name, steps: try steps(for: person), problem: nil)
            } catch {
                return ProvisioningPlan.Line(account: person.name, steps: [], problem: error)
            }
        }
        let text = lines.map { line in
            "\(line.account) \(line.steps.map(\.text).joined(separator: " ")) \(line.problem?.description ?? "")\n"
        }.joined()
        return ProvisioningPlan(lines: lines, digest: SHA256.digest(of: Array(text.utf8)))
    }

    private func steps(for person: ProvisionedPerson) throws(AdministrationProblem) -> [ProvisioningPlan.Step] {
        guard let account = core.directory.value.accounts[person.name] else { return try stepsToAdmit(person) }
        // Programs have owners and terms of their own. A personnel system sees none of them: to it a name is taken.
        guard account.use != .service else {
            throw isProvisioner ? .conflict(.accountExists) : .service(.isService(account.name))
        }
        let steps = try stepsToState(person, account) + stepsToDescribe(person, account) + stepsToRoles(person, account)
        if !steps.isEmpty { try checkReach(to: account, steps) }
        return steps
    }

    // MARK: Somebody new

    private func stepsToAdmit(_ person: ProvisionedPerson) throws(AdministrationProblem) -> [ProvisioningPlan.Step] {
        let waiting = open[person.name, default: []].filter(\.isAdmission)
        // The name is promised to a program.
        guard !waiting.contains(where: \.isOfService) else { throw .conflict(.requestOpen) }
        // Who left before they came is nobody, unless somebody else expects them.
        guard person.isActive != false else {
            guard waiting.allSatisfy({ $0.isWithdrawn(by: actor) }) else { throw .conflict(.requestOpen) }
            return waiting.isEmpty ? [] : [.withdrawRequest]
        }
        guard waiting.isEmpty else { return [] }
        let roles = person.roles ?? []
        try checkProvisionable(roles)
        try administration.checkRoles(roles, of: .person)
        return [addsAlone(person) ? .add : .requestAccount]
    }

    private func addsAlone(_ person: ProvisionedPerson) -> Bool {
        guard isProvisioner else {
            return administration.standingAlone(of: actor, making: NewAccount(person)) != nil
        }
        return core.settings.people.provisioning == .standing
    }

    // MARK: Somebody who is there

    private func stepsToState(
        _ person: ProvisionedPerson, _ account: Account
    ) throws(AdministrationProblem) -> [ProvisioningPlan.Step] {
        if person.isDeleted { return account.isDeprovisioned ? [] : [.deprovision] }
        guard let isActive = person.isActive else { return [] }
        switch (account.state, isActive) {
        case (.active, true), (.disabled, false), (.removed, false): return []
        // Who suspended an account ends that too.
        case (.suspended, true): return []
        case (.active, false), (.suspended, false): return [.disable]
        case (.disabled, true):
            guard !isProvisioner || core.settings.people.provisioning == .standing else { throw .approvalNeeded }
            return [.enable]
        case (.removed, true): throw .conflict(.accountState)
        }
    }

    private func stepsToDescribe(_ person: ProvisionedPerson, _ account: Account) -> [ProvisioningPlan.Step] {
        guard account.state != .removed, !person.isDeleted else { return [] }
        return person.describing(account) == account ? [] : [.describe]
    }

    private func stepsToRoles(
        _ person: ProvisionedPerson, _ account: Account
    ) throws(AdministrationProblem) -> [ProvisioningPlan.Step] {
        guard let roles = person.roles, roles != account.roles, person.isActive != false, account.state != .removed
        else {
            return []
        }
        try checkProvisionable(roles.symmetricDifference(account.roles))
        try administration.checkRoles(roles, of: account.use)
        guard givesAlone(roles, to: account) else { return try stepsToRequestedRoles(roles, account) }
        return [.setRoles(roles)]
    }

    /// What is taken goes at once, and what is added waits. A request about other roles, or from when others were held,
    /// makes room for this one.
    private func stepsToRequestedRoles(
        _ roles: Set<RoleName>, _ account: Account
    ) throws(AdministrationProblem) -> [ProvisioningPlan.Step] {
        let kept = roles.intersection(account.roles)
        let fewer: [ProvisioningPlan.Step] = kept == account.roles ? [] : [.setRoles(kept)]
        let asked = open[account.name, default: []].filter(\.isAboutRoles)
        if asked.contains(where: { $0.wish == .roles(roles, replacing: kept) }) { return fewer }
        guard asked.allSatisfy({ $0.isWithdrawn(by: actor) }) else { throw .conflict(.requestOpen) }
        return (asked.isEmpty ? [] : [.withdrawRequest]) + fewer + [.requestRoles(roles)]
    }

    private func givesAlone(_ roles: Set<RoleName>, to account: Account) -> Bool {
        guard isProvisioner else { return !administration.needsTwo(toGive: roles, to: account) }
        if roles.isSubset(of: account.roles) { return true }
        switch core.settings.people.provisioning {
        // What several share takes two people at every site.
        case .standing: return account.use != .shared
        case .request: return false
        }
    }

    // MARK: How far somebody reaches

    /// A personnel system gives and takes none of the roles that watch over others, nor any that the policy keeps apart,
    /// nor those of programs.
    private func checkProvisionable(_ roles: Set<RoleName>) throws(AdministrationProblem) {
        guard isProvisioner else { return }
        let policy = core.policy.value
        let forbidden = roles.filter {
            OfficialRole.neverProvisioned.contains($0) || policy.isSpecial($0)
                || policy.definition.roles[$0]?.kind == .service
        }
        if let role = forbidden.min() { throw .notProvisionable(role) }
    }

    /// Of an account with such a role it can only say that its holder left. Nobody changes their own account.
    private func checkReach(to account: Account, _ steps: [ProvisioningPlan.Step]) throws(AdministrationProblem) {
        if actor.storedName == account.name { throw .ownAccount }
        if steps != [.disable], steps != [.deprovision] { try checkProvisionable(account.roles) }
    }
}

extension NewAccount {
    init(_ person: ProvisionedPerson) {
        self.init(
            name: person.name, displayName: person.displayName, roles: person.roles ?? [],
            organisation: person.organisation, language: person.language, externalID: person.externalID)
    }
}

extension ProvisionedPerson {
    /// The account with what is said about it, but for roles and state.
    func describing(_ account: Account) -> Account {
        var described = account
        described.displayName = displayName
        described.organisation = organisation
        described.language = language
        described.externalID = externalID ?? account.externalID
        return described
    }
}

extension ProvisioningPlan.Step {
    /// As the plan's digest and the interface spell it.
    public var text: String {
        switch self {
        case .add: "add"
        case .requestAccount: "request-account"
        case .withdrawRequest: "withdraw-request"
        case .describe: "describe"
        case .setRoles(let roles): "roles(\(roles.spelled))"
        case .requestRoles(let roles): "request-roles(\(roles.spelled))"
        case .disable: "disable"
        case .enable: "enable"
        case .deprovision: "deprovision"
        }
    }
}
