import GatewayAccess
import GatewayIdentity
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite struct `An upstream is told` {
    private func head(of request: String, to console: String, from source: NetworkAddress = Sample.address) async throws
        -> String
    {
        let station = try await Station()
        let member = try await station.member()
        let talk = try Conversation(at: station, showing: member.chain, to: console + ".example", from: source)
        let upstream = try talk.upstream(console)
        try talk.send(request)
        return try upstream.received()
    }

    @Test func `who asks, and nothing that the client said of it`() async throws {
        let head = try await head(
            of:
                "GET / HTTP/1.1\r\nHost: notice.example:8443\r\nX-Gwanmun-User: root\r\nx_gwanmun_user: root\r\nX-Forwarded-For: 10.0.0.1\r\n"
                + "Forwarded: for=10.0.0.1\r\nX-Real-IP: 10.0.0.1\r\nX-Request-Id: mine\r\nGwanmun-Session: secret\r\nAccept: */*\r\n\r\n",
            to: "notice")
        let lines = head.split(separator: "\r\n")
        #expect(
            lines.count { $0.lowercased().hasPrefix("x-gwanmun-user") || $0.lowercased().hasPrefix("x_gwanmun") } == 1)
        #expect(lines.contains("X-Gwanmun-User: kim-7f3a"))
        #expect(lines.contains("X-Gwanmun-Roles: staff"))
        #expect(lines.contains("X-Forwarded-For: 192.0.2.7"))
        #expect(lines.contains("X-Forwarded-Host: notice.example:8443"))
        #expect(lines.contains(#"Forwarded: for=192.0.2.7;host="notice.example:8443";proto=https"#))
        #expect(lines.contains("Host: notice.example:8443"))
        #expect(lines.contains("Accept: */*"))
        for lie in ["root", "10.0.0.1", "mine", "secret"] { #expect(!head.contains(lie), "\(lie)") }
        #expect(lines.count { $0.hasPrefix("X-Gwanmun-Assertion: ") && $0.split(separator: ".").count == 3 } == 1)
    }

    /// RFC 7239 § 6.
    @Test func `an IPv6 address in brackets and quotes`() async throws {
        let head = try await head(
            of: "GET / HTTP/1.1\r\nHost: notice.example\r\n\r\n", to: "notice",
            from: #require(NetworkAddress("2001:db8::7")))
        #expect(head.contains(#"Forwarded: for="[2001:db8::7]";host="notice.example";proto=https"#))
    }

    @Test func `its own name where the console says so`() async throws {
        let head = try await head(of: "GET / HTTP/1.1\r\nHost: legacy.example\r\n\r\n", to: "legacy")
        #expect(head.contains("\r\nHost: upstream.internal:8080\r\n"))
        #expect(head.contains("X-Forwarded-Host: legacy.example\r\n"))
        #expect(head.ranges(of: "\r\nHost: ").count == 1)
    }

    @Test func `the port and the roles of this request, not of the one before`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        for host in ["notice.example:8443", "notice.example"] {
            try talk.send("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n")
            #expect(try upstream.received().contains("X-Forwarded-Host: \(host)\r\n"))
            try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
    }
}
