public import GatewayIdentity

extension PolicySnapshot {
    /// Whether someone with these roles can reach what no credential opens that can be copied: a classified console, or one where a rule or a tag asks
    /// for `strong`.
    public func asksForDeviceBound(_ roles: Set<RoleName>) -> Bool {
        consoles.values.contains { console in
            let rules = console.allows.filter { $0.concerns(roles) }
            guard !rules.isEmpty else { return false }
            return console.grade == .classified || console.factors.contains(where: \.isStrong)
                || rules.contains(where: \.asksForStrong)
        }
    }
}

extension CompiledRule {
    fileprivate var asksForStrong: Bool {
        switch effect {
        case .allow(let factors, _, _): factors.contains(where: \.isStrong)
        case .deny: false
        }
    }
}

extension FactorRequirement {
    fileprivate var isStrong: Bool { name == .strong }
}
