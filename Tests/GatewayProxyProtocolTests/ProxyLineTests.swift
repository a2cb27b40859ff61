import GatewayIdentity
import GatewayProxyProtocol
import Testing

@Suite struct `A PROXY line` {
    private func read(_ text: String) -> ProxyHeaderStep { Array(text.utf8).withUnsafeBytes { ProxyHeader.read($0) } }

    /// The example of section 2.1, the longest lines it gives, and spellings that are canonical.
    @Test(arguments: [
        ("PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n", "192.168.0.1"),
        ("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", "255.255.255.255"),
        ("PROXY TCP4 0.0.0.0 0.0.0.0 0 0\r\n", "0.0.0.0"),
        (
            "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n",
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
        ),
        ("PROXY TCP6 2001:DB8::1 ::1 1 2\r\n", "2001:db8::1"),
        ("PROXY TCP6 ::ffff:192.0.2.7 ::1 1 2\r\n", "192.0.2.7"),
    ])
    func `names the source`(line: String, source: String) throws {
        let header = ProxyHeader.forwarded(source: try #require(NetworkAddress(source)))
        #expect(read(line) == .complete(header, length: line.utf8.count))
        #expect(read(line + "\u{16}\u{3}\u{1}") == .complete(header, length: line.utf8.count))
    }

    @Test(arguments: [
        "PROXY UNKNOWN\r\n", "PROXY UNKNOWN \r\n", "PROXY UNKNOWN whatever it is 1 2 3 4\r\n",
        "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n",
    ])
    func `may say that it does not know whom it carries`(line: String) {
        #expect(line.utf8.count <= 107)
        #expect(read(line) == .complete(.unnamed, length: line.utf8.count))
    }

    @Test(arguments: [
        "PROXY TCP4  192.0.2.1 192.0.2.2 1 2\r\n", "PROXY  TCP4 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 \r\n", "PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3\r\n", "PROXY TCP4\t192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.01 192.0.2.2 1 2\r\n", "PROXY TCP4 192.0.2.256 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2 192.0.2.2 1 2\r\n", "PROXY TCP4 ::1 ::2 1 2\r\n",
        "PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n", "PROXY TCP6 ::1 192.0.2.2 1 2\r\n",
        "PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 01 2\r\n", "PROXY TCP4 192.0.2.1 192.0.2.2 65536 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 +1 2\r\n", "PROXY TCP4 192.0.2.1 192.0.2.2 1 \r\n",
        "PROXY tcp4 192.0.2.1 192.0.2.2 1 2\r\n", "PROXY UDP4 192.0.2.1 192.0.2.2 1 2\r\n", "PROXY UNKNOWNS\r\n",
        "PROXY \r\n", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\r\n",
        "PROXY UNKNOWN a\rb\r\n", "PROXY UNKNOWN a\nb\r\n",
    ])
    func `is refused for anything that is not exactly right`(line: String) {
        #expect(read(line) == .refused(.lineMalformed))
    }

    @Test(arguments: ["proxy TCP4", "PROXYTCP4", "GET / HTTP/1.1\r\n", "\u{16}\u{3}\u{1}", " PROXY TCP4", "PQ"])
    func `is the first thing, or nothing is`(text: String) {
        #expect(read(text) == .refused(.notAHeader))
    }

    @Test func `ends within 107 bytes`() {
        let longest = "PROXY UNKNOWN " + String(repeating: "x", count: 91)
        #expect(read(longest + "\r\n") == .complete(.unnamed, length: 107))
        #expect(read(longest + "\r") == .needsMore)
        #expect(read(longest + "x") == .needsMore)
        #expect(read(longest + "x\r") == .refused(.lineTooLong))
        #expect(read(longest + "xx") == .refused(.lineTooLong))
        #expect(read(longest + "xx\r\n") == .refused(.lineTooLong))
    }

    @Test func `may come byte by byte`() {
        let line = Array("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n".utf8)
        for count in line.indices { #expect(line[..<count].withUnsafeBytes { ProxyHeader.read($0) } == .needsMore) }
    }
}
