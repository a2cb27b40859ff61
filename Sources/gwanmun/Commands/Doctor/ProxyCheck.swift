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
                .error, door,
                .init(
                    "접속하는 누구나 주소를 속일 수 있습니다: \(proxies) 전체를 프록시로 인정합니다",
                    "whoever connects may claim any address: \(proxies) are taken for proxies"),
                .init(
                    "'proxy_protocol'에 실제 프록시의 주소만 적으십시오. 구역과 시도 제한은 프록시가 알려 주는 주소를 따릅니다.",
                    "Name the addresses of your proxies under 'proxy_protocol'; zones and throttles go by what they say."
                ))
        ]
    }

    /// A proxy that names nobody leaves its own address to go by.
    private func zones(_ door: String, _ proxies: CIDRBlock) -> [Finding] {
        guard !proxies.isEverything, let zones = policy?.definition.zones else { return [] }
        return zones.filter { $0.value.networks.contains { $0.overlaps(proxies) } }.keys.map(\.text).sorted().map {
            Finding(
                .warning, door,
                .init("프록시 주소 \(proxies) 전체나 일부가 구역 \($0) 안에 있습니다", "the proxies \(proxies) lie in zone \($0)"),
                .init(
                    "프록시가 접속지를 알려 주지 않은 연결은 프록시 자신의 연결로 봅니다. 프록시를 구역에 넣지 마십시오.",
                    "A connection for which a proxy names no source counts as the proxy's own: keep proxies out of zones."
                ))
        }
    }
}
