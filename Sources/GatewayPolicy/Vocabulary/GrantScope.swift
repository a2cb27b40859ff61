public import GatewayIdentity

/// How far a grant reaches on its consoles. It only ever takes away from what the rules allow: whatever it does not narrow is left to them.
public struct GrantScope: Hashable, Sendable {
    public var paths: Selection<PathPattern>
    public var methods: Selection<RequestMethod>
    /// Consoles of a higher grade are out of reach, also one that is graded up while the grant runs.
    public var ceiling: Grade
    /// At least one of them is open. One that the policy does not know never is.
    public var windows: Selection<WindowName>
    /// Where the source lies; a source of which nobody knows it lies in none.
    public var countries: Selection<CountryCode>
    /// The source lies in at least one of them. None lies in a zone that the policy does not know.
    public var zones: Selection<ZoneName>
    /// Designated terminals.
    public var devices: Selection<DeviceID>
    /// What the person has to have beside the grant, whatever the rules ask for: a pledge signed, a training taken.
    public var asks: Set<ApprovalName>

    public init(
        paths: Selection<PathPattern> = .all, methods: Selection<RequestMethod> = .all, ceiling: Grade = .classified,
        windows: Selection<WindowName> = .all, countries: Selection<CountryCode> = .all,
        zones: Selection<ZoneName> = .all, devices: Selection<DeviceID> = .all, asks: Set<ApprovalName> = []
    ) {
        self.paths = paths
        self.methods = methods
        self.ceiling = ceiling
        self.windows = windows
        self.countries = countries
        self.zones = zones
        self.devices = devices
        self.asks = asks
    }

    /// Whatever the rules leave.
    public static let unlimited = GrantScope()
}
