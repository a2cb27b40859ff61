import GatewayPolicy
import Testing

@Suite struct `A host name` {
    @Test(arguments: ["a", "notice.gw.localhost", "xn--9t4b11yi5a.kr", "1a.example", "a-b.c"])
    func `is letters, digits and hyphens`(text: String) { #expect(HostName(text)?.text == text) }

    @Test func `is folded to lower case`() { #expect(HostName("Fab.Example")?.text == "fab.example") }

    @Test(arguments: [
        "", ".", "a.", ".a", "a..b", "-a", "a-", "a_b", "a b", "a:80", "*.a", "10.0.0.1", "1", "한글.kr",
        String(repeating: "a", count: 64),
    ])
    func `is nothing else`(text: String) { #expect(HostName(text) == nil) }
}

@Suite struct `An upstream's address` {
    @Test(arguments: [
        ("http://10.0.0.5:8080", "10.0.0.5", 8080, "10.0.0.5:8080"),
        ("https://Console.Internal", "console.internal", 443, "console.internal"),
        ("http://[::1]:80/", "::1", 80, "[::1]"), ("https://a.example:80", "a.example", 80, "a.example:80"),
    ])
    func `is a scheme, a host and a port`(text: String, host: String, port: Int, header: String) throws {
        let url = try #require(UpstreamURL(text))
        #expect(url.host == host)
        #expect(Int(url.port) == port)
        #expect(url.hostHeader == header)
    }

    @Test(arguments: [
        "", "http://", "ftp://a", "a.example", "http://a/b", "http://a?b", "http://a#b", "http://u:p@a", "http://a:0",
        "http://a:65536", "http://a:", "http://a:8x",
        "http://[::1", "http://[10.0.0.1]", "http://::1", "http://a b", "HTTP://a", "http://[::1]x:80",
        "http://010.0.0.1",
    ])
    func `is nothing else`(text: String) { #expect(UpstreamURL(text) == nil) }

    @Test(arguments: [
        ("http://127.0.0.1", true), ("http://[::1]", true), ("http://localhost", true), ("http://a.localhost", true),
        ("http://10.0.0.1", false),
    ])
    func `knows this machine`(text: String, isLoopback: Bool) { #expect(UpstreamURL(text)?.isLoopback == isLoopback) }
}
