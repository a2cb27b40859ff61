public import GatewayIdentity

/// One line of the policy: for whom and what it speaks, and what it then says.
public struct Rule: Hashable, Sendable {
    public let id: RuleID
    public var target: Target
    public var effect: Effect
    /// On trial: it decides nothing, and what it would have done is recorded beside what was done.
    public var isOnTrial: Bool

    public enum Effect: Hashable, Sendable {
        case allow(Conditions)
        case deny(Occasions)
    }

    /// What a rule speaks of. All parts must fit.
    public struct Target: Hashable, Sendable {
        public var roles: Selection<RoleName>
        public var consoles: Selection<ConsoleID>
        public var paths: [PathPattern]
        public var actions: ActionSet
        /// `nil`: whatever the method.
        public var methods: Set<RequestMethod>?

        public init(
            roles: Selection<RoleName>, consoles: Selection<ConsoleID>, paths: [PathPattern] = [.everything],
            actions: ActionSet = .every,
            methods: Set<RequestMethod>? = nil
        ) {
            self.roles = roles
            self.consoles = consoles
            self.paths = paths
            self.actions = actions
            self.methods = methods
        }
    }

    /// What an allow rule asks for. Across all rules that match a request: union of factors, approvals and obligations, intersection of zones and
    /// windows (semantics 3).
    public struct Conditions: Hashable, Sendable {
        /// The certificate is always asked for, written or not.
        public var factors: [FactorRequirement]
        /// `all`: from anywhere.
        public var zones: Selection<ZoneName>
        /// `all`: at any time.
        public var windows: Selection<WindowName>
        /// `all`: from anywhere, also from where nobody knows. Otherwise an unknown country is not one of them (semantics 7).
        public var countries: Selection<CountryCode>
        public var devices: DeviceDemand
        public var approvals: Set<ApprovalName>
        public var obligations: Obligations

        public init(
            factors: [FactorRequirement], zones: Selection<ZoneName> = .all, windows: Selection<WindowName> = .all,
            countries: Selection<CountryCode> = .all, devices: DeviceDemand = .any,
            approvals: Set<ApprovalName> = [],
            obligations: Obligations = .init()
        ) {
            self.factors = factors
            self.zones = zones
            self.windows = windows
            self.countries = countries
            self.devices = devices
            self.approvals = approvals
            self.obligations = obligations
        }
    }

    /// When a deny rule strikes: in one of the zones, one of the windows and one of the countries, and in none of the exceptions.
    ///
    /// An unknown country is every country that a rule strikes in, and none that it spares (semantics 7).
    public struct Occasions: Hashable, Sendable {
        public var zones: Selection<ZoneName>
        public var windows: Selection<WindowName>
        public var countries: Selection<CountryCode>
        public var exceptZones: Set<ZoneName>
        public var exceptWindows: Set<WindowName>
        public var exceptCountries: Set<CountryCode>

        public init(
            zones: Selection<ZoneName> = .all, windows: Selection<WindowName> = .all,
            countries: Selection<CountryCode> = .all, exceptZones: Set<ZoneName> = [],
            exceptWindows: Set<WindowName> = [], exceptCountries: Set<CountryCode> = []
        ) {
            self.zones = zones
            self.windows = windows
            self.countries = countries
            self.exceptZones = exceptZones
            self.exceptWindows = exceptWindows
            self.exceptCountries = exceptCountries
        }
    }

    public init(id: RuleID, target: Target, effect: Effect, isOnTrial: Bool = false) {
        self.id = id
        self.target = target
        self.effect = effect
        self.isOnTrial = isOnTrial
    }
}

/// Everything of a kind, or what is listed.
public enum Selection<Element: Hashable & Sendable>: Hashable, Sendable {
    case all
    case only(Set<Element>)

    public func contains(_ element: Element) -> Bool {
        switch self {
        case .all: true
        case .only(let listed): listed.contains(element)
        }
    }

    var listed: Set<Element> {
        switch self {
        case .all: []
        case .only(let listed): listed
        }
    }
}
