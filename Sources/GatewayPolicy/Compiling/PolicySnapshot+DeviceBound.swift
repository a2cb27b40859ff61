public import GatewayIdentity

extension PolicySnapshot {
    /// Whether someone with these roles can reach what no credential opens that can be copied: a classified console, or one where they are asked
    /// for `strong`.
    public func asksForDeviceBound(_ roles: Set<RoleName>) -> Bool {
        consoles.values.contains { console in
            console.grade == .classified && console.allows.contains { $0.concerns(roles) }
        } || asks(for: .strong, of: roles)
    }
}
