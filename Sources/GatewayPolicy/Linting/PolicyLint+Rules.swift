import GatewayIdentity

extension PolicyLint {
    mutating func lookAtRules() {
        for rule in definition.rules {
            for path in rule.target.paths {
                if let trap = PathTrap(in: path, ofDenyRule: !rule.allows) {
                    doubt(.path(path.text, trap), at: .rule(rule.id, "paths"))
                }
            }
            lookAtActions(of: rule)
            switch rule.effect {
            case .allow(let conditions): look(at: conditions, of: rule)
            case .deny(let occasions): if occasions.neverCome { doubt(.neverStrikes, at: .rule(rule.id, "unless")) }
            }
        }
    }

    private mutating func look(at conditions: Rule.Conditions, of rule: Rule) {
        let roles = rule.target.roles.listed.sorted()
        let limited = roles.filter { role in
            definition.roles[role].map { $0.actions.isDisjoint(with: rule.target.actions) } ?? false
        }
        if !roles.isEmpty, limited == roles { doubt(.rolesCannot(roles), at: .rule(rule.id, "actions")) }

        let external = roles.filter { definition.roles[$0]?.kind == .external }
        if !external.isEmpty, conditions.windows == .all { doubt(.externalAtAnyTime(external), at: .rule(rule.id)) }
        if !external.isEmpty, conditions.zones == .all { doubt(.externalFromAnywhere(external), at: .rule(rule.id)) }

        guard rule.target.paths.contains(where: \.leavesNothingOut) else { return }
        for console in index.consoles(of: rule) {
            if let tag = console.tags.min() {
                doubt(.everyPathAtTagged(console.id, tag), at: .rule(rule.id, "paths"))
            }
        }
    }

    /// Downloads, uploads and administration are what a console says they are; no method is one by itself (semantics 5).
    private mutating func lookAtActions(of rule: Rule) {
        let special: ActionSet = [.download, .upload, .admin]
        let consoles = index.consoles(of: rule)
        guard !consoles.isEmpty else { return }
        let done = ActionSet(consoles.flatMap { $0.actionOverrides.map(\.action) })
        for action in rule.target.actions.elements where special.contains(action) && !done.contains(action) {
            // A rule for every action is not about this one.
            if rule.target.actions != .every { doubt(.nothingDoes(action), at: .rule(rule.id, "actions")) }
        }
    }

    /// Rules that another makes useless. Two that say the same are told of once, at the one whose name comes later.
    mutating func lookAtPairsOfRules() {
        var told: Set<RuleID> = []
        // For a while, these hold elsewhere than they say.
        let excepted = Set(definition.exceptions.values.map(\.rule))
        for console in definition.consoles {
            // Those on trial take nothing from anybody yet.
            let rules = index.rules(on: console.id).map { definition.rules[$0] }.filter { !$0.isOnTrial }
            for rule in rules where rule.allows && !told.contains(rule.id) && !excepted.contains(rule.id) {
                let steady = rules.lazy.filter { !excepted.contains($0.id) }
                guard let what = steady.compactMap({ Self.reason(why: rule, isUselessBeside: $0) }).first else {
                    continue
                }
                told.insert(rule.id)
                doubt(what, at: .rule(rule.id))
            }
        }
    }

    private static func reason(why rule: Rule, isUselessBeside other: Rule) -> PolicyDoubt.What? {
        guard other.id != rule.id, other.target.covers(rule.target) else { return nil }
        switch other.effect {
        case .deny(let occasions): return occasions.areAlways ? .deniedBy(other.id) : nil
        case .allow:
            guard other.asksForAll(that: rule),
                !(rule.target.covers(other.target) && rule.asksForAll(that: other) && rule.id < other.id)
            else { return nil }
            return .coveredBy(other.id)
        }
    }
}

extension Rule.Occasions {
    /// Wherever and whenever.
    fileprivate var areAlways: Bool { self == Rule.Occasions() }

    fileprivate var neverCome: Bool {
        let nowhere = zones != .all && zones.listed.isSubset(of: exceptZones)
        let atNoTime = windows != .all && windows.listed.isSubset(of: exceptWindows)
        return nowhere || atNoTime
    }
}

extension Rule.Target {
    /// Whether every request that the other speaks of is one of these.
    fileprivate func covers(_ other: Self) -> Bool {
        roles.covers(other.roles) && consoles.covers(other.consoles) && actions.isSuperset(of: other.actions)
            && other.paths.allSatisfy { path in paths.contains { $0.covers(path) } }
            && (methods.map { mine in other.methods.map { mine.isSuperset(of: $0) } ?? false } ?? true)
    }
}

extension Rule {
    /// Whether whoever meets this rule has met the other: for allow rules of which this one covers the other. What a permit leaves possible is what all
    /// matched rules list, so the actions have to be the same.
    fileprivate func asksForAll(that other: Rule) -> Bool {
        guard target.actions == other.target.actions, case .allow(let mine) = effect,
            case .allow(let theirs) = other.effect
        else { return false }
        guard theirs.zones.covers(mine.zones), theirs.windows.covers(mine.windows),
            theirs.approvals.isSubset(of: mine.approvals), theirs.factors.allSatisfy({ mine.meets($0) })
        else { return false }
        var together = mine.obligations
        together.formUnion(theirs.obligations)
        guard together == mine.obligations else { return false }
        // Whatever else a rule can ask for has to be the same.
        var rest = theirs
        (rest.zones, rest.windows, rest.approvals) = (mine.zones, mine.windows, mine.approvals)
        (rest.factors, rest.obligations) = (mine.factors, mine.obligations)
        return rest == mine
    }
}

extension Rule.Conditions {
    fileprivate func meets(_ requirement: FactorRequirement) -> Bool {
        requirement.name == .certificate && requirement.maximumAge == nil
            || factors.contains { factor in
                guard factor.name == requirement.name else { return false }
                guard let age = requirement.maximumAge else { return true }
                return factor.maximumAge.map { $0 <= age } ?? false
            }
    }
}

extension Selection {
    fileprivate func covers(_ other: Self) -> Bool {
        switch (self, other) {
        case (.all, _): true
        case (.only, .all): false
        case (.only(let mine), .only(let theirs)): mine.isSuperset(of: theirs)
        }
    }
}
