public import GatewayIdentity

/// What people of one kind may at most do; the rules say what they may do.
public struct Role: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case member
        /// Someone of another organisation: needs a running grant for each console, and exact paths unless said otherwise.
        case external
        /// A program, known by its certificate alone, from the addresses listed for its account: never at classified consoles, and only under
        /// rules that name its role.
        case service
    }

    public var kind: Kind
    /// Roles that one person cannot hold beside this one (separation of duties).
    public var excludes: Set<RoleName>
    public var limits: RoleLimits
    /// Stricter than the grade's profile, `nil`: the grade's.
    public var lockout: LockoutName?
    /// Whether rules for this role may use `*` and `**` in paths.
    public var wildcardPaths: Bool
    /// Nothing else is possible in this role, whatever the rules say.
    public var actions: ActionSet
    /// For accounts in the list of special-purpose accounts alone (`list: special_accounts`).
    public var isSpecial: Bool
    /// Asked of whoever holds the role, under every rule.
    public var factors: [FactorRequirement]
    public var approvals: Set<ApprovalName>
    /// From which terminals anything is possible in this role.
    public var device: DeviceDemand
    /// How loudly each sign-in with the role is told to the security officer and the owner of the account; `nil`: not because of the role.
    public var alarm: Alarm?

    public enum Alarm: String, CaseIterable, Sendable {
        case low, medium, high, critical
    }

    public init(
        kind: Kind, excludes: Set<RoleName> = [], limits: RoleLimits = .init(), lockout: LockoutName? = nil,
        wildcardPaths: Bool? = nil,
        actions: ActionSet = .every, isSpecial: Bool = false, factors: [FactorRequirement] = [],
        approvals: Set<ApprovalName> = [], device: DeviceDemand = .any, alarm: Alarm? = nil
    ) {
        self.kind = kind
        self.excludes = excludes
        self.limits = limits
        self.lockout = lockout
        self.wildcardPaths = wildcardPaths ?? (kind != .external)
        self.actions = actions
        self.isSpecial = isSpecial
        self.factors = factors
        self.approvals = approvals
        self.device = device
        self.alarm = alarm
    }
}
