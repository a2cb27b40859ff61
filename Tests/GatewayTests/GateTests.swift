import GatewayAccess
import GatewayCertificates
import GatewayIdentity
import GatewayPolicy
import GatewaySessions
import GatewayStore
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

/// For each gate on the way one test in which everything else is in order, so that this gate alone refuses; and nothing reaches the upstream.
@Suite struct `A request reaches its console` {
    private func get(_ path: String = "/", host: String = "notice.example", also fields: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: \(host)\r\nAccept: application/json\r\n\(fields)\r\n"
    }

    private func expectRefusal(
        of request: String, as status: Int, _ reason: String, by visitor: Station.Visitor?, at station: Station,
        to host: String = "notice.example", sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let talk = try Conversation(at: station, showing: visitor?.chain ?? [], to: host)
        let upstreams = try ["notice", "build"].map { try talk.upstream($0) }
        let answer = try talk.ask(request)
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)", sourceLocation: sourceLocation)
        #expect(answer.contains(#""\#(reason)""#), "\(answer)", sourceLocation: sourceLocation)
        for upstream in upstreams { #expect(try upstream.received().isEmpty, sourceLocation: sourceLocation) }
    }

    @Test func `with everything in order`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let cookie = try await station.enter(person).cookie.text

        let notice = try Conversation(at: station, showing: person.chain, to: "notice.example")
        let open = try notice.upstream("notice")
        try notice.send(get("/open"))
        #expect(try open.received().hasPrefix("GET /open HTTP/1.1\r\n"))

        let build = try Conversation(at: station, showing: person.chain, to: "build.example")
        let sensitive = try build.upstream("build")
        try build.send(
            get("/sensitive", host: "build.example", also: "Cookie: __Host-gwanmun=\(cookie); theme=dark\r\n"))
        let head = try sensitive.received()
        #expect(head.hasPrefix("GET /sensitive HTTP/1.1\r\n"))
        #expect(head.contains("X-Gwanmun-User: kim-7f3a\r\n"))
        #expect(head.contains("Cookie: theme=dark\r\n"))
        #expect(!head.contains("gwanmun="))
    }

    @Test func `not without a certificate`() async throws {
        try expectRefusal(of: get(), as: 403, "no_client_cert", by: nil, at: try await Station())
    }

    @Test func `not with a certificate of somebody else's authority`() async throws {
        let station = try await Station()
        let foreign = try CertificateAuthority.create(
            in: station.folder.path + "/foreign", organisation: "Elsewhere", at: station.clock.now - .seconds(86_400))
        let visitor = try station.stranger(from: foreign)
        try expectRefusal(of: get(), as: 403, "cert_untrusted_issuer", by: visitor, at: station)
    }

    @Test func `not with a certificate that is over, or not yet begun`() async throws {
        let station = try await Station()
        let now = station.clock.now
        let over = try station.stranger("over", validity: (now - .seconds(9000))..<(now - .seconds(3600)))
        try expectRefusal(of: get(), as: 403, "cert_expired", by: over, at: station)
        let early = try station.stranger("early", validity: (now + .seconds(3600))..<(now + .seconds(9000)))
        try expectRefusal(of: get(), as: 403, "cert_not_yet_valid", by: early, at: station)
    }

    @Test func `not with a certificate that was revoked`() async throws {
        let station = try await Station()
        let member = try await station.member()
        try station.revoke(member)
        try expectRefusal(of: get(), as: 403, "cert_revoked", by: member, at: station)
    }

    @Test func `not with a certificate that is nobody's`() async throws {
        let station = try await Station()
        try expectRefusal(of: get(), as: 403, "cert_not_bound", by: try station.stranger(), at: station)
    }

    @Test func `not for an account that is disabled`() async throws {
        let station = try await Station()
        let member = try await station.member()
        try await station.access.administration.disable(member.account, Station.mandate)
        try expectRefusal(of: get(), as: 403, "not_allowed", by: member, at: station)
    }

    @Test func `not while an emergency lock holds`() async throws {
        let station = try await Station()
        let member = try await station.member()
        _ = try await station.access.administration.addLock(.account(member.account), until: nil, Station.mandate)
        try expectRefusal(of: get(), as: 401, "factor_failed", by: member, at: station)
    }

    @Test func `not under another name than the one greeted`() async throws {
        let station = try await Station()
        let member = try await station.member()
        try expectRefusal(of: get(host: "build.example"), as: 421, "host_mismatch", by: member, at: station)
        try expectRefusal(of: get(host: "notice.example.evil"), as: 421, "host_mismatch", by: member, at: station)
        // Without a name in the handshake no name fits.
        let talk = try Conversation(at: station, showing: member.chain, to: nil)
        let upstream = try talk.upstream("notice")
        #expect(try talk.ask(get()).hasPrefix("HTTP/1.1 421 "))
        #expect(try upstream.received().isEmpty)
    }

    @Test func `not under a name that is nobody's, nor under one of the other listener`() async throws {
        let station = try await Station()
        let member = try await station.member()
        for name in ["nobody.example", "desk.example"] {
            try expectRefusal(of: get(host: name), as: 421, "host_mismatch", by: member, at: station, to: name)
        }
        let desk = try Conversation(at: station, showing: member.chain, to: "notice.example", on: .desk)
        let upstream = try desk.upstream("notice")
        #expect(try desk.ask(get()).hasPrefix("HTTP/1.1 421 "))
        #expect(try upstream.received().isEmpty)
    }

    @Test func `not with the session of another certificate, even where none is needed; and that ends it`() async throws
    {
        let station = try await Station()
        let owner = try await station.person("kim-7f3a")
        let thief = try await station.member("lee-90aa")
        for host in ["notice.example", "build.example"] {
            let grant = try await station.enter(owner, at: host)
            let request = get(host: host, also: "Cookie: __Host-gwanmun=\(grant.cookie.text)\r\n")
            try expectRefusal(of: request, as: 401, "factor_required", by: thief, at: station, to: host)
            #expect(grant.session.hasEnded)
        }
    }

    @Test func `not with a session from another console's cookie`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let cookie = try await station.enter(person, at: "notice.example").cookie.text
        let request = get(host: "build.example", also: "Cookie: __Host-gwanmun=\(cookie)\r\n")
        try expectRefusal(of: request, as: 401, "factor_required", by: person, at: station, to: "build.example")
    }

    @Test func `not after the session has been idle, or has lasted, too long`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let cookie = try await station.enter(person).cookie.text
        let request = get(host: "build.example", also: "Cookie: __Host-gwanmun=\(cookie)\r\n")
        station.clock.advance(by: .seconds(16 * 60))
        try expectRefusal(of: request, as: 401, "factor_required", by: person, at: station, to: "build.example")
    }

    @Test func `not on a path that a rule denies, in any spelling`() async throws {
        let station = try await Station()
        let member = try await station.member()
        for path in ["/secret/plan", "/%73ecret/plan", "/secret/%70lan"] {
            try expectRefusal(of: get(path), as: 403, "not_allowed", by: member, at: station)
        }
    }

    @Test func `not on a path that can be read in two ways`() async throws {
        let station = try await Station()
        let member = try await station.member()
        for path in [
            "/a//b", "/a/../secret/plan", "/a/%2e%2e/secret", "/a%2fb", "/a%5cb", "/a%00", "/%2573ecret", "/a;x=1",
        ] {
            try expectRefusal(of: get(path), as: 400, "bad_request", by: member, at: station)
        }
    }

    @Test func `not on our own paths, in any spelling`() async throws {
        let station = try await Station()
        let member = try await station.member()
        for path in ["/%2egwanmun/session", "/.gwanmu%6e", "/%2Egwanmun", "/.%67wanmun/login"] {
            try expectRefusal(of: get(path), as: 400, "bad_request", by: member, at: station)
        }
    }

    @Test func `not where no rule allows it`() async throws {
        let station = try await Station { $0.rules.removeAll { $0.id == RuleID("notice-people") } }
        try expectRefusal(of: get(), as: 403, "not_allowed", by: try await station.member(), at: station)
    }

    @Test func `not before the factors that the rule asks for`() async throws {
        let station = try await Station()
        let member = try await station.member()
        try expectRefusal(
            of: get(host: "build.example"), as: 401, "factor_required", by: member, at: station, to: "build.example")
    }

    @Test func `not with a factor that was proved too long ago`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let cookie = try await station.enter(person).cookie.text
        let request = get(host: "build.example", also: "Cookie: __Host-gwanmun=\(cookie)\r\n")
        // Used all the while, so that it is never idle.
        for _ in 0..<5 {
            station.clock.advance(by: .seconds(11 * 60))
            let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
            let upstream = try talk.upstream("build")
            try talk.send(request)
            #expect(try !upstream.received().isEmpty)
        }
        station.clock.advance(by: .seconds(11 * 60))
        try expectRefusal(of: request, as: 401, "factor_required", by: person, at: station, to: "build.example")
    }

    @Test func `not as a WebSocket from a page elsewhere`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let offer =
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        for origin in ["https://evil.example", "http://notice.example", "https://notice.example.evil", "null"] {
            try expectRefusal(
                of: get(also: offer + "Origin: \(origin)\r\n"), as: 403, "not_allowed", by: member, at: station)
        }
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        try talk.send(get(also: offer + "Origin: https://notice.example\r\n"))
        #expect(try upstream.received().contains("Upgrade: websocket\r\n"))
    }
}
