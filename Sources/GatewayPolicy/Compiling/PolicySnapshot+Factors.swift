public import GatewayIdentity

extension PolicySnapshot {
    /// Whether some console asks people with these roles for this factor.
    public func asks(for factor: FactorName, of roles: Set<RoleName>) -> Bool {
        consoles.values.contains { $0.allows.contains { $0.concerns(roles) && $0.asks(for: factor) } }
    }

    /// Whether some console asks anybody for this factor.
    public func asks(for factor: FactorName) -> Bool {
        consoles.values.contains { $0.allows.contains { $0.asks(for: factor) } }
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
