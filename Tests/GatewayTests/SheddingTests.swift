import GatewayAccess
import GatewayIdentity
import GatewaySessions
import GatewayTesting
import NIOCore
import Testing

@testable import Gateway

@Suite struct `While a loop is overloaded` {
    private func get(_ path: String = "/", host: String, also fields: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: \(host)\r\nAccept: application/json\r\n\(fields)\r\n"
    }

    private func overload(_ talk: Conversation) { talk.context.pressure.level = .overloaded }

    @Test func `who has no session is told to come back, and when`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let talk = try Conversation(at: station, showing: person.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        overload(talk)
        let answer = try talk.ask(get(host: "notice.example"))
        #expect(answer.hasPrefix("HTTP/1.1 503 "), "\(answer)")
        #expect(answer.contains(#""overloaded""#) && answer.contains("Retry-After: 5\r\n"), "\(answer)")
        #expect(try upstream.received().isEmpty)
    }

    @Test func `nobody logs in`() async throws {
        let station = try await Station()
        let talk = try Conversation(at: station, showing: try await station.person().chain, to: "gate.example")
        overload(talk)
        #expect(try talk.ask(get("/.gwanmun/login", host: "gate.example")).hasPrefix("HTTP/1.1 503 "))
    }

    @Test func `who is logged in goes on`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let cookie = try await station.enter(person).cookie.text
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        overload(talk)
        try talk.send(get("/work", host: "build.example", also: "Cookie: __Host-gwanmun=\(cookie)\r\n"))
        #expect(try upstream.received().hasPrefix("GET /work HTTP/1.1\r\n"))
    }

    /// Both ask on one connection: it is the request that is shed, not who came with others.
    @Test func `a stream of HTTP 2 without a session is told so, and one with goes on`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let cookie = try await station.enter(person).cookie.text
        let talk = try ManyStreams(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        talk.context.pressure.level = .overloaded
        let without = try talk.ask("GET / HTTP/1.1", "Host: build.example", "Accept: application/json")
        let with = try talk.ask("GET /work HTTP/1.1", "Host: build.example", "Cookie: __Host-gwanmun=\(cookie)")
        let head = try #require(talk.heads[without]?.first)
        #expect(head.hasPrefix("HTTP/1.1 503 ") && head.lowercased().contains("retry-after: 5\r\n"), "\(head)")
        #expect(talk.bodies[without]?.contains(#""overloaded""#) == true)
        #expect(try upstream.received().hasPrefix("GET /work HTTP/1.1\r\n"))
        #expect(talk.ends[with] == nil && talk.isOpen)
    }

    @Test func `health is told`() async throws {
        let talk = try await PageConversation(
            at: try await Station(), showing: [], to: "gate.example", under: .overloaded)
        #expect(try await talk.ask(get("/.gwanmun/health", host: "gate.example")).hasPrefix("HTTP/1.1 200 "))
    }

    /// What is asked of the desk is answered by the desk, which knows no page here.
    @Test func `the desk is served`() async throws {
        let talk = try await PageConversation(
            at: try await Station(), showing: [], to: "desk.example", on: .desk, under: .overloaded)
        #expect(try await talk.ask(get("/", host: "desk.example")).hasPrefix("HTTP/1.1 404 "))
    }
}

@Suite struct `A source` {
    @Test func `is an acquaintance once somebody was known there by their certificate`() async throws {
        let station = try await Station()
        let person = try await station.person()
        let known = station.node.acquaintances
        let now = station.clock.now
        for chain in [[], try station.stranger().chain] {
            _ = try Conversation(at: station, showing: chain, to: "notice.example").ask(
                "GET / HTTP/1.1\r\nHost: notice.example\r\n\r\n")
            #expect(known.rank(of: Sample.address, on: .gate, at: now) == .stranger)
        }
        let talk = try Conversation(at: station, showing: person.chain, to: "notice.example")
        _ = try talk.upstream("notice")
        try talk.send("GET / HTTP/1.1\r\nHost: notice.example\r\n\r\n")
        #expect(known.rank(of: Sample.address, on: .gate, at: now) == .acquaintance)
        #expect(known.rank(of: Sample.address, on: .desk, at: now) == .desk)
        #expect(known.rank(of: NetworkAddress(v4: 1), on: .gate, at: now) == .stranger)
    }
}
