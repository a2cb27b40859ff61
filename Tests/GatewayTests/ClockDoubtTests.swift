import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewaySessions
import GatewayTesting
import NIOCore
import Testing

@testable import Gateway

/// T102 of compliance profile nct-2025-04: a clock that nobody vouches for closes what is classified, and nothing else does here.
@Suite struct `A clock that is doubted` {
    private func talk(
        graded grade: Grade, label: LabelHeader? = nil, loggedIn: Bool = true,
        _ check: (Conversation, Station, _ ask: () throws -> Void) throws -> Void
    ) async throws {
        let station = try await Station { definition in
            definition.consoles[1].grade = grade
            definition.consoles[1].labelHeader = label
        }
        let person = try await station.person()
        let cookie = loggedIn ? try await station.enter(person).cookie.text : nil
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        try check(talk, station) {
            let credential = cookie.map { "Cookie: __Host-gwanmun=\($0)\r\n" } ?? ""
            try talk.send("GET /x HTTP/1.1\r\nHost: build.example\r\n\(credential)\r\n")
        }
    }

    private func denials(_ talk: Conversation) -> [String] {
        talk.lane.records.filter { $0.contains(#""reason":"clock_unsafe""#) }
    }

    @Test func `T102: closes a classified console, says so in the record, and opens it by itself`() async throws {
        try await talk(graded: .classified) { talk, station, ask in
            let upstream = try talk.upstream("build")
            station.node.doubtClock(true)
            try ask()
            let heard = try talk.heard()
            #expect(heard.hasPrefix("HTTP/1.1 403 ") && heard.contains(#""not_allowed""#))
            let record = try #require(denials(talk).first)
            #expect(record.contains(#""decision":"deny""#) && record.contains(#""inputs":"none""#))
            station.node.doubtClock(false)
            try ask()
            #expect(try upstream.received().hasPrefix("GET /x "))
        }
    }

    @Test func `T102: asks nobody for a code there`() async throws {
        try await talk(graded: .classified, loggedIn: false) { talk, station, ask in
            station.node.doubtClock(true)
            try ask()
            let heard = try talk.heard()
            #expect(heard.hasPrefix("HTTP/1.1 403 ") && !heard.contains("factor_required"))
        }
    }

    @Test(arguments: [Grade.open, .sensitive])
    func `leaves lower grades open`(grade: Grade) async throws {
        try await talk(graded: grade) { talk, station, ask in
            let upstream = try talk.upstream("build")
            station.node.doubtClock(true)
            try ask()
            #expect(try upstream.received().hasPrefix("GET /x "))
            #expect(denials(talk).isEmpty)
        }
    }

    @Test func `T102: keeps back an answer that counts as classified`() async throws {
        try await talk(graded: .sensitive, label: LabelHeader("X-Data-Grade")) { talk, station, ask in
            let upstream = try talk.upstream("build")
            station.node.doubtClock(true)
            try ask()
            #expect(try upstream.received().hasPrefix("GET /x "))
            try upstream.say("HTTP/1.1 200 OK\r\nX-Data-Grade: C\r\nContent-Length: 7\r\n\r\ndrawing")
            let heard = try talk.heard()
            #expect(heard.hasPrefix("HTTP/1.1 403 ") && !heard.contains("drawing"))
            #expect(!denials(talk).isEmpty)
        }
    }

    @Test func `T102: cuts what runs at a classified console`() async throws {
        try await talk(graded: .classified) { talk, station, ask in
            let upstream = try talk.upstream("build")
            try ask()
            #expect(try upstream.received().hasPrefix("GET /x "))
            try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nhalf")
            _ = try talk.heard()
            station.node.doubtClock(true)
            talk.tick()
            #expect(!upstream.isOpen)
            #expect(!denials(talk).isEmpty)
        }
    }
}
