import GatewayIdentity
import GatewayPolicy
import GatewaySettings

/// Whether those who may name the source of a connection are few, and are nobody whom the policy knows by their address.
struct ProxyCheck {
    private let listen: ListenSettings
    private let policy: PolicySnapshot?

    init(_ listen: ListenSettings, _ policy: PolicySnapshot?) {
        self.listen = listen
        self.policy = policy
    }

    var findings: [Finding] {
        let doors = [("listen.gate", listen.gate.proxies), ("listen.desk", listen.desk.proxies)]
        return doors.flatMap { door, proxies in proxies.flatMap { everybody(door, $0) + zones(door, $0) } }
    }

    private func everybody(_ door: String, _ proxies: CIDRBlock) -> [Finding] {
        guard proxies.isEverything else { return [] }
        return [
            Finding(
                .error, door, "whoever connects may claim any address: \(proxies) are taken for proxies",
                "Name the addresses of your proxies under 'proxy_protocol'; zones and throttles go by what they say.")
        ]
    }

    /// A proxy that names nobody leaves its own address to go by.
    private func zones(_ door: String, _ proxies: CIDRBlock) -> [Finding] {
        guard !proxies.isEverything, let zones = policy?.definition.zones else { return [] }
        return zones.filter { $0.value.networks.contains { $0.overlaps(proxies) } }.keys.map(\.text).sorted().map {
            Finding(
                .warning, door, "the proxies \(proxies) lie in zone \($0)",
                "A connection for which a proxy names no source counts as the proxy's own: keep proxies out of zones.")
        }
    }
}
