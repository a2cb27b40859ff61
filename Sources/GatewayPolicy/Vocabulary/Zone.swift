public import GatewayIdentity

/// Where a request comes from: a set of networks.
public struct Zone: Hashable, Sendable {
    public var networks: [CIDRBlock]
    public init(networks: [CIDRBlock]) { self.networks = networks }
    public func contains(_ address: NetworkAddress) -> Bool { networks.contains { $0.contains(address) } }
}
