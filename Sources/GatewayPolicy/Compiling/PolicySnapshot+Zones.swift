public import GatewayIdentity

extension PolicySnapshot {
    /// The zone an address lies in, as records name it; the first by name where several hold.
    public func zone(of address: NetworkAddress) -> ZoneName? {
        definition.zones.filter { $0.value.contains(address) }.keys.min { $0.text < $1.text }
    }
}
