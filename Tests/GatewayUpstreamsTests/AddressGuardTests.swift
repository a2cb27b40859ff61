import GatewayIdentity
import GatewayUpstreams
import Testing

@Suite struct `The address guard` {
    private func address(_ text: String) throws -> NetworkAddress { try #require(NetworkAddress(text)) }

    private func network(_ text: String) throws -> CIDRBlock { try #require(CIDRBlock(text)) }

    /// What a host name may not have, `nil` when it may.
    private func refusal(of text: String, allowsPrivate: Bool = false, networks: [String] = []) throws -> AddressKind? {
        let rules = AddressGuard(
            .name("console.example"), allowsPrivate: allowsPrivate, networks: try networks.map(network))
        let address = try address(text)
        do throws(AddressRefusal) {
            _ = try rules.check(address)
            return nil
        } catch {
            return error.kind
        }
    }

    /// Every entry of the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 § 2.2, as updated), its first and its last address, and the
    /// multicast and unassigned ranges beside them.
    static let special: [(first: String, last: String, kind: AddressKind)] = [
        ("0.0.0.0", "0.255.255.255", .unspecified),  // RFC 791 § 3.2, RFC 1122 § 3.2.1.3
        ("10.0.0.0", "10.255.255.255", .privateUse),  // RFC 1918
        ("100.64.0.0", "100.127.255.255", .shared),  // RFC 6598
        ("127.0.0.0", "127.255.255.255", .loopback),  // RFC 1122 § 3.2.1.3
        ("169.254.0.0", "169.254.255.255", .linkLocal),  // RFC 3927
        ("172.16.0.0", "172.31.255.255", .privateUse),  // RFC 1918
        ("192.0.0.0", "192.0.0.255", .reserved),  // RFC 6890 § 2.1
        ("192.0.0.0", "192.0.0.7", .reserved),  // RFC 7335
        ("192.0.0.8", "192.0.0.8", .reserved),  // RFC 7600
        ("192.0.0.9", "192.0.0.9", .reserved),  // RFC 7723
        ("192.0.0.10", "192.0.0.10", .reserved),  // RFC 8155
        ("192.0.0.170", "192.0.0.171", .reserved),  // RFC 8880, RFC 7050 § 2.2
        ("192.0.2.0", "192.0.2.255", .reserved),  // RFC 5737
        ("192.88.99.0", "192.88.99.255", .translated),  // RFC 7526
        ("192.88.99.2", "192.88.99.2", .translated),  // RFC 6751
        ("192.168.0.0", "192.168.255.255", .privateUse),  // RFC 1918
        ("198.18.0.0", "198.19.255.255", .reserved),  // RFC 2544
        ("198.51.100.0", "198.51.100.255", .reserved),  // RFC 5737
        ("203.0.113.0", "203.0.113.255", .reserved),  // RFC 5737
        ("224.0.0.0", "239.255.255.255", .multicast),  // RFC 5771
        ("240.0.0.0", "255.255.255.254", .reserved),  // RFC 1112 § 4
        ("255.255.255.255", "255.255.255.255", .broadcast),  // RFC 8190, RFC 919 § 7
        ("::1", "::1", .loopback),  // RFC 4291
        ("::", "::", .unspecified),  // RFC 4291
        ("::ffff:10.0.0.0", "::ffff:10.255.255.255", .privateUse),  // IPv4-mapped: RFC 4291, judged as what is mapped
        ("::2", "::ffff:ffff", .translated),  // IPv4-compatible: RFC 4291 § 2.5.5.1
        ("::ffff:0:0:0", "::ffff:0:ffff:ffff", .translated),  // RFC 2765 § 2.1
        ("64:ff9b::", "64:ff9b::ffff:ffff", .translated),  // RFC 6052
        ("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", .translated),  // RFC 8215
        ("100::", "100::ffff:ffff:ffff:ffff", .reserved),  // RFC 6666
        ("100:0:0:1::", "100:0:0:1:ffff:ffff:ffff:ffff", .reserved),  // RFC 9780
        ("2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff", .translated),  // RFC 4380
        ("2001:1::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", .reserved),  // RFC 2928
        ("2001:1::1", "2001:1::1", .reserved),  // RFC 7723
        ("2001:1::2", "2001:1::2", .reserved),  // RFC 8155
        ("2001:1::3", "2001:1::3", .reserved),  // RFC 9665
        ("2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff", .reserved),  // RFC 5180
        ("2001:3::", "2001:3:ffff:ffff:ffff:ffff:ffff:ffff", .reserved),  // RFC 7450
        ("2001:4:112::", "2001:4:112:ffff:ffff:ffff:ffff:ffff", .reserved),  // RFC 7535
        ("2001:10::", "2001:1f:ffff:ffff:ffff:ffff:ffff:ffff", .reserved),  // RFC 4843
        ("2001:20::", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff", .reserved),  // RFC 7343
        ("2001:30::", "2001:3f:ffff:ffff:ffff:ffff:ffff:ffff", .reserved),  // RFC 9374
        ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", .reserved),  // RFC 3849
        ("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .translated),  // RFC 3056
        ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", .reserved),  // RFC 9637
        ("5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .reserved),  // RFC 9602
        ("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .uniqueLocal),  // RFC 4193
        ("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .linkLocal),  // RFC 4291
        ("fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .reserved),  // RFC 3879
        ("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .multicast),  // RFC 4291
        // Not given out for global unicast: RFC 4291 § 2.4, IANA "Internet Protocol Version 6 Address Space".
        ("::1:0:0:0", "63:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .reserved),
        ("4000::", "5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .reserved),
        ("8000::", "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .reserved),
    ]

    @Test(arguments: special)
    func `refuses a name that leads into a special range, from its first address to its last`(
        first: String, last: String, kind: AddressKind
    ) throws {
        #expect(try AddressKind(of: address(first)) == kind)
        #expect(try AddressKind(of: address(last)) == kind)
        #expect(try refusal(of: first) != nil)
        #expect(try refusal(of: last) != nil)
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0",
        "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
        // Globally reachable by the registry: AS112 (RFC 7534, 7535) and AMT (RFC 7450).
        "192.31.196.1", "192.52.193.1", "192.175.48.1", "2620:4f:8000::1",
        "2000::1", "2001:200::", "2001:db7:ffff::", "2001:db9::", "2003::", "2600::1", "3ffe:ffff::",
        "3fff:1000::", "::ffff:1.1.1.1",
    ])
    func `lets a name lead anywhere else`(text: String) throws {
        #expect(try AddressKind(of: address(text)) == .global)
        #expect(try refusal(of: text) == nil)
    }

    @Test(arguments: [
        ("10.1.2.3", true), ("172.16.0.1", true), ("192.168.1.1", true), ("fd00:20::5", true), ("100.64.1.1", true),
        ("127.0.0.1", false), ("::1", false), ("169.254.7.7", false), ("fe80::1", false), ("192.0.2.1", false),
        ("64:ff9b::10.1.2.3", false), ("2002:0a01:0203::1", false), ("224.0.0.1", false), ("0.0.0.0", false),
    ])
    func `takes leave for private networks to mean those and nothing else`(text: String, isAllowed: Bool) throws {
        #expect(try (refusal(of: text, allowsPrivate: true) == nil) == isAllowed)
    }

    @Test func `lets a name lead into a network that is listed, and into no other`() throws {
        #expect(try refusal(of: "10.1.2.3", networks: ["10.1.0.0/16"]) == nil)
        #expect(try refusal(of: "10.2.0.1", networks: ["10.1.0.0/16"]) == .privateUse)
        #expect(try refusal(of: "127.0.0.1", networks: ["127.0.0.0/8"]) == nil)
        #expect(try refusal(of: "fe80::1", networks: ["fe80::/10"]) == nil)
    }

    @Test(arguments: ["169.254.169.254", "fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "168.63.129.16"])
    func `opens a metadata service only to its address alone`(text: String) throws {
        #expect(try refusal(of: text) == .metadata)
        #expect(try refusal(of: text, allowsPrivate: true) == .metadata)
        #expect(try refusal(of: text, allowsPrivate: true, networks: ["0.0.0.0/0", "::/0"]) == .metadata)
        #expect(try refusal(of: text, networks: [text]) == nil)
    }

    @Test func `opens nobody's address to anyone`() throws {
        for text in ["0.0.0.0", "::", "224.0.0.1", "ff02::1", "255.255.255.255"] {
            #expect(try refusal(of: text, allowsPrivate: true, networks: ["0.0.0.0/0", "::/0", text]) != nil)
        }
    }

    @Test(arguments: [
        "64:ff9b::169.254.169.254", "64:ff9b::10.0.0.1", "2002:a9fe:a9fe::1", "2002:7f00:1::", "::127.0.0.1",
        "::ffff:0:127.0.0.1", "2001:0:1:2:3:4:5601:5601",
    ])
    func `looks at what is inside of an address even when the network around it is listed`(text: String) throws {
        // RFC 6052 § 2.2, RFC 3056 § 2, RFC 4291 § 2.5.5.1, RFC 2765 § 2.1, RFC 4380 § 4.
        #expect(try refusal(of: text) != nil)
        #expect(try refusal(of: text, networks: ["::/0"]) != nil)
    }

    @Test func `lets a listed translator reach what a name may have anyway`() throws {
        #expect(try refusal(of: "64:ff9b::1.1.1.1") == .translated)
        #expect(try refusal(of: "64:ff9b::1.1.1.1", networks: ["64:ff9b::/96"]) == nil)
        #expect(try refusal(of: "64:ff9b::10.0.0.1", allowsPrivate: true, networks: ["64:ff9b::/96"]) == nil)
    }

    @Test func `takes an address that is written out for the name of itself`() throws {
        let other = try address("10.0.0.6")
        for text in ["10.0.0.5", "127.0.0.1", "169.254.169.254", "::1", "fd00::5"] {
            let named = try address(text)
            let rules = AddressGuard(UpstreamHost(text), allowsPrivate: false, networks: [])
            #expect(rules.known?.map(\.address) == [named])
            #expect(throws: Never.self) { try rules.check(named) }
            #expect(throws: AddressRefusal.self) { try rules.check(other) }
        }
    }

    @Test(arguments: ["localhost", "console.localhost"])
    func `knows names of this machine without asking, and lets them lead nowhere else`(name: String) throws {
        // RFC 6761 § 6.3.
        let rules = AddressGuard(UpstreamHost(name), allowsPrivate: true, networks: [try network("10.0.0.0/8")])
        #expect(try rules.known?.map(\.address) == [address("127.0.0.1"), address("::1")])
        let elsewhere = try address("10.0.0.1")
        #expect(throws: AddressRefusal.self) { try rules.check(elsewhere) }
    }

    @Test func `does not take a number in disguise for an address that was written out`() {
        // What inet_aton makes of them is judged when the resolver has said so.
        for name in ["0x7f000001", "0xa9.0xfe.0xa9.0xfe"] { #expect(UpstreamHost(name) == .name(name)) }
    }

    @Test func `says what it refused and why`() throws {
        let rules = AddressGuard(.name("console.example"), allowsPrivate: false, networks: [])
        let named = try address("10.0.0.1")
        let refusal = #expect(throws: AddressRefusal.self) { try rules.check(named) }
        #expect(refusal?.description == "10.0.0.1 is a private address, which the console does not name")
    }
}
