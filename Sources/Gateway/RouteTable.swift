internal import GatewayAudit
public import GatewayIdentity
public import GatewayMetrics
internal import GatewayPages
public import GatewayPolicy

/// Which listener a connection came in on. Each has its own names; the names of one do not exist on the other.
public enum ListenerRole: Hashable, Sendable {
    /// Users on their way to consoles.
    case gate
    /// Administrators.
    case desk
}

/// All names and where they lead, with the policy they were made from: immutable, swapped whole.
public final class RouteTable: Sendable {
    public let policy: PolicySnapshot
    private let gateHost: String
    private let deskHost: String
    private let consoles: [String: ConsoleRoute]
    /// One for each console.
    let groups: [UpstreamGroup]
    /// Formatted once per rule, for the records.
    private let references: [RuleID: PolicyReference]
    private let noRule: PolicyReference

    public enum Site: Sendable {
        case gate
        case desk
        case console(ConsoleRoute)

        /// All its paths are ours, none is forwarded.
        var isOursAlone: Bool {
            switch self {
            case .gate, .desk: true
            case .console: false
            }
        }

        var pageHost: PageHost {
            switch self {
            case .gate: .gate
            case .desk: .desk
            case .console(let route): .console(route.console)
            }
        }
    }

    public init(policy: PolicySnapshot, gateHost: String, deskHost: String, consoles: [ConsoleRoute]) {
        self.policy = policy
        self.gateHost = gateHost
        self.deskHost = deskHost
        self.consoles = Dictionary(
            consoles.flatMap { route in route.hosts.map { ($0, route) } }, uniquingKeysWith: { first, _ in first })
        groups = consoles.map(\.upstreams)
        let profile = policy.profile.rawValue
        noRule = PolicyReference(set: policy.sha256, profile: profile)
        references = Dictionary(
            policy.definition.rules.map {
                ($0.id, PolicyReference(set: policy.sha256, rule: $0.id.text, profile: profile))
            },
            uniquingKeysWith: { first, _ in first })
    }

    /// - Parameter name: lower case, without a port.
    func site(at name: String, on listener: ListenerRole) -> Site? {
        switch listener {
        case .desk: name == deskHost ? .desk : nil
        case .gate: name == gateHost ? .gate : consoles[name].map(Site.console)
        }
    }

    func reference(_ rule: RuleID?) -> PolicyReference { rule.flatMap { references[$0] } ?? noRule }

    func zone(of address: NetworkAddress) -> String? { policy.zone(of: address)?.text }
}

/// How requests to one console travel.
public final class ConsoleRoute: Sendable {
    public let console: ConsoleID
    /// Lower case.
    let hosts: [String]
    let upstreams: UpstreamGroup
    let timeouts: ForwardTimeouts
    /// The upstream is told its own name instead of the one the person used; names in its answers are then put right.
    let rewritesHost: Bool
    let isCacheable: Bool
    /// How its answers say what they count as; `nil`: they have no say.
    let label: AnswerLabel?
    let grade: Grade
    let resource: AuditResource
    /// Where its numbers stand.
    let place: NamedPlace
    private let webSocketOrigins: Set<String>

    /// - Parameter origins: `https://name[:port]` as browsers write it: the console's own origins and those that may open WebSockets beside them.
    public init(
        console: ConsoleID, hosts: [String], upstreams: UpstreamGroup, timeouts: ForwardTimeouts, rewritesHost: Bool,
        isCacheable: Bool, grade: Grade, labelHeader: LabelHeader? = nil,
        webSocketOrigins: Set<String>, place: NamedPlace = .other
    ) {
        self.console = console
        self.hosts = hosts
        self.upstreams = upstreams
        self.timeouts = timeouts
        self.rewritesHost = rewritesHost
        self.isCacheable = isCacheable
        label = labelHeader.map { AnswerLabel($0) }
        self.webSocketOrigins = webSocketOrigins
        self.place = place
        self.grade = grade
        resource = AuditResource(console: console, grade: grade)
    }

    /// A browser always sends Origin with a WebSocket handshake; a page elsewhere must not ride on the person's cookie. Programs send none.
    func acceptsOrigin(_ origin: UnsafeRawBufferPointer?) -> Bool {
        guard let origin else { return true }
        return webSocketOrigins.contains(String(decoding: origin, as: UTF8.self).lowercased())
    }
}
