public import GatewayIdentity

/// One protected console: where it is reached, where it stands, who answers for it, how sensitive it is.
public struct Console: Hashable, Sendable {
    public let id: ConsoleID
    /// Exact names by which people reach it, at least one.
    public var hosts: [HostName]
    /// Where it listens.
    public var upstreams: ConsoleUpstreams
    /// Who decides about it, and who runs it. Names for people and records; no right follows from them.
    public var owner: String
    public var manager: String
    /// The label. What the console counts as is `PolicySnapshot.grade(of:)`, which the tags can raise.
    public var grade: Grade
    public var tags: Set<TagName>
    /// By which header field its answers may say that they count as more; `nil`: what they say is no input.
    public var labelHeader: LabelHeader?
    public var timeouts: Timeouts
    public var hostHeader: HostHeader
    public var tls: UpstreamTLS?
    /// Origins from which scripts may open a WebSocket, beside the console's own.
    public var webSocketOrigins: [String]
    /// Whether answers keep their own caching; otherwise they are marked `no-store`.
    public var isCacheable: Bool
    /// What requests do where their method does not tell.
    public var actionOverrides: [ActionOverride]
    /// What its pages do by themselves.
    public var background: [BackgroundTraffic]
    /// Who runs it, where, and on which terms.
    public var hosting: ConsoleHosting

    public struct Timeouts: Hashable, Sendable {
        /// From the end of the request head until the head of the answer.
        public var header: Duration
        /// Between two pieces of a body in either direction.
        public var idle: Duration
        /// The whole exchange; `nil`: no end but the session's, for long uploads and event streams.
        public var total: Duration?
        /// A tunnel (WebSocket) without a byte in either direction.
        public var tunnel: Duration

        /// 60 s as in nginx's `proxy_read_timeout`; an hour for tunnels, which ping more often than that.
        public static let usual = Timeouts(header: .seconds(60), idle: .seconds(60), total: nil, tunnel: .seconds(3600))

        public init(header: Duration, idle: Duration, total: Duration?, tunnel: Duration) {
            self.header = header
            self.idle = idle
            self.total = total
            self.tunnel = tunnel
        }
    }

    public enum HostHeader: String, CaseIterable, Sendable {
        /// The name the person used: links and signatures that name the host stay right.
        case keep
        /// The upstream's own name, for consoles that know no other.
        case rewrite
    }

    /// How the leg to an `https` upstream is verified. Names of files, absolute.
    public struct UpstreamTLS: Hashable, Sendable {
        /// PEM; `nil`: the system's trust anchors.
        public var authorities: String?
        /// `nil`: the host of the URL.
        public var serverName: HostName?
        public var client: ClientIdentity?

        public struct ClientIdentity: Hashable, Sendable {
            public var certificate: String
            public var key: String

            public init(certificate: String, key: String) {
                self.certificate = certificate
                self.key = key
            }
        }

        public init(authorities: String? = nil, serverName: HostName? = nil, client: ClientIdentity? = nil) {
            self.authorities = authorities
            self.serverName = serverName
            self.client = client
        }
    }

    public init(
        id: ConsoleID, hosts: [HostName], upstreams: ConsoleUpstreams, owner: String, manager: String,
        grade: Grade = .classified, tags: Set<TagName> = [], labelHeader: LabelHeader? = nil,
        timeouts: Timeouts = .usual, hostHeader: HostHeader = .keep, tls: UpstreamTLS? = nil,
        webSocketOrigins: [String] = [], isCacheable: Bool = false,
        actionOverrides: [ActionOverride] = [], background: [BackgroundTraffic] = [],
        hosting: ConsoleHosting = ConsoleHosting()
    ) {
        self.id = id
        self.hosts = hosts
        self.upstreams = upstreams
        self.owner = owner
        self.manager = manager
        self.grade = grade
        self.tags = tags
        self.labelHeader = labelHeader
        self.timeouts = timeouts
        self.hostHeader = hostHeader
        self.tls = tls
        self.webSocketOrigins = webSocketOrigins
        self.isCacheable = isCacheable
        self.actionOverrides = actionOverrides
        self.background = background
        self.hosting = hosting
    }
}

/// Says what some requests of a console really do: a POST that only searches, a GET that exports.
///
/// When several match one request, it does all of their actions and needs a rule that lists all of them, so that their order never matters.
public struct ActionOverride: Hashable, Sendable {
    /// Empty: every method but TRACE and CONNECT.
    public var methods: Set<RequestMethod>
    public var paths: [PathPattern]
    public var action: Action

    public init(methods: Set<RequestMethod>, paths: [PathPattern], action: Action) {
        self.methods = methods
        self.paths = paths
        self.action = action
    }
}
