public import GatewayAccess
public import GatewayIdentity
public import GatewayMetrics
public import GatewayPages
public import GatewayPolicy
public import GatewaySettings
public import GatewayTLS
internal import Synchronization

/// What all loops of the node share: people, trust, routes, pages. Each part is immutable or a snapshot that is swapped whole.
public final class GateNode: Sendable {
    public let access: Access
    public let trust: TrustHolder
    let services: AccountPages
    let pages: PageResponder
    let desk: any DeskDoor
    let assertions: AssertionIssuer
    let limits: ConnectionLimits
    let admission: ConnectionAdmission
    public let metrics: GateMetrics
    let acquaintances = Acquaintances()
    let marks = TargetMarks()
    /// The memory of the process, as somebody who watches it sees it.
    public let memory = MemoryLevel()
    /// Event loops that share the limits.
    let loops: Int
    private let publishedRoutes: Mutex<RouteTable>
    private let publishedTrial = Mutex<PolicySnapshot?>(nil)
    private let routesCount = Atomic<UInt64>(0)
    private let publishedTLS: Mutex<[ListenerRole: TLSServerContext]>
    private let draining = Atomic(false)
    private let drained = Atomic(false)
    private let clockDoubt = Atomic(false)

    public init(
        access: Access, trust: TrustHolder, services: AccountPages, pages: PageResponder, desk: any DeskDoor,
        assertions: AssertionIssuer, limits: ConnectionLimits, loops: Int = 1,
        routes: RouteTable, tls: [ListenerRole: TLSServerContext],
        metrics: GateMetrics = GateMetrics(consoles: NameRoll(label: "console", limit: 64))
    ) {
        self.access = access
        self.trust = trust
        self.services = services
        self.pages = pages
        self.desk = desk
        self.assertions = assertions
        self.limits = limits
        self.metrics = metrics
        self.loops = loops
        admission = ConnectionAdmission(
            limits: .init(
                total: limits.connections ?? ConnectionLimits.usualConnections, perSource: limits.connectionsPerSource))
        publishedRoutes = Mutex(routes)
        publishedTLS = Mutex(tls)
    }

    /// The table in force. Connections ask for it when `routesVersion` has moved, and keep it until then.
    var routes: RouteTable { publishedRoutes.withLock { $0 } }
    /// The draft of a policy that is asked as well, and decides nothing. It moves `routesVersion`, too.
    var trial: PolicySnapshot? { publishedTrial.withLock { $0 } }
    var routesVersion: UInt64 { routesCount.load(ordering: .acquiring) }

    /// New routes hold for the next request of every connection.
    public func adopt(_ routes: RouteTable) {
        publishedRoutes.withLock { $0 = routes }
        routesCount.add(1, ordering: .releasing)
        access.adopt(policy: routes.policy)
    }

    /// From the next request of every connection on, this policy is asked as well, for the record; `nil`: none is.
    public func putOnTrial(_ policy: PolicySnapshot?) {
        publishedTrial.withLock { $0 = policy }
        routesCount.add(1, ordering: .releasing)
    }

    func tls(for role: ListenerRole) -> TLSServerContext? { publishedTLS.withLock { $0[role] } }

    /// A new identity holds for the next connection; those that stand keep what they agreed on.
    public func adopt(_ tls: [ListenerRole: TLSServerContext]) { publishedTLS.withLock { $0 = tls } }

    /// Whether classified consoles are closed because nobody can tell the time (compliance profile nct-2025-04, NCT2-4.6-P3).
    var isClockDoubted: Bool { clockDoubt.load(ordering: .relaxed) }

    /// Holds for the next request of every connection, and for those that run.
    public func doubtClock(_ isDoubted: Bool) {
        guard clockDoubt.exchange(isDoubted, ordering: .relaxed) != isDoubted else { return }
        routesCount.add(1, ordering: .releasing)
    }

    /// From now on connections are asked to end after the exchange they carry.
    public func beginDraining() { draining.store(true, ordering: .relaxed) }
    var isDraining: Bool { draining.load(ordering: .relaxed) }

    /// What is still open has had its time.
    func endDraining() { drained.store(true, ordering: .relaxed) }
    var isDrained: Bool { drained.load(ordering: .relaxed) }
    /// The node takes no more connections.
    public var isStopping: Bool { isDraining }
    public var openConnections: Int { admission.open }
}

/// What stands behind the desk's own paths.
public protocol DeskDoor: Sendable {
    /// Bytes of a body from somebody whose certificate is bound.
    var bodyLimit: Int { get }
    func respond(to request: LocalRequest, from visitor: PageVisitor, requestID: RequestID) async -> LocalResponse
}
