import GatewayAccess
import GatewayAudit
import GatewayIdentity
import GatewaySessions
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite struct `What is not recorded` {
    private func sensitive() async throws -> (Station, Station.Visitor, String) {
        let station = try await Station()
        let person = try await station.person()
        let cookie = try await station.enter(person).cookie.text
        let request =
            "GET /x HTTP/1.1\r\nHost: build.example\r\nAccept: application/json\r\nCookie: __Host-gwanmun=\(cookie)\r\n\r\n"
        return (station, person, request)
    }

    private let open = "GET /x HTTP/1.1\r\nHost: notice.example\r\nAccept: application/json\r\n\r\n"

    @Test func `is not forwarded: a trail that refuses`() async throws {
        let (station, person, request) = try await sensitive()
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        talk.lane.mood = .refuses
        let answer = try talk.ask(request)
        #expect(answer.hasPrefix("HTTP/1.1 503 "))
        #expect(answer.contains(#""not_recorded""#))
        #expect(try upstream.received().isEmpty)

        // And it heals by itself.
        talk.lane.mood = .keeps
        try talk.send(request)
        #expect(try upstream.received().hasPrefix("GET /x "))
    }

    @Test func `is not forwarded: a disk that fails afterwards`() async throws {
        let (station, person, request) = try await sensitive()
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        talk.lane.mood = .hesitates
        #expect(try talk.ask(request).isEmpty)
        #expect(try upstream.received().isEmpty)
        talk.lane.settle(.failure(.inputOutput(5)))
        #expect(try talk.heard().hasPrefix("HTTP/1.1 503 "))
        #expect(try upstream.received().isEmpty)
    }

    @Test func `is not forwarded: a disk that takes too long`() async throws {
        let (station, person, request) = try await sensitive()
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        talk.lane.mood = .hesitates
        for request in [
            request, request.replacing("GET", with: "POST").replacing("Accept", with: "Content-Length: 5\r\nAccept"),
        ] {
            try talk.send(request)
            talk.runOutOfTime()
            #expect(try talk.heard().contains(#""not_recorded""#))
            // Too late: nobody waits for it any more.
            talk.lane.settle()
            #expect(try upstream.received().isEmpty)
        }
    }

    @Test func `is forwarded when it is, and not before`() async throws {
        let (station, person, request) = try await sensitive()
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        talk.lane.mood = .hesitates
        try talk.send(request)
        #expect(try upstream.received().isEmpty)
        #expect(talk.lane.records.contains { $0.contains(#""path":"/x""#) })
        talk.lane.settle()
        #expect(try upstream.received().hasPrefix("GET /x "))
    }

    @Test func `is not forwarded for a client that left meanwhile`() async throws {
        let (station, person, request) = try await sensitive()
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        talk.lane.mood = .hesitates
        try talk.send(request)
        talk.hangUp()
        talk.lane.settle()
        #expect(try upstream.received().isEmpty)
        #expect(talk.lane.records.contains { $0.contains(#""client_gone""#) })
    }

    @Test func `is not forwarded to an open console either, once a record was lost`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        // Its record follows within a second: it is forwarded first.
        try talk.send(open)
        #expect(try upstream.received().hasPrefix("GET /x "))
        talk.lane.mood = .refuses
        try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(try talk.heard().hasPrefix("HTTP/1.1 200 "))

        let answer = try talk.ask(open)
        #expect(answer.contains(#""not_recorded""#))
        #expect(try upstream.received().isEmpty)
        talk.lane.mood = .keeps
        try talk.send(open)
        #expect(try upstream.received().hasPrefix("GET /x "))
    }

    @Test func `for long does not go on`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        try talk.send(open)
        try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegun")
        talk.lane.mood = .refuses
        talk.gate.tick(now: .now() + .seconds(1), clock: talk.context.clock)
        #expect(!talk.isOpen)
        #expect(!upstream.isOpen)
    }

    @Test func `twice is recorded once: decision and outcome of one request`() async throws {
        let (station, person, request) = try await sensitive()
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        try talk.send(request)
        try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        #expect(talk.lane.records.count == 2)
        #expect(talk.lane.records.last?.contains(#""status":200"#) ?? false)
        #expect(talk.lane.records.last?.contains(#""bytes_out":2"#) ?? false)
    }
}
