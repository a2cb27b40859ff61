public import GatewayIdentity

/// The least that is asked where its selector fits, which no rule, role, grade or exception can weaken: a weaker one is refused at load, and the
/// decision asks for it too.
public struct Floor: Hashable, Sendable {
    /// All parts must fit.
    public struct Selector: Hashable, Sendable {
        /// What the console counts as.
        public var grades: Selection<Grade>
        /// Tags of the console; one of those listed.
        public var tags: Selection<TagName>
        /// Roles in use; one of those listed.
        public var roles: Selection<RoleName>

        public init(
            grades: Selection<Grade> = .all, tags: Selection<TagName> = .all, roles: Selection<RoleName> = .all
        ) {
            self.grades = grades
            self.tags = tags
            self.roles = roles
        }
    }

    public var selector: Selector
    public var factors: [FactorRequirement]
    public var limits: RoleLimits
    public var approvals: Set<ApprovalName>
    public var zones: Selection<ZoneName>
    public var windows: Selection<WindowName>

    public init(
        _ selector: Selector, factors: [FactorRequirement] = [], limits: RoleLimits = .init(),
        approvals: Set<ApprovalName> = [], zones: Selection<ZoneName> = .all, windows: Selection<WindowName> = .all
    ) {
        self.selector = selector
        self.factors = factors
        self.limits = limits
        self.approvals = approvals
        self.zones = zones
        self.windows = windows
    }

    var asksForNothing: Bool {
        factors.isEmpty && limits == .init() && approvals.isEmpty && zones == .all && windows == .all
    }
}

extension Floor.Selector {
    /// Whether it speaks of the console, for some roles.
    func covers(_ grade: Grade, _ consoleTags: Set<TagName>) -> Bool {
        guard grades.contains(grade) else { return false }
        switch tags {
        case .all: return true
        case .only(let listed): return !listed.isDisjoint(with: consoleTags)
        }
    }

    func covers(_ rolesInUse: Set<RoleName>) -> Bool {
        switch roles {
        case .all: true
        case .only(let listed): !listed.isDisjoint(with: rolesInUse)
        }
    }
}
