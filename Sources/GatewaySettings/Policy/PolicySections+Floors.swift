import GatewayIdentity
import GatewayPolicy

extension PolicySections {
    mutating func readFloors(_ cursor: YAMLCursor) {
        for (name, value) in cursor.named("floors by name") ?? [] {
            guard let id = name.policyName(of: Floor.self), let entry = value.mapping(.floor),
                claim(.floors, id.text, at: name.position, keys: entry)
            else { continue }
            let factors = entry.optional("factors").map { $0.list(of: "factors") { $0.factor() } } ?? []
            guard let grades = entry.selection("grades", { $0.choice(Grade.self) }),
                let tags = entry.selection("tags", { $0.policyName(of: Tag.self) }),
                let roles = entry.selection("roles", { $0.roleName() }),
                let approvals = entry.approvalNames("approvals"),
                let zones = entry.selection("zones", { $0.policyName(of: Zone.self) }),
                let windows = entry.selection("windows", { $0.policyName(of: AccessWindow.self) }), let factors
            else { continue }
            definition.floors[id] = Floor(
                .init(grades: grades, tags: tags, roles: roles), factors: factors, limits: entry.roleLimits(),
                approvals: approvals, zones: zones, windows: windows)
        }
    }
}
