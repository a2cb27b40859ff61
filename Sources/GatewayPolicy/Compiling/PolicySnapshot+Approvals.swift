public import GatewayIdentity

extension PolicySnapshot {
    /// How something of this name is given, for how long it holds, what document it needs; `nil` for `grant` and for names that the policy does not know.
    public func approval(_ name: ApprovalName) -> Approval? { definition.approvals[name] }

    /// What somebody with these roles can be asked for on a console, by some rule, from somewhere: what they can apply for.
    public func approvals(askedOf roles: Set<RoleName>, on id: ConsoleID) -> Set<ApprovalName> {
        guard let console = consoles[id] else { return [] }
        let rules = console.allows.filter { $0.concerns(roles) }
        guard !rules.isEmpty else { return [] }
        var demands = Demands(of: console)
        for role in roles { if let role = definition.roles[role] { demands.add(role) } }
        for zone in definition.zones.values { demands.add(zone) }
        for floor in console.floors where floor.concerns(roles) { demands.add(floor, isService: false) }
        return rules.reduce(into: demands.approvals) { $0.formUnion($1.approvals) }
    }
}

extension CompiledRule {
    fileprivate var approvals: Set<ApprovalName> {
        switch effect {
        case .allow(_, let approvals, _): approvals
        case .deny: []
        }
    }
}
