internal import GatewayIdentity

/// The IANA special-purpose registries for IPv4 and IPv6, the multicast ranges beside them, and what IPv6 keeps for later.
///
/// Ranges that the registries call globally reachable and that are no tunnel (AMT, AS112) are global here too, unless they lie in a block for protocols:
/// no console stands in one of those.
enum SpecialRanges {
    /// The first that holds the address counts.
    static func kind(of address: NetworkAddress) -> AddressKind {
        let ranges = address.isIPv4 ? v4 : v6
        return ranges.first { $0.network.contains(address) }?.kind ?? .global
    }

    private static let v4 = ranges([
        ("255.255.255.255/32", .broadcast),  // RFC 8190, RFC 919 § 7
        ("0.0.0.0/8", .unspecified),  // RFC 791 § 3.2
        ("10.0.0.0/8", .privateUse),  // RFC 1918
        ("172.16.0.0/12", .privateUse),  // RFC 1918
        ("192.168.0.0/16", .privateUse),  // RFC 1918
        ("100.64.0.0/10", .shared),  // RFC 6598
        ("127.0.0.0/8", .loopback),  // RFC 1122 § 3.2.1.3
        ("169.254.0.0/16", .linkLocal),  // RFC 3927
        ("192.0.0.0/24", .reserved),  // protocol assignments: RFC 6890 § 2.1, 7335, 7600, 7723, 8155, 7050
        ("192.0.2.0/24", .reserved),  // documentation: RFC 5737
        ("198.51.100.0/24", .reserved),  // documentation: RFC 5737
        ("203.0.113.0/24", .reserved),  // documentation: RFC 5737
        ("192.88.99.0/24", .translated),  // 6to4 relays, deprecated: RFC 7526; 6a44: RFC 6751
        ("198.18.0.0/15", .reserved),  // benchmarking: RFC 2544
        ("224.0.0.0/4", .multicast),  // RFC 5771
        ("240.0.0.0/4", .reserved),  // RFC 1112 § 4
    ])

    private static let v6 = ranges([
        ("::1/128", .loopback),  // RFC 4291 § 2.5.3
        ("::/128", .unspecified),  // RFC 4291 § 2.5.2
        ("::/96", .translated),  // IPv4-compatible, deprecated: RFC 4291 § 2.5.5.1
        ("::ffff:0:0:0/96", .translated),  // IPv4-translated: RFC 2765 § 2.1
        ("64:ff9b::/96", .translated),  // NAT64: RFC 6052
        ("64:ff9b:1::/48", .translated),  // NAT64 of a site's own: RFC 8215
        ("100::/64", .reserved),  // discard: RFC 6666
        ("100:0:0:1::/64", .reserved),  // dummy prefix: RFC 9780
        ("2001::/32", .translated),  // Teredo: RFC 4380
        ("2001::/23", .reserved),  // protocol assignments: RFC 2928, with ORCHID, benchmarking, AMT, AS112, DETs inside
        ("2001:db8::/32", .reserved),  // documentation: RFC 3849
        ("3fff::/20", .reserved),  // documentation: RFC 9637
        ("2002::/16", .translated),  // 6to4: RFC 3056
        ("5f00::/16", .reserved),  // segment identifiers: RFC 9602
        ("fc00::/7", .uniqueLocal),  // RFC 4193
        ("fe80::/10", .linkLocal),  // RFC 4291 § 2.5.6
        ("fec0::/10", .reserved),  // site-local, deprecated: RFC 3879
        ("ff00::/8", .multicast),  // RFC 4291 § 2.7
        // Nothing but 2000::/3 is given out for global unicast (RFC 4291 § 2.4, IANA "Internet Protocol Version 6 Address Space").
        ("::/3", .reserved),
        ("4000::/2", .reserved),
        ("8000::/1", .reserved),
    ])

    private static func ranges(_ table: [(String, AddressKind)]) -> [(network: CIDRBlock, kind: AddressKind)] {
        table.compactMap { text, kind in CIDRBlock(text).map { ($0, kind) } }
    }
}
