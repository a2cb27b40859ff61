internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore

extension Directory {
    /// Why an account does not come in from here now, by what it is: a person does not act as a program, nor a program
    /// as a person; a program comes from where its terms say, while they run and somebody answers for it.
    func refusal(
        of account: Account, from source: NetworkAddress, at now: UnixTime, policy: PolicySnapshot
    ) -> Reason? {
        guard policy.misfit(among: account.roles, for: account.use) == nil else { return .roleConflict }
        switch account.use {
        case .person, .shared: return nil
        case .service: break
        }
        guard !account.roles.isEmpty else { return .roleConflict }
        guard let terms = terms[account.name] else { return .approvalMissing }
        guard terms.runs(at: now) else { return .approvalExpired }
        guard let owner = accounts[terms.owner], owner.mayAnswer else { return .approvalMissing }
        return terms.permits(source) ? nil : .zoneDenied
    }
}

extension Account {
    /// Whether a service of theirs goes on: during a leave it does.
    var mayAnswer: Bool {
        switch state {
        case .active, .suspended: use == .person
        case .disabled, .removed: false
        }
    }
}

extension PolicySnapshot {
    /// The first of these roles that is not for accounts of this use. One that the policy does not know is for nobody, and found
    /// by `conflict(in:)`.
    func misfit(among roles: Set<RoleName>, for use: AccountUse) -> RoleName? {
        roles.sorted().first { name in
            switch (definition.roles[name]?.kind, use) {
            case (.service, .service), (.member, .person), (.member, .shared), (.external, .person),
                (.external, .shared), (nil, _):
                false
            case (.service, .person), (.service, .shared), (.member, .service), (.external, .service): true
            }
        }
    }
}
