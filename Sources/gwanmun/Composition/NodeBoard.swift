import Gateway
import GatewayIdentity
import GatewayMetrics
import GatewayPages
import GatewayPolicy
import GatewaySettings
import Synchronization

/// What is in force now, for those who ask on every request: swapped whole by a reload.
final class NodeBoard: Sendable {
    private struct State: Sendable {
        var material: NodeMaterial
        /// The gate's port as browsers see it.
        var port: Int
        /// The desk's.
        var deskPort: Int
    }

    private let state: Mutex<State>
    let upstreams: UpstreamDirectory
    /// Consoles as they are called in metrics. There is room for twice those of the start, and some: what a reload adds beyond that is counted
    /// together, until the next start.
    let consoleNames: NameRoll

    init(_ material: NodeMaterial, _ upstreams: UpstreamDirectory) {
        self.upstreams = upstreams
        consoleNames = NameRoll(
            label: "console", limit: 64 + 2 * material.policy.snapshot.definition.consoles.count)
        let configuration = material.configuration
        state = Mutex(
            State(
                material: material, port: Int(configuration.site.publicPort ?? configuration.listen.gate.address.port),
                deskPort: Int(configuration.site.deskPublicPort ?? configuration.listen.desk.address.port)))
    }

    var material: NodeMaterial { state.withLock { $0.material } }

    func put(_ material: NodeMaterial) { state.withLock { $0.material = material } }

    /// The listener got its port; links name it unless the settings say another.
    func gateListens(on port: Int) {
        state.withLock { state in
            if state.material.configuration.site.publicPort == nil { state.port = port }
        }
    }

    func deskListens(on port: Int) {
        state.withLock { state in
            if state.material.configuration.site.deskPublicPort == nil { state.deskPort = port }
        }
    }

    var gateOrigin: String { origin(material.configuration.site.gate) }

    func origin(_ host: HostName) -> String { Self.origin(host, port: state.withLock { $0.port }) }

    private var deskOrigin: String {
        Self.origin(material.configuration.site.desk, port: state.withLock { $0.deskPort })
    }

    private static func origin(_ host: HostName, port: Int) -> String {
        port == 443 ? "https://\(host)" : "https://\(host):\(port)"
    }

    var site: Site {
        let material = material
        let policy = material.policy.snapshot
        return Site(
            gateOrigin: gateOrigin,
            consoles: policy.definition.consoles.compactMap { console in
                console.hosts.first.map { host in
                    ConsoleSite(
                        id: console.id, origin: origin(host), displayName: console.id.text,
                        grade: policy.grade(of: console.id) ?? .classified,
                        isNationalCoreTechnology: console.tags.contains { $0.text == "national_core_technology" })
                }
            }, contact: material.configuration.site.contact[material.configuration.site.language], retentionYears: 2,
            knowsPasswords: material.configuration.pam != nil, deskOrigin: deskOrigin)
    }

    var names: PageNames {
        let consoles = material.policy.snapshot.definition.consoles.compactMap { console in
            console.hosts.first.map { (console.id, $0.text) }
        }
        return PageNames(
            gate: material.configuration.site.gate.text, desk: material.configuration.site.desk.text,
            consoles: Dictionary(consoles, uniquingKeysWith: { first, _ in first }))
    }

    /// Gives names that are new a moment to be resolved, so that no request comes before the answers.
    func settleUpstreams() async { await upstreams.settle(within: .seconds(2)) }

    /// Routes for what is in force now. The upstreams that they lead to are the directory's from then on.
    func makeRoutes() -> RouteTable {
        let material = material
        let policy = material.policy.snapshot
        let groups = upstreams.adopt(policy.definition.consoles) { material.policy.tls(towards: $0) }
        let routes: [ConsoleRoute] = policy.definition.consoles.compactMap { console in
            guard let group = groups[console.id] else { return nil }
            return ConsoleRoute(
                console: console.id, hosts: console.hosts.map(\.text), upstreams: group,
                timeouts: ForwardTimeouts(
                    connect: .seconds(5), header: console.timeouts.header, idle: console.timeouts.idle,
                    total: console.timeouts.total,
                    tunnelIdle: console.timeouts.tunnel),
                rewritesHost: console.hostHeader == .rewrite, isCacheable: console.isCacheable,
                grade: policy.grade(of: console.id) ?? .classified, labelHeader: console.labelHeader,
                webSocketOrigins: Set(console.hosts.map(origin) + console.webSocketOrigins.map { $0.lowercased() }),
                place: consoleNames.place(of: console.id.text))
        }
        let site = material.configuration.site
        return RouteTable(policy: policy, gateHost: site.gate.text, deskHost: site.desk.text, consoles: routes)
    }
}
