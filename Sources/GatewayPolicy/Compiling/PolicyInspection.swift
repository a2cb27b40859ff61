import GatewayIdentity

/// Looks a definition through for everything that would make it refuse, or allow, by mistake.
struct PolicyInspection {
    private(set) var defects: [PolicyDefect] = []
    private(set) var warnings: [PolicyDefect] = []
    private let definition: PolicyDefinition

    /// Bits of a `UInt128`, which remembers the rules that matched.
    static let rulesPerConsole = 128

    init(of definition: PolicyDefinition) {
        self.definition = definition
        inspectGrades()
        inspectLockouts()
        inspectRoles()
        inspectTags()
        inspectSizes()
        inspectConsoles()
        inspectRules()
        if defects.isEmpty { warnings = RuleContradictions(in: definition).found }
    }

    private mutating func report(_ what: PolicyDefect.What, at place: PolicyPlace) { defects.append(.init(place, what)) }

    private mutating func requireKnown<Name: CustomStringConvertible & Comparable>(
        _ name: Name, among known: some Collection<Name>, at place: PolicyPlace
    ) {
        if !known.contains(name) { report(.unknownName(name.description, known: known.sorted().map(\.description)), at: place) }
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
                if value > ceiling { report(.aboveFloor(ceiling: "\(ceiling.wholeSeconds / 60)m"), at: .grade(grade, limit.rawValue)) }
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
            if profile.failures > floor.failures { report(.aboveFloor(ceiling: "\(floor.failures)"), at: .lockout(name, "failures")) }
            if profile.window < floor.window { report(.belowFloor(minimum: "5m"), at: .lockout(name, "window")) }
            if case .lasting(let time) = profile.lock, time < floor.lock { report(.belowFloor(minimum: "5m"), at: .lockout(name, "lock")) }
            if profile.disable.failures < 1 { report(.notPositive, at: .lockout(name, "disable")) }
            if profile.disable.failures > floor.disableFailures {
                report(.aboveFloor(ceiling: "\(floor.disableFailures) failures"), at: .lockout(name, "disable"))
            }
            if profile.disable.window < profile.window { report(.belowFloor(minimum: "the window"), at: .lockout(name, "disable")) }
        }
    }

    private mutating func inspectRoles() {
        for (name, role) in definition.roles.sorted(by: { $0.key < $1.key }) {
            for other in role.excludes.sorted() {
                requireKnown(other, among: definition.roles.keys, at: .role(name, "excludes"))
                if other == name { report(.excludesItself, at: .role(name, "excludes")) }
            }
            if let lockout = role.lockout { requireKnown(lockout, among: definition.lockouts.keys, at: .role(name, "lockout")) }
            let limits = [("idle", role.limits.idle), ("absolute", role.limits.absolute), ("step_up", role.limits.stepUp)]
            for case (let key, let value?) in limits where value <= .zero { report(.notPositive, at: .role(name, key)) }
            if let concurrent = role.limits.concurrent, concurrent < 1 { report(.notPositive, at: .role(name, "concurrent")) }
            if role.actions.isEmpty { report(.emptyList, at: .role(name, "actions")) }
        }
    }

    private mutating func inspectTags() {
        for (name, tag) in definition.tags.sorted(by: { $0.key < $1.key }) {
            for factor in tag.factors { requirePositiveAge(of: factor, at: .tag(name, "factors")) }
        }
    }

    private mutating func requirePositiveAge(of factor: FactorRequirement, at place: PolicyPlace) {
        if let age = factor.maximumAge, age <= .zero { report(.notPositive, at: place) }
    }

    private mutating func inspectSizes() {
        let capacity = BitTable<ZoneName>.capacity
        if definition.zones.count > capacity { report(.tooMany(limit: capacity), at: .init(.zones, definition.zones.keys.sorted()[capacity].text)) }
        if definition.windows.count > capacity {
            report(.tooMany(limit: capacity), at: .init(.windows, definition.windows.keys.sorted()[capacity].text))
        }
        for console in definition.consoles {
            let rules = definition.rules.filter { $0.target.consoles.contains(console.id) }
            if rules.count > Self.rulesPerConsole { report(.tooMany(limit: Self.rulesPerConsole), at: .rule(rules[Self.rulesPerConsole].id)) }
        }
    }

    // MARK: Consoles

    private mutating func inspectConsoles() {
        var seen: Set<ConsoleID> = []
        var hosts: [HostName: ConsoleID] = [:]
        for console in definition.consoles {
            if !seen.insert(console.id).inserted { report(.duplicate, at: .console(console.id)) }
            if console.hosts.isEmpty { report(.emptyList, at: .console(console.id, "hosts")) }
            if console.upstreams.isEmpty { report(.emptyList, at: .console(console.id, "upstreams")) }
            for host in console.hosts {
                if let owner = hosts[host] { report(.hostTaken(by: owner), at: .console(console.id, "hosts")) }
                hosts[host] = console.id
            }
            for tag in console.tags.sorted() { requireKnown(tag, among: definition.tags.keys, at: .console(console.id, "tags")) }
            let grade = definition.grade(of: console)
            if console.isCacheable, grade > .open { report(.cacheableAboveOpen(grade), at: .console(console.id, "cacheable")) }
            inspectTimes(of: console)
            for entry in console.actionOverrides {
                if entry.paths.isEmpty { report(.emptyList, at: .console(console.id, "actions")) }
                if entry.methods.contains(where: \.isAlwaysRefused) { report(.methodAlwaysRefused, at: .console(console.id, "actions")) }
            }
        }
    }

    private mutating func inspectTimes(of console: Console) {
        let times = console.timeouts
        for time in [times.header, times.idle, times.tunnel] + (times.total.map { [$0] } ?? []) where time <= .zero {
            report(.notPositive, at: .console(console.id, "timeouts"))
        }
    }

    // MARK: Rules

    private mutating func inspectRules() {
        var seen: Set<RuleID> = []
        for rule in definition.rules {
            if !seen.insert(rule.id).inserted { report(.duplicate, at: .rule(rule.id)) }
            inspectTarget(of: rule)
            switch rule.effect {
            case .allow(let conditions): inspect(conditions, of: rule)
            case .deny(let occasions): inspect(occasions, of: rule)
            }
        }
    }

    private mutating func inspectTarget(of rule: Rule) {
        let consoles = definition.consoles.map(\.id)
        if rule.target.roles == .only([]) { report(.emptyList, at: .rule(rule.id, "roles")) }
        if rule.target.consoles == .only([]) { report(.emptyList, at: .rule(rule.id, "consoles")) }
        if rule.target.paths.isEmpty { report(.emptyList, at: .rule(rule.id, "paths")) }
        if rule.target.actions.isEmpty { report(.emptyList, at: .rule(rule.id, "actions")) }
        if rule.target.methods == [] { report(.emptyList, at: .rule(rule.id, "methods")) }
        if let methods = rule.target.methods, methods.contains(where: \.isAlwaysRefused) { report(.methodAlwaysRefused, at: .rule(rule.id, "methods")) }
        for role in rule.target.roles.listed.sorted() { requireKnown(role, among: definition.roles.keys, at: .rule(rule.id, "roles")) }
        for console in rule.target.consoles.listed.sorted() { requireKnown(console, among: consoles, at: .rule(rule.id, "consoles")) }
    }

    private mutating func inspect(_ conditions: Rule.Conditions, of rule: Rule) {
        requireKnown(conditions.zones, conditions.windows, of: rule)
        for factor in conditions.factors { requirePositiveAge(of: factor, at: .rule(rule.id, "factors")) }
        for console in definition.consoles where rule.target.consoles.contains(console.id) {
            let grade = definition.grade(of: console)
            let factors = conditions.factors + console.tags.flatMap { definition.tags[$0]?.factors ?? [] }
            if grade > .open, !factors.contains(where: \.name.isSecondFactor) {
                report(.noSecondFactor(console.id, grade), at: .rule(rule.id, "factors"))
            }
        }
        for (name, role) in definition.roles.sorted(by: { $0.key < $1.key }) where rule.target.roles.contains(name) && !role.wildcardPaths {
            for path in rule.target.paths where path.hasWildcard { report(.wildcardForRole(name, path: path.text), at: .rule(rule.id, "paths")) }
        }
    }

    private mutating func inspect(_ occasions: Rule.Occasions, of rule: Rule) {
        requireKnown(occasions.zones, occasions.windows, of: rule)
        for zone in occasions.exceptZones.sorted() { requireKnown(zone, among: definition.zones.keys, at: .rule(rule.id, "unless")) }
        for window in occasions.exceptWindows.sorted() { requireKnown(window, among: definition.windows.keys, at: .rule(rule.id, "unless")) }
    }

    private mutating func requireKnown(_ zones: Selection<ZoneName>, _ windows: Selection<WindowName>, of rule: Rule) {
        if zones == .only([]) { report(.emptyList, at: .rule(rule.id, "zones")) }
        if windows == .only([]) { report(.emptyList, at: .rule(rule.id, "windows")) }
        for zone in zones.listed.sorted() { requireKnown(zone, among: definition.zones.keys, at: .rule(rule.id, "zones")) }
        for window in windows.listed.sorted() { requireKnown(window, among: definition.windows.keys, at: .rule(rule.id, "windows")) }
    }
}
