public import GatewayIdentity

/// What a grade asks of every session that reaches a console of that grade.
public struct GradeRules: Hashable, Sendable {
    public var limits: SessionLimits
    /// How old a revocation answer (CRL, OCSP) may be.
    public var revocationAge: Duration
    public var lockout: LockoutName

    public init(limits: SessionLimits, revocationAge: Duration, lockout: LockoutName) {
        self.limits = limits
        self.revocationAge = revocationAge
        self.lockout = lockout
    }
}

/// What people of one kind may at most do; the rules say what they may do.
public struct Role: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case member
        /// Someone of another organisation: needs a running grant for each console, and exact paths unless said otherwise.
        case external
    }

    public var kind: Kind
    /// Roles that one person cannot hold beside this one (separation of duties).
    public var excludes: Set<RoleName>
    public var limits: RoleLimits
    /// Stricter than the grade's profile, `nil`: the grade's.
    public var lockout: LockoutName?
    /// Whether rules for this role may use `*` and `**` in paths.
    public var wildcardPaths: Bool
    /// Nothing else is possible in this role, whatever the rules say.
    public var actions: ActionSet

    public init(
        kind: Kind, excludes: Set<RoleName> = [], limits: RoleLimits = .init(), lockout: LockoutName? = nil, wildcardPaths: Bool? = nil,
        actions: ActionSet = .every
    ) {
        self.kind = kind
        self.excludes = excludes
        self.limits = limits
        self.lockout = lockout
        self.wildcardPaths = wildcardPaths ?? (kind == .member)
        self.actions = actions
    }
}

/// Where a request comes from: a set of networks.
public struct Zone: Hashable, Sendable {
    public var networks: [CIDRBlock]
    public init(networks: [CIDRBlock]) { self.networks = networks }
    public func contains(_ address: NetworkAddress) -> Bool { networks.contains { $0.contains(address) } }
}

/// Controls that come with a kind of information, beside its grade.
public struct Tag: Hashable, Sendable {
    /// The console counts as at least this grade.
    public var treatAs: Grade
    /// Added to what every rule asks for.
    public var factors: [FactorRequirement]
    public var obligations: Obligations

    public init(treatAs: Grade, factors: [FactorRequirement] = [], obligations: Obligations = .init()) {
        self.treatAs = treatAs
        self.factors = factors
        self.obligations = obligations
    }
}

/// What goes with a permit. Of several the most restrictive holds.
public struct Obligations: Hashable, Sendable {
    public var storage: Storage
    /// The answer is marked `Cache-Control: no-store`.
    public var noStore: Bool
    /// Watched by people while it happens.
    public var monitored: Bool

    /// What may be kept on the terminal: `deny` > `encrypted_user_key` > `allow` (semantics 5).
    public enum Storage: String, CaseIterable, Comparable, Sendable {
        case allow
        case encryptedUserKey = "encrypted_user_key"
        case deny

        private var rank: Int {
            switch self {
            case .allow: 0
            case .encryptedUserKey: 1
            case .deny: 2
            }
        }

        public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
    }

    public init(storage: Storage = .allow, noStore: Bool = false, monitored: Bool = false) {
        self.storage = storage
        self.noStore = noStore
        self.monitored = monitored
    }

    public mutating func formUnion(_ other: Self) {
        storage = max(storage, other.storage)
        noStore = noStore || other.noStore
        monitored = monitored || other.monitored
    }
}
