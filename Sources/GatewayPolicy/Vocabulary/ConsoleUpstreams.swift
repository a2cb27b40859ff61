public import GatewayIdentity
public import GatewayUpstreams

/// The servers of one console, and how requests are spread over them. Addresses alone are enough; everything else has a usual value.
public struct ConsoleUpstreams: Hashable, Sendable {
    public struct Member: Hashable, Sendable {
        public var url: UpstreamURL
        /// Its share of the requests, as parts of the sum of all.
        public var weight: Int
        public var dialect: Dialect

        public init(_ url: UpstreamURL, weight: Int = 1, dialect: Dialect = .http1) {
            self.url = url
            self.weight = weight
            self.dialect = dialect
        }
    }

    /// What is spoken with a member: nothing is guessed, and nothing upgraded.
    public enum Dialect: String, CaseIterable, Sendable {
        case http1 = "http/1.1"
        /// RFC 9113: over TLS by ALPN, else with prior knowledge. gRPC needs it.
        case http2 = "h2"
    }

    public enum Stickiness: String, CaseIterable, Sendable {
        /// Members take turns.
        case none
        /// A session stays with its member as long as that serves.
        case session
    }

    /// 1 to 64, no two of them the same.
    public var members: [Member]
    public var stickiness: Stickiness
    /// Names may lead into private networks.
    public var allowsPrivate: Bool
    /// Networks into which names may lead beside the public internet.
    public var networks: [CIDRBlock]
    /// How long the addresses of a name are used before they are asked for again.
    public var resolution: Duration
    /// `nil`: members are not asked how they are.
    public var health: HealthCheckRules?
    /// `nil`: no member is left out for what its requests show.
    public var ejection: EjectionRules?
    /// Of each member.
    public var connections: ConnectionRules
    public var retries: RetryRules

    public init(
        members: [Member], stickiness: Stickiness = .none, allowsPrivate: Bool = false, networks: [CIDRBlock] = [],
        resolution: Duration = .seconds(30), health: HealthCheckRules? = nil,
        ejection: EjectionRules? = EjectionRules(), connections: ConnectionRules = ConnectionRules(),
        retries: RetryRules = RetryRules()
    ) {
        self.members = members
        self.stickiness = stickiness
        self.allowsPrivate = allowsPrivate
        self.networks = networks
        self.resolution = resolution
        self.health = health
        self.ejection = ejection
        self.connections = connections
        self.retries = retries
    }

    /// Which addresses a member may have.
    public func addressGuard(for member: Member) -> AddressGuard {
        AddressGuard(UpstreamHost(member.url.host), allowsPrivate: allowsPrivate, networks: networks)
    }
}

extension ConsoleUpstreams: ExpressibleByArrayLiteral {
    /// Addresses alone.
    public init(arrayLiteral urls: UpstreamURL...) { self.init(members: urls.map { Member($0) }) }
}
