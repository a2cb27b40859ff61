import GatewayIdentity

/// A rule with its names looked up once: zones and windows are bits, so that intersecting them is one instruction a rule.
final class CompiledRule: Sendable {
    let id: RuleID
    let roles: Selection<RoleName>
    let paths: [PathPattern]
    let actions: ActionSet
    let methods: Set<RequestMethod>?
    let zones: UInt64
    let windows: UInt64
    let countries: Selection<CountryCode>
    let devices: DeviceDemand
    let effect: Effect
    /// Sorted by name.
    let exceptions: [CompiledException]

    enum Effect {
        case allow(factors: [FactorRequirement], approvals: Set<ApprovalName>, obligations: Obligations)
        case deny(exceptZones: UInt64, exceptWindows: UInt64, exceptCountries: Set<CountryCode>)
    }

    init(
        _ rule: Rule, exceptions: [CompiledException] = [], zones zoneBits: BitTable<ZoneName>,
        windows windowBits: BitTable<WindowName>
    ) {
        id = rule.id
        self.exceptions = exceptions
        roles = rule.target.roles
        paths = rule.target.paths
        actions = rule.target.actions
        methods = rule.target.methods
        switch rule.effect {
        case .allow(let conditions):
            zones = zoneBits.mask(conditions.zones)
            windows = windowBits.mask(conditions.windows)
            countries = conditions.countries
            devices = conditions.devices
            effect = .allow(
                factors: conditions.factors, approvals: conditions.approvals, obligations: conditions.obligations)
        case .deny(let occasions):
            zones = zoneBits.mask(occasions.zones)
            windows = windowBits.mask(occasions.windows)
            countries = occasions.countries
            devices = .any
            effect = .deny(
                exceptZones: zoneBits.mask(.only(occasions.exceptZones)),
                exceptWindows: windowBits.mask(.only(occasions.exceptWindows)),
                exceptCountries: occasions.exceptCountries)
        }
    }

    func concerns(_ subjectRoles: Set<RoleName>) -> Bool {
        switch roles {
        case .all: true
        case .only(let listed): !listed.isDisjoint(with: subjectRoles)
        }
    }

    /// Whether it is for listed roles, and not for everybody.
    var namesRoles: Bool {
        switch roles {
        case .all: false
        case .only: true
        }
    }

    func speaks(of path: CanonicalBytes) -> Bool {
        for pattern in paths where pattern.matches(path) { return true }
        return false
    }

    func speaks(of method: RequestMethod) -> Bool {
        guard let methods else { return true }
        return methods.contains(method)
    }

    /// - Parameters:
    ///   - here: bits of the zones the source lies in, `BitTable.outside` included.
    ///   - now: bits of the windows that are open.
    ///   - country: `nil`: nobody knows; then a deny rule strikes.
    ///   - relief: by exceptions that hold now.
    func strikes(here: UInt64, now: UInt64, country: CountryCode?, with relief: Relief) -> Bool {
        switch effect {
        case .allow: false
        case .deny(let exceptZones, let exceptWindows, let exceptCountries):
            zones & here != 0 && windows & now != 0 && (exceptZones | relief.zones) & here == 0
                && (exceptWindows | relief.windows) & now == 0
                && strikes(in: country) && !(country.map(exceptCountries.contains) ?? false)
        }
    }
}

/// Gives each name of a kind one bit. Bit 63 stands for "none of them", so that `.all` (every bit) holds in no zone and in no window too.
struct BitTable<Name: Hashable & Comparable & Sendable>: Sendable {
    static var capacity: Int { 63 }
    static var outside: UInt64 { 1 << 63 }

    let names: [Name]
    private let index: [Name: Int]

    /// - Precondition: at most `capacity` names; the compiler has refused more.
    init(_ names: some Sequence<Name>) {
        self.names = names.sorted()
        index = Dictionary(uniqueKeysWithValues: self.names.enumerated().map { ($1, $0) })
        precondition(self.names.count <= Self.capacity)
    }

    func mask(_ selection: Selection<Name>) -> UInt64 {
        switch selection {
        case .all: .max
        case .only(let listed): listed.reduce(0) { $0 | (index[$1].map { 1 << UInt64($0) } ?? 0) }
        }
    }

    /// The names behind the bits; none for `.all`.
    func names(in mask: UInt64) -> [Name] {
        mask == .max ? [] : names.enumerated().filter { mask >> UInt64($0.offset) & 1 == 1 }.map(\.element)
    }

    /// Bits of the names that hold.
    func mask(where holds: (Name) -> Bool) -> UInt64 {
        var bits = Self.outside
        for (position, name) in names.enumerated() where holds(name) { bits |= 1 << UInt64(position) }
        return bits
    }
}
