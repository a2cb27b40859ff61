public import GatewayIdentity

/// What an address is for, as far as that decides whether a console may stand there: the IANA special-purpose address registries (RFC 6890, as updated).
public enum AddressKind: String, Hashable, CaseIterable, Sendable {
    /// Anywhere on the public internet.
    case global
    /// RFC 1918.
    case privateUse = "private"
    /// RFC 4193.
    case uniqueLocal = "unique local"
    /// Shared by carrier-grade NAT (RFC 6598).
    case shared
    case loopback
    case linkLocal = "link-local"
    /// Where clouds tell machines their secrets.
    case metadata
    /// "This network", among it 0.0.0.0, which Linux takes for itself.
    case unspecified
    case multicast
    case broadcast
    /// Another address is inside, to which a translator or a tunnel takes what is sent: NAT64, 6to4, Teredo.
    case translated
    /// Kept for protocols, documentation, measurement, or for nobody yet.
    case reserved

    public init(of address: NetworkAddress) {
        self = Self.metadataServices.contains(address) ? .metadata : SpecialRanges.kind(of: address)
    }

    /// No server can be at such an address, whoever names it.
    public var isNobodys: Bool {
        switch self {
        case .unspecified, .multicast, .broadcast: true
        case .global, .privateUse, .uniqueLocal, .shared, .loopback, .linkLocal, .metadata, .translated, .reserved:
            false
        }
    }

    /// Reached by whoever stands on the same network as the gateway, and by nobody else.
    var isPrivate: Bool {
        switch self {
        case .privateUse, .uniqueLocal, .shared: true
        case .global, .loopback, .linkLocal, .metadata, .unspecified, .multicast, .broadcast, .translated, .reserved:
            false
        }
    }

    /// As the providers document them. Most lie in ranges that are refused anyway; what sets them apart is that no wider network can open them.
    private static let metadataServices: Set<NetworkAddress> = Set(
        [
            "169.254.169.254",  // AWS, Azure, Google Cloud, OpenStack, Oracle, Naver Cloud, NHN Cloud, and others
            "fd00:ec2::254",  // AWS
            "fd20:ce::254",  // Google Cloud
            "fe80::a9fe:a9fe",  // OpenStack
            "169.254.170.2", "169.254.170.23", "fd00:ec2::23",  // AWS: credentials of containers
            "169.254.169.123",  // AWS: time
            "169.254.0.23",  // Tencent Cloud
            "100.100.100.200",  // Alibaba Cloud
            "192.0.0.192",  // Oracle Cloud, classic
            "168.63.129.16",  // Azure: the host's own services, on a public address
        ].compactMap { NetworkAddress($0) })
}
