public import GatewayIdentity

/// A whole policy as it was written. Nothing is decided by it until `PolicySnapshot` has compiled it.
public struct PolicyDefinition: Hashable, Sendable {
    /// The clause set it follows, such as `nct-2025-04`; every record names it.
    public var profile: ProfileID
    public var defaults: PolicyDefaults
    public var grades: [Grade: GradeRules]
    public var lockouts: [LockoutName: LockoutProfile]
    public var roles: [RoleName: Role]
    public var zones: [ZoneName: Zone]
    public var windows: [WindowName: AccessWindow]
    /// The sets that windows name. Their dates stand in the windows too.
    public var holidays: [HolidaySetName: HolidaySet]
    public var tags: [TagName: Tag]
    public var consoles: [Console]
    public var approvals: [ApprovalName: Approval]
    public var floors: [FloorName: Floor]
    public var rules: [Rule]
    public var exceptions: [ExceptionName: RuleException]
    /// What is looked for in the records while people work. No decision depends on it.
    public var watch: [WatchRule]

    public init(
        profile: ProfileID = .nct202504, defaults: PolicyDefaults = .init(), grades: [Grade: GradeRules] = [:],
        lockouts: [LockoutName: LockoutProfile] = [:], roles: [RoleName: Role] = [:],
        zones: [ZoneName: Zone] = [:], windows: [WindowName: AccessWindow] = [:],
        holidays: [HolidaySetName: HolidaySet] = [:], tags: [TagName: Tag] = [:],
        consoles: [Console] = [], approvals: [ApprovalName: Approval] = [:], floors: [FloorName: Floor] = [:],
        rules: [Rule] = [], exceptions: [ExceptionName: RuleException] = [:], watch: [WatchRule] = []
    ) {
        self.profile = profile
        self.defaults = defaults
        self.grades = grades
        self.lockouts = lockouts
        self.roles = roles
        self.zones = zones
        self.windows = windows
        self.holidays = holidays
        self.tags = tags
        self.consoles = consoles
        self.approvals = approvals
        self.floors = floors
        self.rules = rules
        self.exceptions = exceptions
        self.watch = watch
    }
}

/// The clause sets this engine knows. An unknown one is refused: its duties would go unmet in silence.
public enum ProfileID: String, CaseIterable, Sendable {
    case nct202504 = "nct-2025-04"
}
