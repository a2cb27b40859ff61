import GatewayIdentity

extension PolicyInspection {
    /// Floors themselves, then whatever is weaker than one of them. Only for a policy whose names are all known.
    mutating func inspectFloors() {
        let floors = definition.floors.sorted { $0.key < $1.key }
        for (name, floor) in floors {
            inspectWords(of: floor, name)
            inspectLimits(under: floor, name)
        }
        guard defects.isEmpty, !floors.isEmpty else { return }
        for rule in definition.rules {
            guard case .allow(let conditions) = rule.effect else { continue }
            for (name, floor) in floors { inspect(rule, conditions, under: floor, name) }
        }
    }

    private mutating func inspectWords(of floor: Floor, _ name: FloorName) {
        if floor.asksForNothing { report(.asksForNothing, at: .floor(name)) }
        let selector = floor.selector
        if selector.grades == .only([]) { report(.emptyList, at: .floor(name, "grades")) }
        if selector.tags == .only([]) { report(.emptyList, at: .floor(name, "tags")) }
        if selector.roles == .only([]) { report(.emptyList, at: .floor(name, "roles")) }
        if floor.zones == .only([]) { report(.emptyList, at: .floor(name, "zones")) }
        if floor.windows == .only([]) { report(.emptyList, at: .floor(name, "windows")) }
        for tag in selector.tags.listed.sorted() {
            requireKnown(tag, among: definition.tags.keys, at: .floor(name, "tags"))
        }
        for role in selector.roles.listed.sorted() {
            requireKnown(role, among: definition.roles.keys, at: .floor(name, "roles"))
        }
        for zone in floor.zones.listed.sorted() {
            requireKnown(zone, among: definition.zones.keys, at: .floor(name, "zones"))
        }
        for window in floor.windows.listed.sorted() {
            requireKnown(window, among: definition.windows.keys, at: .floor(name, "windows"))
        }
        requireKnown(floor.approvals, at: .floor(name, "approvals"))
        for factor in floor.factors { requirePositiveAge(of: factor, at: .floor(name, "factors")) }
        for limit in FloorLimit.allCases {
            if let value = limit.value(in: floor.limits), value <= 0 {
                report(.notPositive, at: .floor(name, limit.rawValue))
            }
        }
    }

    /// A floor for roles holds the roles to its limits, any other the grades.
    private mutating func inspectLimits(under floor: Floor, _ name: FloorName) {
        let grades = grades(under: floor.selector)
        for limit in FloorLimit.allCases {
            guard let least = limit.value(in: floor.limits) else { continue }
            let defect = PolicyDefect.What.weakerThanFloor(name, asks: limit.words(least))
            for grade in grades {
                guard let limits = definition.grades[grade]?.limits else { continue }
                switch floor.selector.roles {
                case .all:
                    if limit.value(in: limits) > least { reportOnce(defect, at: .grade(grade, limit.rawValue)) }
                case .only(let roles):
                    for name in roles.sorted() {
                        guard let role = definition.roles[name] else { continue }
                        let tightened = limits.tightened(by: role.limits)
                        if limit.value(in: tightened) > least { reportOnce(defect, at: .role(name, limit.rawValue)) }
                    }
                }
            }
        }
    }

    /// The grades that a console can count as which the selector fits.
    private func grades(under selector: Floor.Selector) -> [Grade] {
        let lowest: Grade =
            switch selector.tags {
            case .all: .open
            case .only(let tags): tags.compactMap { definition.tags[$0]?.treatAs }.min() ?? .classified
            }
        return Grade.allCases.filter { $0 >= lowest && selector.grades.contains($0) }
    }

    private mutating func inspect(_ rule: Rule, _ conditions: Rule.Conditions, under floor: Floor, _ name: FloorName) {
        let roles = rolesOfRule(rule, under: floor.selector)
        guard !roles.isEmpty else { return }
        let consoles = index.consoles(of: rule).filter {
            floor.selector.covers(definition.grade(of: $0), $0.tags)
        }
        guard !consoles.isEmpty else { return }
        for console in consoles {
            for role in roles {
                inspectFactors(of: rule, conditions, on: console, as: role, under: floor, name)
                inspectApprovals(of: rule, conditions, on: console, as: role, under: floor, name)
            }
        }
        if !conditions.zones.isWithin(floor.zones) {
            report(.weakerThanFloor(name, asks: floor.zones.words("the zones")), at: .rule(rule.id, "zones"))
        }
        if !conditions.windows.isWithin(floor.windows) {
            report(.weakerThanFloor(name, asks: floor.windows.words("the windows")), at: .rule(rule.id, "windows"))
        }
        for (id, exception) in definition.exceptions.sorted(by: { $0.key < $1.key }) where exception.rule == rule.id {
            if !Selection.only(exception.zones).isWithin(floor.zones) {
                reportOnce(.weakerThanFloor(name, asks: floor.zones.words("the zones")), at: .exception(id, "zones"))
            }
            if !Selection.only(exception.windows).isWithin(floor.windows) {
                reportOnce(
                    .weakerThanFloor(name, asks: floor.windows.words("the windows")), at: .exception(id, "windows"))
            }
        }
    }

    /// The roles by which the rule lets somebody in whom the floor concerns.
    private func rolesOfRule(_ rule: Rule, under selector: Floor.Selector) -> [RoleName] {
        let named: Set<RoleName> =
            switch rule.target.roles {
            case .all: Set(definition.roles.keys)
            case .only(let listed): listed
            }
        return named.filter { selector.roles.contains($0) }.sorted()
    }

    private mutating func inspectFactors(
        of rule: Rule, _ conditions: Rule.Conditions, on console: Console, as name: RoleName, under floor: Floor,
        _ floorName: FloorName
    ) {
        guard let role = definition.roles[name], let grade = definition.grades[definition.grade(of: console)] else {
            return
        }
        // A program has no second factor; a floor that names its role means it.
        if role.kind == .service, floor.selector.roles == .all { return }
        let stepUp = grade.limits.tightened(by: role.limits).stepUp
        let asked =
            [FactorRequirement(.certificate)] + conditions.factors + role.factors
            + console.tags.flatMap { definition.tags[$0]?.factors ?? [] }
        for factor in floor.factors where !asked.contains(where: { $0.implies(factor, stepUp: stepUp) }) {
            reportOnce(.weakerThanFloor(floorName, asks: factor.words), at: .rule(rule.id, "factors"))
        }
    }

    private mutating func inspectApprovals(
        of rule: Rule, _ conditions: Rule.Conditions, on console: Console, as name: RoleName, under floor: Floor,
        _ floorName: FloorName
    ) {
        var asked = conditions.approvals.union(definition.roles[name]?.approvals ?? [])
        for tag in console.tags { asked.formUnion(definition.tags[tag]?.approvals ?? []) }
        if definition.roles[name]?.kind == .external { asked.insert(.grant) }
        for approval in floor.approvals.subtracting(asked).sorted() {
            reportOnce(.weakerThanFloor(floorName, asks: "approval '\(approval)'"), at: .rule(rule.id, "approvals"))
        }
    }
}
