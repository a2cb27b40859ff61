import GatewayIdentity

/// A floor of a console, with its names looked up once. Grades and tags fit already; roles are those of whoever asks.
struct CompiledFloor: Sendable {
    let name: FloorName
    let floor: Floor
    let zones: UInt64
    let windows: UInt64

    init(
        _ name: FloorName, _ floor: Floor, zones zoneBits: BitTable<ZoneName>, windows windowBits: BitTable<WindowName>
    ) {
        self.name = name
        self.floor = floor
        zones = zoneBits.mask(floor.zones)
        windows = windowBits.mask(floor.windows)
    }

    func concerns(_ roles: Set<RoleName>) -> Bool { floor.selector.covers(roles) }

    var namesRoles: Bool { floor.selector.roles != .all }
}
