import GatewayIdentity

/// Pairs of allow rules that one request can match but whose zones, or windows, have nothing in common: such a request is always refused.
struct RuleContradictions {
    private(set) var found: [PolicyDefect] = []

    init(in definition: PolicyDefinition) {
        let rules = definition.rules.sorted { $0.id < $1.id }
        for (index, first) in rules.enumerated() {
            guard case .allow(let conditions) = first.effect else { continue }
            for second in rules[(index + 1)...] {
                guard case .allow(let others) = second.effect, first.target.meets(second.target) else { continue }
                if !conditions.zones.meets(others.zones) {
                    found.append(.init(.rule(second.id, "zones"), .contradicts(first.id)))
                }
                if !conditions.windows.meets(others.windows) {
                    found.append(.init(.rule(second.id, "windows"), .contradicts(first.id)))
                }
            }
        }
    }
}

extension Rule.Target {
    /// Whether some request of somebody who holds roles of both fits both. Roles that one person cannot hold together are not looked at.
    fileprivate func meets(_ other: Self) -> Bool {
        roles.meets(other.roles) && consoles.meets(other.consoles) && !actions.isDisjoint(with: other.actions)
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
