public import GatewayIdentity

/// Where a login came from, as coarsely as it takes to notice a place that was never seen: a network and a kind of device.
public struct LoginPlace: Hashable, Sendable {
    /// The first address of the /24 of IPv4 or the /48 of IPv6: offices and homes change addresses inside.
    public let network: NetworkAddress
    /// Browser and system as `DeviceName` says them; empty when they are not known.
    public let device: String

    public init(source: NetworkAddress, device: String) {
        network =
            source.isIPv4
            ? NetworkAddress(v4: UInt32(truncatingIfNeeded: source.low) & 0xFFFF_FF00)
            : NetworkAddress(high: source.high & 0xFFFF_FFFF_FFFF_0000, low: 0)
        self.device = device
    }
}

public enum PlaceFinding: Hashable, Sendable {
    /// Nothing is known of this account yet.
    case first
    case known
    case new
}

/// The places from which people have logged in.
public protocol PlaceStore: Sendable {
    /// Notes a login from a place; of each account the latest hundred places are kept.
    ///
    /// - Returns: what was known before. Of any number of logins at once, one is told that the place is new.
    func notePlace(_ place: LoginPlace, of account: AccountName, at: UnixTime) async throws(StoreError) -> PlaceFinding

    /// Forgets places that nobody came from since an instant.
    func removePlaces(lastSeenBefore: UnixTime) async throws(StoreError)
}
