public import GatewayIdentity

extension PolicySnapshot {
    /// Whether some console asks people with these roles for this factor, by a rule, a tag, a floor or the roles themselves.
    public func asks(for factor: FactorName, of roles: Set<RoleName>) -> Bool {
        let ofRoles = roles.contains { definition.roles[$0]?.factors.contains { $0.name == factor } ?? false }
        return consoles.values.contains { console in
            let rules = console.allows.filter { $0.concerns(roles) }
            return !rules.isEmpty
                && (ofRoles || console.asks(for: factor, of: roles) || rules.contains { $0.asks(for: factor) })
        }
    }

    /// Whether some console asks anybody for this factor.
    public func asks(for factor: FactorName) -> Bool {
        let named = Set(definition.roles.keys)
        return named.contains { asks(for: factor, of: [$0]) }
            || consoles.values.contains { $0.allows.contains { $0.asks(for: factor) } }
    }
}

extension CompiledConsole {
    fileprivate func asks(for factor: FactorName, of roles: Set<RoleName>) -> Bool {
        let floored = floors.filter { $0.concerns(roles) }.flatMap(\.floor.factors)
        return (factors + floored).contains { $0.name == factor }
    }
}

extension CompiledRule {
    fileprivate func asks(for factor: FactorName) -> Bool {
        switch effect {
        case .allow(let factors, _, _): factors.contains { $0.name == factor }
        case .deny: false
        }
    }
}
