public import GatewayIdentity

/// Where a request comes from: a set of networks.
public struct Zone: Hashable, Sendable {
    public var networks: [CIDRBlock]
    /// Asked of whoever comes from here, whatever the rule.
    public var needs: Set<ApprovalName>

    public init(networks: [CIDRBlock], needs: Set<ApprovalName> = []) {
        self.networks = networks
        self.needs = needs
    }

    public func contains(_ address: NetworkAddress) -> Bool { networks.contains { $0.contains(address) } }
}
