import GatewayIdentity

/// Looks a definition through for everything that would make it refuse, or allow, by mistake.
struct PolicyInspection {
    private(set) var defects: [PolicyDefect] = []
    private(set) var warnings: [PolicyDefect] = []
    let definition: PolicyDefinition
    let index: ConsoleIndex

    /// Bits of a `UInt128`, which remembers the rules that matched.
    static let rulesPerConsole = 128

    init(of definition: PolicyDefinition) {
        self.definition = definition
        index = ConsoleIndex(definition.consoles, definition.rules)
        inspectGrades()
        inspectLockouts()
        inspectRoles()
        inspectTags()
        inspectSizes()
        inspectConsoles()
        inspectApprovals()
        inspectRules()
        inspectExceptions()
        inspectWatch()
        if defects.isEmpty { inspectFloors() }
        if defects.isEmpty { warnings = RuleContradictions(in: definition).found }
    }

    mutating func report(_ what: PolicyDefect.What, at place: PolicyPlace) {
        defects.append(.init(place, what))
    }

    /// The same thing can be found on the way to several consoles.
    mutating func reportOnce(_ what: PolicyDefect.What, at place: PolicyPlace) {
        if !defects.contains(.init(place, what)) { report(what, at: place) }
    }

    mutating func requireKnown<Name: CustomStringConvertible & Comparable>(
        _ name: Name, among known: some Collection<Name>, at place: PolicyPlace
    ) {
        if !known.contains(name) {
            report(.unknownName(name.description, known: known.sorted().map(\.description)), at: place)
        }
    }

    /// Names of approvals, `grant` among them.
    mutating func requireKnown(_ approvals: Set<ApprovalName>, at place: PolicyPlace) {
        let known = definition.approvals.keys + [.grant]
        for name in approvals.sorted() { requireKnown(name, among: known, at: place) }
    }

    // MARK: Grades and limits

    private mutating func inspectGrades() {
        for grade in Grade.allCases {
            guard let rules = definition.grades[grade] else {
                report(.gradeMissing, at: .grade(grade))
                continue
            }
            requireKnown(rules.lockout, among: definition.lockouts.keys, at: .grade(grade, "lockout"))
            for limit in GradeLimit.allCases {
                let value = limit.value(in: rules)
                if value <= .zero { report(.notPositive, at: .grade(grade, limit.rawValue)) }
                let ceiling = limit.ceiling(for: grade)
                if value > ceiling {
                    report(.aboveFloor(ceiling: "\(ceiling.wholeSeconds / 60)m"), at: .grade(grade, limit.rawValue))
                }
                for lower in Grade.allCases where lower < grade {
                    if let lowerRules = definition.grades[lower], value > limit.value(in: lowerRules) {
                        report(.looserThan(lower), at: .grade(grade, limit.rawValue))
                    }
                }
            }
            if rules.limits.concurrent < 1 { report(.notPositive, at: .grade(grade, "concurrent")) }
        }
    }

    private mutating func inspectLockouts() {
        for (name, profile) in definition.lockouts.sorted(by: { $0.key < $1.key }) {
            let floor = LockoutFloor(isForClassified: definition.grades[.classified]?.lockout == name)
            if profile.failures < 1 { report(.notPositive, at: .lockout(name, "failures")) }
            if profile.failures > floor.failures {
                report(.aboveFloor(ceiling: "\(floor.failures)"), at: .lockout(name, "failures"))
            }
            if profile.window < floor.window { report(.belowFloor(minimum: "5m"), at: .lockout(name, "window")) }
            if case .lasting(let time) = profile.lock, time < floor.lock {
                report(.belowFloor(minimum: "5m"), at: .lockout(name, "lock"))
            }
            if profile.disable.failures < 1 { report(.notPositive, at: .lockout(name, "disable")) }
            if profile.disable.failures > floor.disableFailures {
                report(.aboveFloor(ceiling: "\(floor.disableFailures) failures"), at: .lockout(name, "disable"))
            }
            if profile.disable.window < profile.window {
                report(.belowFloor(minimum: "the window"), at: .lockout(name, "disable"))
            }
        }
    }

    private mutating func inspectRoles() {
        for (name, role) in definition.roles.sorted(by: { $0.key < $1.key }) {
            for other in role.excludes.sorted() {
                requireKnown(other, among: definition.roles.keys, at: .role(name, "excludes"))
                if other == name { report(.excludesItself, at: .role(name, "excludes")) }
            }
            if let lockout = role.lockout {
                requireKnown(lockout, among: definition.lockouts.keys, at: .role(name, "lockout"))
            }
            let limits = [
                ("idle", role.limits.idle), ("absolute", role.limits.absolute), ("step_up", role.limits.stepUp),
            ]
            for case (let key, let value?) in limits where value <= .zero { report(.notPositive, at: .role(name, key)) }
            if let concurrent = role.limits.concurrent, concurrent < 1 {
                report(.notPositive, at: .role(name, "concurrent"))
            }
            if role.kind == .external, role.isSpecial || OfficialRole.alwaysSpecial.contains(name) {
                report(.externalAndSpecial, at: .role(name, "kind"))
            }
            if role.actions.isEmpty { report(.emptyList, at: .role(name, "actions")) }
            for factor in role.factors { requirePositiveAge(of: factor, at: .role(name, "factors")) }
            requireKnown(role.approvals, at: .role(name, "approvals"))
        }
    }

    private mutating func inspectTags() {
        for (name, tag) in definition.tags.sorted(by: { $0.key < $1.key }) {
            for factor in tag.factors { requirePositiveAge(of: factor, at: .tag(name, "factors")) }
            requireKnown(tag.approvals, at: .tag(name, "require"))
        }
    }

    mutating func requirePositiveAge(of factor: FactorRequirement, at place: PolicyPlace) {
        if let age = factor.maximumAge, age <= .zero { report(.notPositive, at: place) }
    }

    private mutating func inspectSizes() {
        let capacity = BitTable<ZoneName>.capacity
        if definition.zones.count > capacity {
            report(.tooMany(limit: capacity), at: .init(.zones, definition.zones.keys.sorted()[capacity].text))
        }
        if definition.windows.count > capacity {
            report(.tooMany(limit: capacity), at: .init(.windows, definition.windows.keys.sorted()[capacity].text))
        }
        for console in definition.consoles {
            let places = index.rules(on: console.id)
            if places.count > Self.rulesPerConsole {
                let surplus = definition.rules[places[Self.rulesPerConsole]]
                report(.tooMany(limit: Self.rulesPerConsole), at: .rule(surplus.id))
            }
        }
    }
}
