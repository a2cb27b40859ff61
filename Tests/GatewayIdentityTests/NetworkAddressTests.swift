import GatewayIdentity
import Testing

@Suite struct `A network address` {
    /// RFC 5952 sections 4 and 5, RFC 4291 section 2.2.
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("2001:0db8:0:0:0:0:2:1", "2001:db8::2:1"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:DB8::A", "2001:db8::a"), ("::", "::"), ("::1", "::1"),
        ("1::", "1::"), ("::ffff:192.0.2.1", "192.0.2.1"), ("::ffff:c000:201", "192.0.2.1"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ])
    func `has one spelling`(text: String, canonical: String) throws {
        let address = try #require(NetworkAddress(text))
        #expect(address.description == canonical)
        #expect(NetworkAddress(canonical) == address)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "0x7f.0.0.1", "1.2.3.4 ", "+1.2.3.4", "1..2.3", "2130706433",
        ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "::1%eth0", "[::1]", "::1.2.3",
        "::1.2.3.4.5", "1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4", "+1::2", "-1::2", "::1:2:3:4:5:6:7:8",
    ])
    func `is refused when another reader could see something else in it`(text: String) {
        #expect(NetworkAddress(text) == nil)
    }

    @Test func `is throttled by itself in IPv4 and by its 64 in IPv6`() throws {
        let v4 = try #require(NetworkAddress("192.0.2.1"))
        #expect(v4.throttleKey == v4)
        let one = try #require(NetworkAddress("2001:db8:1:2::1"))
        let same = try #require(NetworkAddress("2001:db8:1:2:ffff::9"))
        let other = try #require(NetworkAddress("2001:db8:1:3::1"))
        #expect(one.throttleKey == same.throttleKey)
        #expect(one.throttleKey != other.throttleKey)
    }

    @Test(arguments: [
        ("127.0.0.1", true, false), ("127.255.0.1", true, false), ("::1", true, false), ("128.0.0.1", false, false),
        ("169.254.169.254", false, true), ("fe80::1", false, true), ("febf::1", false, true), ("fec0::1", false, false),
        ("::ffff:169.254.169.254", false, true), ("::ffff:127.0.0.1", true, false), ("::2", false, false),
    ])
    func `knows loopback and link-local in every form`(text: String, loopback: Bool, linkLocal: Bool) throws {
        let address = try #require(NetworkAddress(text))
        #expect(address.isLoopback == loopback)
        #expect(address.isLinkLocal == linkLocal)
    }
}

@Suite struct `A network in prefix notation` {
    @Test(arguments: [
        ("10.20.0.0/16", "10.20.255.255", true), ("10.20.0.0/16", "10.21.0.0", false), ("0.0.0.0/0", "1.2.3.4", true),
        ("0.0.0.0/0", "2001:db8::1", false), ("::/0", "2001:db8::1", true), ("::/0", "1.2.3.4", false),
        ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
        ("192.0.2.7", "192.0.2.7", true),
        ("192.0.2.7", "192.0.2.8", false), ("192.0.2.6/31", "192.0.2.7", true),
        ("2001:db8::/65", "2001:db8::8000:0:0:1", false),
        ("10.0.0.0/8", "::ffff:10.9.9.9", true),
    ])
    func `contains its own addresses and no others`(block: String, address: String, isInside: Bool) throws {
        let block = try #require(CIDRBlock(block))
        #expect(block.contains(try #require(NetworkAddress(address))) == isInside)
    }

    @Test(arguments: [
        "10.20.0.1/16", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/+8", "10.0.0.0/8/8", "2001:db8::1/32",
        "::/129",
        "/8", "",
    ])
    func `is refused with host bits set or an impossible prefix`(text: String) {
        #expect(CIDRBlock(text) == nil)
    }

    @Test func `overlaps what it lies in, and what lies in it`() throws {
        let wide = try #require(CIDRBlock("10.0.0.0/8"))
        let narrow = try #require(CIDRBlock("10.1.2.3"))
        #expect(wide.overlaps(narrow) && narrow.overlaps(wide) && wide.overlaps(wide))
        #expect(!narrow.overlaps(try #require(CIDRBlock("10.1.2.4"))))
        #expect(!wide.overlaps(try #require(CIDRBlock("::/0"))))
    }

    @Test(arguments: ["0.0.0.0/0", "::/0"])
    func `may be everything`(text: String) throws {
        #expect(try #require(CIDRBlock(text)).isEverything)
        #expect(try !#require(CIDRBlock("0.0.0.0/1")).isEverything)
        #expect(try !#require(CIDRBlock("::/1")).isEverything)
    }
}

@Suite struct `An address in part` {
    @Test(arguments: [
        ("203.0.113.77", "203.0.*.*"), ("::ffff:203.0.113.77", "203.0.*.*"), ("2001:db8:1:2::7", "2001:db8:*"),
        ("fd00::7", "fd00:0:*"), ("::1", "0:0:*"),
    ])
    func `keeps 16 bits, and of an IPv6 address the provider's part`(address: String, shown: String) throws {
        #expect(try #require(NetworkAddress(address)).masked == shown)
    }
}
