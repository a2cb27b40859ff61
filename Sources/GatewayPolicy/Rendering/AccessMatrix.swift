public import GatewayIdentity

/// Every console by every role: by which allow rules in force somebody in that role, and no other, comes in, and what they must show (T92 of profile
/// nct-2025-04). A cell without rules is there too: it says that nothing is allowed.
public struct AccessMatrix: Hashable, Sendable {
    /// In order of consoles, then of roles.
    public let cells: [Cell]
    /// Deny rules by console, in order of names: they beat whatever is in the cells.
    public let denials: [ConsoleID: [Rule]]

    public struct Cell: Hashable, Sendable {
        public let console: ConsoleID
        public let role: RoleName
        /// In order of rules.
        public let openings: [Opening]
    }

    public init(of policy: PolicySnapshot) {
        let consoles = policy.definition.consoles.sorted { $0.id < $1.id }
        let roles = policy.definition.roles.sorted { $0.key < $1.key }
        let index = ConsoleIndex(policy.definition.consoles, policy.definition.rules)
        let rules = Dictionary(
            uniqueKeysWithValues: consoles.map { console in
                (
                    console.id,
                    index.rules(on: console.id).map { policy.definition.rules[$0] }.filter { !$0.isOnTrial }
                        .sorted { $0.id < $1.id }
                )
            })
        cells = consoles.flatMap { console in
            roles.map { name, role in
                Cell(
                    console: console.id, role: name,
                    openings: (rules[console.id] ?? []).compactMap { rule in
                        Opening(rule, of: console, to: name, role, in: policy)
                    })
            }
        }
        denials = rules.mapValues { $0.filter { if case .deny = $0.effect { true } else { false } } }
    }
}

/// What one allow rule opens on one console for one role, with all that tags, role and floors add to it. What the zone of the source adds
/// (`needs`), and what exceptions relax for some, is not in it.
public struct Opening: Hashable, Sendable {
    public let rule: RuleID
    public let paths: [PathPattern]
    public let methods: [RequestMethod]?
    public let actions: ActionSet
    public let factors: [FactorRequirement]
    public let zones: Selection<ZoneName>
    public let windows: Selection<WindowName>
    public let countries: Selection<CountryCode>
    public let devices: DeviceDemand
    /// In order of names.
    public let approvals: [ApprovalName]
    public let obligations: Obligations
    public let limits: SessionLimits

    /// `nil`: it is a deny rule, is not for this role, or leaves nothing possible in it.
    init?(_ rule: Rule, of console: Console, to name: RoleName, _ role: Role, in policy: PolicySnapshot) {
        guard case .allow(let conditions) = rule.effect, rule.target.roles.contains(name),
            let compiled = policy.consoles[console.id], compiled.isReachable(in: role, by: rule)
        else { return nil }
        var possible = rule.target.actions
        possible.formIntersection(role.actions)
        possible.formIntersection(compiled.stateActions)
        guard !possible.isEmpty else { return nil }
        let floors = compiled.floors.filter { $0.concerns([name]) }
        var demands = Demands(of: compiled)
        demands.add(role)
        for floor in floors { demands.add(floor, isService: role.kind == .service) }
        var obligations = compiled.obligations
        obligations.formUnion(conditions.obligations)
        self.rule = rule.id
        paths = rule.target.paths
        methods = rule.target.methods?.sorted { $0.description < $1.description }
        actions = possible
        factors = Self.strictest(of: demands.factors + conditions.factors)
        zones = floors.reduce(conditions.zones) { $0.intersection($1.floor.zones) }
        windows = floors.reduce(conditions.windows) { $0.intersection($1.floor.windows) }
        countries = conditions.countries
        devices = demands.device.stricter(conditions.devices)
        approvals = demands.approvals.union(conditions.approvals).sorted()
        self.obligations = obligations
        limits = floors.reduce(compiled.gradeRules.limits.tightened(by: role.limits)) {
            $0.tightened(by: $1.floor.limits)
        }
    }

    /// Each factor once, with the shorter of its ages, in order of names.
    private static func strictest(of factors: [FactorRequirement]) -> [FactorRequirement] {
        Dictionary(grouping: factors, by: \.name).sorted { $0.key < $1.key }.map { name, asked in
            FactorRequirement(name, maximumAge: asked.compactMap(\.maximumAge).min())
        }
    }
}

extension CompiledConsole {
    /// Whether anybody in this role comes in at all: services never at classified consoles, and only by rules that name their role; nobody once it is
    /// being closed.
    fileprivate func isReachable(in role: Role, by rule: Rule) -> Bool {
        switch console.hosting.state {
        case .closing, .closed: return false
        case .active, .readOnly: break
        }
        switch role.kind {
        case .service: return grade != .classified && rule.target.roles != .all
        case .member, .external: return true
        }
    }
}

extension Selection {
    fileprivate func intersection(_ other: Self) -> Self {
        switch (self, other) {
        case (.all, _): other
        case (_, .all): self
        case (.only(let mine), .only(let theirs)): .only(mine.intersection(theirs))
        }
    }
}
