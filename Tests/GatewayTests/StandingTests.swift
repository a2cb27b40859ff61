import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewaySessions
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

/// A connection remembers what it concluded for the request before; what it remembers must not outlive its grounds.
@Suite struct `What a connection remembers` {
    private func get(_ host: String, _ more: String = "") -> String {
        "GET / HTTP/1.1\r\nHost: \(host)\r\nAccept: application/json\r\n\(more)\r\n"
    }

    /// Asks, lets the upstream answer if it was asked, and tells the status.
    private func status(_ talk: Conversation, _ upstream: PlayedUpstream, _ request: String) throws -> Substring {
        try talk.send(request)
        if try !upstream.received().isEmpty { try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") }
        return try talk.heard().dropFirst(9).prefix(3)
    }

    @Test func `is the session of the same cookie, and not after it ended`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let grant = try await station.enter(person)
        let request = get("build.example", "Cookie: __Host-gwanmun=\(grant.cookie.text)\r\n")
        let other = get("build.example", "Cookie: __Host-gwanmun=\(grant.header.text)\r\n")

        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        #expect(try status(talk, upstream, request) == "200")
        #expect(try status(talk, upstream, request) == "200")
        #expect(try status(talk, upstream, get("build.example")) == "401")
        // The token of the header is none of the cookie's.
        #expect(try status(talk, upstream, other) == "401")
        #expect(try status(talk, upstream, request) == "200")
        station.access.reportMismatch(
            grant.session, presented: Sample.certificate(), source: Sample.address,
            requestID: RequestID(high: 1, low: 1))
        #expect(try status(talk, upstream, request) == "401")
    }

    @Test func `is no session when the cookie stands there twice`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let cookie = try await station.enter(person).cookie.text
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        let twice = "Cookie: __Host-gwanmun=\(cookie); __Host-gwanmun=\(cookie)\r\n"
        #expect(try status(talk, upstream, get("build.example", twice)) == "401")
    }

    @Test func `is the session of a header on any host, for the certificate it belongs to`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let token = try await station.enter(person, at: "gate.example").header.text
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        try talk.send(get("build.example", "Gwanmun-Session: \(token)\r\n"))
        #expect(try !upstream.received().lowercased().contains("gwanmun-session"))
        try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(try talk.heard().hasPrefix("HTTP/1.1 200 "))
    }

    @Test func `is the policy's answer only as long as the policy stands`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        #expect(try status(talk, upstream, get("notice.example")) == "200")
        station.node.adopt(
            StationPolicy.routes(try StationPolicy.snapshot { $0.rules.removeAll { $0.id == RuleID("notice-people") } })
        )
        #expect(try status(talk, upstream, get("notice.example")) == "403")
        station.node.adopt(StationPolicy.routes(try StationPolicy.snapshot()))
        let fresh = try talk.upstream("notice")
        #expect(try status(talk, fresh, get("notice.example")) == "200")
        // A console that is gone has no name any more.
        station.node.adopt(
            StationPolicy.routes(
                try StationPolicy.snapshot {
                    $0.consoles.removeAll { $0.id == ConsoleID("notice") }
                    $0.rules.removeAll { $0.id != RuleID("build-people") }
                }))
        #expect(try status(talk, fresh, get("notice.example")) == "421")
    }

    @Test func `is the certificate's standing only until something changes or its time is out`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        #expect(try status(talk, upstream, get("notice.example")) == "200")
        try station.revoke(member)
        #expect(try status(talk, upstream, get("notice.example")) == "403")

        let other = try Conversation(at: station, showing: try station.stranger().chain, to: "notice.example")
        let unused = try other.upstream("notice")
        #expect(try status(other, unused, get("notice.example")) == "403")
    }

    @Test func `is nothing that a clock set back would let live on`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        #expect(try status(talk, upstream, get("notice.example")) == "200")
        station.clock.advance(by: .seconds(-30 * 86_400))
        #expect(try status(talk, upstream, get("notice.example")) == "403")
    }
}

@Suite struct `A source that fails too often` {
    private func get(_ host: String, _ more: String = "") -> String {
        "GET / HTTP/1.1\r\nHost: \(host)\r\nAccept: application/json\r\n\(more)\r\n"
    }

    /// The throttle is no tool for locking others out: what has been proved stays good.
    @Test func `is told to wait, and stops nobody who has proved who they are`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let cookie = try await station.enter(person).cookie.text

        let stranger = try Conversation(at: station, showing: [], to: "build.example")
        var answers: [Substring] = []
        for _ in 0..<200 where !answers.contains("429") {
            answers.append(try stranger.ask(get("build.example")).dropFirst(9).prefix(3))
        }
        #expect(answers.first == "403")
        #expect(answers.last == "429")

        // The same address, the same moment: the person goes on, with a session and with the certificate alone.
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        try talk.send(get("build.example", "Cookie: __Host-gwanmun=\(cookie)\r\n"))
        #expect(try !upstream.received().isEmpty)
        let open = try Conversation(at: station, showing: person.chain, to: "notice.example")
        let notice = try open.upstream("notice")
        try open.send(get("notice.example"))
        #expect(try !notice.received().isEmpty)
    }

    @Test func `is not the office whose colleague sends nonsense`() async throws {
        let station = try await Station()
        let member = try await station.member()
        for _ in 0..<50 {
            let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
            #expect(try talk.ask("GET /a//b HTTP/1.1\r\nHost: notice.example\r\n\r\n").hasPrefix("HTTP/1.1 400 "))
            #expect(try talk.ask("nonsense\r\n\r\n").hasPrefix("HTTP/1.1 400 "))
        }
        #expect(station.access.blockedUntil(Sample.address) == nil)
    }
}
