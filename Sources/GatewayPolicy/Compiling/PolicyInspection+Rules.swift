import GatewayIdentity

extension PolicyInspection {
    mutating func inspectRules() {
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
        if rule.target.roles == .only([]) { report(.emptyList, at: .rule(rule.id, "roles")) }
        if rule.target.consoles == .only([]) { report(.emptyList, at: .rule(rule.id, "consoles")) }
        if rule.target.paths.isEmpty { report(.emptyList, at: .rule(rule.id, "paths")) }
        if rule.target.actions.isEmpty { report(.emptyList, at: .rule(rule.id, "actions")) }
        if rule.target.methods == [] { report(.emptyList, at: .rule(rule.id, "methods")) }
        if let methods = rule.target.methods, methods.contains(where: \.isAlwaysRefused) {
            report(.methodAlwaysRefused, at: .rule(rule.id, "methods"))
        }
        for role in rule.target.roles.listed.sorted() {
            requireKnown(role, among: definition.roles.keys, at: .rule(rule.id, "roles"))
        }
        for console in rule.target.consoles.listed.sorted() where !index.isKnown(console) {
            requireKnown(console, among: definition.consoles.map(\.id), at: .rule(rule.id, "consoles"))
        }
    }

    /// Whether every role that the rule names is of kind service, so that no second factor can be asked for.
    private func isForServices(_ rule: Rule) -> Bool {
        let named = rule.target.roles.listed
        return !named.isEmpty && named.allSatisfy { definition.roles[$0]?.kind == .service }
    }

    private mutating func inspect(_ conditions: Rule.Conditions, of rule: Rule) {
        requireKnown(conditions.zones, conditions.windows, of: rule)
        requireKnown(conditions.approvals, at: .rule(rule.id, "approvals"))
        requireSome(conditions.countries, of: rule)
        let services = rule.target.roles.listed.filter { definition.roles[$0]?.kind == .service }.sorted()
        if !services.isEmpty, !isForServices(rule) {
            report(.servicesAmongPeople(services), at: .rule(rule.id, "roles"))
        }
        for factor in conditions.factors { requirePositiveAge(of: factor, at: .rule(rule.id, "factors")) }
        for console in index.consoles(of: rule) {
            let grade = definition.grade(of: console)
            if isForServices(rule) {
                if grade == .classified { report(.serviceAtClassified(console.id), at: .rule(rule.id, "consoles")) }
                continue
            }
            let factors = conditions.factors + console.tags.flatMap { definition.tags[$0]?.factors ?? [] }
            if grade > .open, !(factors + factorsOfEveryRole(of: rule)).contains(where: \.name.isSecondFactor) {
                report(.noSecondFactor(console.id, grade), at: .rule(rule.id, "factors"))
            }
        }
        for (name, role) in definition.roles.sorted(by: { $0.key < $1.key })
        where rule.target.roles.contains(name) && !role.wildcardPaths {
            for path in rule.target.paths where path.hasWildcard {
                report(.wildcardForRole(name, path: path.text), at: .rule(rule.id, "paths"))
            }
        }
    }

    /// What each role asks for that the rule names: nobody comes in by the rule without it.
    private func factorsOfEveryRole(of rule: Rule) -> [FactorRequirement] {
        let asked = rule.target.roles.listed.map { definition.roles[$0]?.factors ?? [] }
        guard let first = asked.first else { return [] }
        return first.filter { factor in asked.allSatisfy { $0.contains { $0.name == factor.name } } }
    }

    private mutating func inspect(_ occasions: Rule.Occasions, of rule: Rule) {
        requireKnown(occasions.zones, occasions.windows, of: rule)
        requireSome(occasions.countries, of: rule)
        for zone in occasions.exceptZones.sorted() {
            requireKnown(zone, among: definition.zones.keys, at: .rule(rule.id, "unless"))
        }
        for window in occasions.exceptWindows.sorted() {
            requireKnown(window, among: definition.windows.keys, at: .rule(rule.id, "unless"))
        }
    }

    private mutating func requireSome(_ countries: Selection<CountryCode>, of rule: Rule) {
        if countries == .only([]) { report(.emptyList, at: .rule(rule.id, "countries")) }
    }

    private mutating func requireKnown(_ zones: Selection<ZoneName>, _ windows: Selection<WindowName>, of rule: Rule) {
        if zones == .only([]) { report(.emptyList, at: .rule(rule.id, "zones")) }
        if windows == .only([]) { report(.emptyList, at: .rule(rule.id, "windows")) }
        for zone in zones.listed.sorted() {
            requireKnown(zone, among: definition.zones.keys, at: .rule(rule.id, "zones"))
        }
        for window in windows.listed.sorted() {
            requireKnown(window, among: definition.windows.keys, at: .rule(rule.id, "windows"))
        }
    }
}
