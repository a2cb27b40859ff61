import GatewayIdentity

/// What is asked of a subject on a console whatever the rule: by tags, by the roles in use, by the zones the source lies in, by floors.
struct Demands {
    private(set) var factors: [FactorRequirement]
    private(set) var approvals: Set<ApprovalName>
    private(set) var device: DeviceDemand
    private(set) var zones = UInt64.max
    private(set) var windows = UInt64.max

    init(of console: CompiledConsole) {
        factors = console.factors
        approvals = console.approvals
        device = console.device
    }

    mutating func add(_ role: Role) {
        factors += role.factors
        approvals.formUnion(role.approvals)
        device = device.stricter(role.device)
        // Nobody from outside comes in without a grant, whether a rule says so or not.
        if role.kind == .external { approvals.insert(.grant) }
    }

    mutating func add(_ zone: Zone) { approvals.formUnion(zone.needs) }

    mutating func add(_ floor: CompiledFloor, isService: Bool) {
        if !isService || floor.namesRoles { factors += floor.floor.factors }
        approvals.formUnion(floor.floor.approvals)
        zones &= floor.zones
        windows &= floor.windows
    }
}

extension DeviceDemand {
    func stricter(_ other: Self) -> Self {
        switch (self, other) {
        case (.any, .any): .any
        case (.designated, _), (_, .designated): .designated
        }
    }
}
