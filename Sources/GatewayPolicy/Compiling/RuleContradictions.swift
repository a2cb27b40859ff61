import GatewayIdentity

/// Pairs of allow rules that one request can match but whose zones, windows or countries have nothing in common: such a request is always refused.
struct RuleContradictions {
    private(set) var found: [PolicyDefect] = []

    init(in definition: PolicyDefinition) {
        let rules = definition.rules.sorted { $0.id < $1.id }
        let index = ConsoleIndex(definition.consoles, rules)
        var pairs: Set<Pair> = []
        for console in definition.consoles {
            let places = index.rules(on: console.id)
            for (position, first) in places.enumerated() {
                for second in places[(position + 1)...] where rules[first].contradicts(rules[second]) {
                    pairs.insert(Pair(first: first, second: second))
                }
            }
        }
        for pair in pairs.sorted() { tell(rules[pair.first], rules[pair.second]) }
    }

    /// Places in the list of rules by name, the lesser first. Two rules can meet on several consoles and are told of once.
    private struct Pair: Hashable, Comparable {
        let first: Int
        let second: Int

        static func < (a: Self, b: Self) -> Bool { (a.first, a.second) < (b.first, b.second) }
    }

    private mutating func tell(_ first: Rule, _ second: Rule) {
        guard case .allow(let conditions) = first.effect, case .allow(let others) = second.effect else { return }
        if !conditions.zones.meets(others.zones) {
            found.append(.init(.rule(second.id, "zones"), .contradicts(first.id)))
        }
        if !conditions.windows.meets(others.windows) {
            found.append(.init(.rule(second.id, "windows"), .contradicts(first.id)))
        }
        if !conditions.countries.meets(others.countries) {
            found.append(.init(.rule(second.id, "countries"), .contradicts(first.id)))
        }
    }
}

extension Rule {
    /// For rules of one console.
    fileprivate func contradicts(_ other: Rule) -> Bool {
        guard case .allow(let conditions) = effect, case .allow(let others) = other.effect,
            !conditions.zones.meets(others.zones) || !conditions.windows.meets(others.windows)
                || !conditions.countries.meets(others.countries)
        else { return false }
        return target.meets(other.target)
    }
}

extension Rule.Target {
    /// Whether some request to one console, of somebody who holds a role that both name, fits both. Two roles that one person could hold are not
    /// looked at: whoever gives them both is told at that moment (`policy explain`).
    fileprivate func meets(_ other: Self) -> Bool {
        roles.meets(other.roles) && !actions.isDisjoint(with: other.actions)
            && paths.contains { path in other.paths.contains { path.meets($0) } }
            && (methods.map { mine in other.methods.map { !mine.isDisjoint(with: $0) } ?? true } ?? true)
    }
}

extension Selection {
    fileprivate func meets(_ other: Self) -> Bool {
        switch (self, other) {
        case (.all, _), (_, .all): true
        case (.only(let mine), .only(let theirs)): !mine.isDisjoint(with: theirs)
        }
    }
}
