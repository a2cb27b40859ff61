internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore

extension AccessCore {
    /// Whether a lock of this account ends by an administrator alone: classified consoles, privileged and foreign
    /// accounts (profile 2.1, right column).
    func isUnderStrictLimits(_ account: Account) -> Bool {
        policy.value.lockout(for: account.roles).lock == .untilAdministrator
    }

    /// Whether the account has power over others or over consoles: a role of our own people for which the policy sets
    /// strict limits, whatever consoles it reaches.
    func isPrivileged(_ account: Account) -> Bool {
        let definition = policy.value.definition
        return account.roles.contains { name in
            guard let role = definition.roles[name], role.kind == .member, let lockout = role.lockout else {
                return false
            }
            return definition.lockouts[lockout]?.lock == .untilAdministrator
        }
    }

    /// How loudly a sign-in is told because of who it is: of privileged accounts always, of others as their roles say (`alarm`).
    func signInAlarm(of account: Account) -> SecurityWarning.Severity? {
        let roles = policy.value.definition.roles
        let written = account.roles.compactMap { roles[$0]?.alarm }.map(SecurityWarning.Severity.init)
        return (written + (isPrivileged(account) ? [.medium] : [])).max()
    }
}

extension SecurityWarning.Severity {
    fileprivate init(_ alarm: Role.Alarm) {
        switch alarm {
        case .low: self = .low
        case .medium: self = .medium
        case .high: self = .high
        case .critical: self = .critical
        }
    }
}
