import GatewayAccess
import GatewayAudit
import GatewayHTTP1
import GatewayIdentity
import GatewayPolicy
import GatewaySessions
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

/// T15 of compliance profile nct-2025-04: a label raises, and never lowers.
@Suite struct `An answer that its console labels` {
    /// Somebody at the sensitive console, whose factor is `age` old when they ask.
    private func talk(
        factor age: Duration = .seconds(30), to path: String = "/x?y=1", _ more: String = "",
        _ check: (Conversation, PlayedUpstream) throws -> Void
    ) async throws {
        try await talk(factor: age, to: path, more) { talk, upstream, _ in try check(talk, upstream) }
    }

    private func talk(
        factor age: Duration = .seconds(30), to path: String = "/x?y=1", _ more: String = "",
        _ check: (Conversation, PlayedUpstream, _ later: (Duration) -> Void) throws -> Void
    ) async throws {
        let station = try await Station { definition in
            definition.consoles[1].labelHeader = LabelHeader("X-Data-Grade")
        }
        let person = try await station.person()
        let cookie = try await station.enter(person).cookie.text
        let talk = try Conversation(at: station, showing: person.chain, to: "build.example")
        let upstream = try talk.upstream("build")
        func ask(_ path: String, _ more: String) throws {
            try talk.send(
                "GET \(path) HTTP/1.1\r\nHost: build.example\r\nCookie: __Host-gwanmun=\(cookie)\r\n\(more)\r\n")
        }
        // No pause is too long.
        var rest = age - .seconds(30)
        while rest > .seconds(300) {
            station.clock.advance(by: .seconds(300))
            rest -= .seconds(300)
            talk.tick()
            try ask("/before", "")
            _ = try upstream.received()
            try upstream.say("HTTP/1.1 204 No Content\r\n\r\n")
            _ = try talk.heard()
        }
        station.clock.advance(by: rest)
        talk.tick()
        let before = talk.lane.records.count
        try ask(path, more)
        #expect(try upstream.received().hasPrefix("GET \(path) "))
        #expect(talk.lane.records.count == before + 1)
        try check(talk, upstream) { station.clock.advance(by: $0) }
    }

    private func answer(_ label: String, _ body: String = "drawing") -> String {
        "HTTP/1.1 200 OK\r\nX-Data-Grade: \(label)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private func records(_ talk: Conversation, _ type: String) -> [String] {
        talk.lane.records.filter { $0.contains(#""type":"\#(type)""#) }
    }

    @Test(arguments: ["open", "O", "sensitive"])
    func `T15: no higher than the console goes its way at once, and is in no record`(label: String) async throws {
        try await talk(factor: .seconds(900)) { talk, upstream in
            talk.lane.mood = .hesitates
            try upstream.say(answer(label))
            #expect(try talk.heard().hasSuffix("\r\n\r\ndrawing"))
            #expect(!talk.lane.records.contains { $0.contains(#""label":"#) })
        }
    }

    @Test(arguments: ["classified", "C", "top secret", "", "open, classified"])
    func `T15: higher waits for its record, whole, and leaves as that grade permits`(label: String) async throws {
        try await talk { talk, upstream in
            talk.lane.mood = .hesitates
            try upstream.say(answer(label))
            #expect(try talk.heard().isEmpty)
            let record = try #require(records(talk, "decision").last)
            #expect(record.contains(#""grade":"classified""#) && record.contains(#""label":"classified""#))
            #expect(record.contains(#""decision":"permit""#) && record.contains(#""inputs":"whole""#))
            talk.lane.settle()
            talk.run()
            let heard = try talk.heard()
            #expect(heard.hasPrefix("HTTP/1.1 200 ") && heard.hasSuffix("\r\n\r\ndrawing"))
            #expect(heard.contains("Cache-Control: no-store\r\n"))
            let end = try #require(records(talk, "access").last)
            #expect(end.contains(#""grade":"classified""#) && end.contains(#""inputs":"earlier""#))
            // The connection to the upstream serves the next one.
            #expect(upstream.isOpen)
        }
    }

    @Test func `T15: higher asks again for a factor that is too old for it, and nothing of it leaves`() async throws {
        try await talk(factor: .seconds(960)) { talk, upstream in
            try upstream.say("HTTP/1.1 200 OK\r\nX-Data-Grade: C\r\nContent-Length: 900\r\n\r\ndrawing")
            let heard = try talk.heard()
            #expect(heard.hasPrefix("HTTP/1.1 401 ") && heard.contains(#""factor_required""#))
            #expect(heard.contains(#""totp""#))
            #expect(!heard.contains("drawing") && !heard.contains("X-Data-Grade"))
            #expect(!upstream.isOpen)
            let record = try #require(records(talk, "decision").last)
            #expect(record.contains(#""decision":"step_up""#) && record.contains(#""label":"classified""#))
            #expect(record.contains(#""grade":"classified""#) && record.contains(#""inputs":"whole""#))
            #expect(try #require(records(talk, "access").last).contains(#""reason":"factor_missing""#))
        }
    }

    @Test func `brings a person back to what they asked for`() async throws {
        let browser = "Accept: text/html\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n"
        try await talk(factor: .seconds(960), browser) { talk, upstream in
            try upstream.say(answer("C"))
            let heard = try talk.heard()
            #expect(heard.hasPrefix("HTTP/1.1 303 "))
            #expect(heard.contains("%2Fx%3Fy%3D1"))
        }
    }

    @Test func `is judged by its label as long as it runs`() async throws {
        try await talk(factor: .seconds(880)) { talk, upstream, later in
            try upstream.say("HTTP/1.1 200 OK\r\nX-Data-Grade: C\r\nContent-Length: 900\r\n\r\nbegun")
            talk.run()
            #expect(try talk.heard().hasSuffix("begun"))
            talk.tick()
            #expect(talk.isOpen)
            // Fresh enough for the console, and no longer for this.
            later(.seconds(30))
            talk.tick()
            #expect(!talk.isOpen && !upstream.isOpen)
            #expect(try #require(records(talk, "access").last).contains(#""reason":"factor_missing""#))
        }
    }

    @Test func `does not leave without its record`() async throws {
        try await talk { talk, upstream in
            talk.lane.mood = .refuses
            try upstream.say(answer("C"))
            let heard = try talk.heard()
            #expect(heard.hasPrefix("HTTP/1.1 503 ") && heard.contains(#""not_recorded""#))
            #expect(!heard.contains("drawing"))
        }
        try await talk { talk, upstream in
            talk.lane.mood = .hesitates
            try upstream.say(answer("C"))
            talk.lane.settle(.failure(.inputOutput(5)))
            talk.run()
            #expect(try talk.heard().contains(#""not_recorded""#))
        }
    }

    @Test func `does not leave when the disk takes too long, nor later`() async throws {
        try await talk { talk, upstream in
            talk.lane.mood = .hesitates
            try upstream.say("HTTP/1.1 200 OK\r\nX-Data-Grade: C\r\nContent-Length: 900\r\n\r\ndrawing")
            talk.runOutOfTime()
            #expect(try talk.heard().contains(#""not_recorded""#))
            talk.lane.settle()
            talk.run()
            #expect(try talk.heard().isEmpty)
            #expect(!upstream.isOpen)
        }
    }

    @Test func `that breaks off meanwhile is none`() async throws {
        try await talk { talk, upstream in
            talk.lane.mood = .hesitates
            try upstream.say("HTTP/1.1 200 OK\r\nX-Data-Grade: C\r\nContent-Length: 900\r\n\r\ndrawing")
            upstream.hangUp()
            #expect(try talk.heard().hasPrefix("HTTP/1.1 502 "))
            talk.lane.settle()
            talk.run()
            #expect(try talk.heard().isEmpty)
        }
    }

    @Test func `comes whole, whatever ends it`() async throws {
        for (framing, body) in [
            ("Transfer-Encoding: chunked", "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"), ("Connection: close", "abcdefg"),
        ] {
            try await talk { talk, upstream in
                talk.lane.mood = .hesitates
                try upstream.say("HTTP/1.1 200 OK\r\nX-Data-Grade: C\r\n\(framing)\r\n\r\n\(body)")
                if framing.hasSuffix("close") { upstream.hangUp() }
                #expect(try talk.heard().isEmpty)
                talk.lane.settle()
                talk.run()
                let heard = try talk.heard()
                #expect(heard.contains("abc") && heard.contains("defg") && heard.contains("0\r\n\r\n"))
            }
        }
    }

    private static let webSocket =
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    private static let agreement =
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Data-Grade: C\r\n"
        + "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\nhello"

    @Test func `may open a WebSocket, once that is recorded`() async throws {
        try await talk(Self.webSocket) { talk, upstream in
            talk.lane.mood = .hesitates
            try upstream.say(Self.agreement)
            #expect(try talk.heard().isEmpty)
            talk.lane.mood = .keeps
            talk.run()
            #expect(try talk.heard().hasSuffix("\r\n\r\nhello"))
            try talk.send("more")
            #expect(try upstream.received() == "more")
            try upstream.say("bye")
            #expect(try talk.heard() == "bye")
        }
    }

    @Test func `opens no WebSocket for somebody who is asked again`() async throws {
        try await talk(factor: .seconds(960), Self.webSocket) { talk, upstream in
            try upstream.say(Self.agreement)
            let heard = try talk.heard()
            #expect(heard.hasPrefix("HTTP/1.1 401 ") && !heard.contains("hello"))
        }
    }

    @Test func `does not raise the next`() async throws {
        let station = try await Station { $0.consoles[0].labelHeader = LabelHeader("X-Data-Grade") }
        let member = try await station.member()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        let request = "GET /x HTTP/1.1\r\nHost: notice.example\r\n\r\n"
        for (label, grade) in [("S", "sensitive"), ("O", "open")] {
            try talk.send(request)
            #expect(try upstream.received().hasPrefix("GET /x "))
            try upstream.say(answer(label))
            talk.run()
            #expect(try talk.heard().hasSuffix("drawing"))
            #expect(try #require(records(talk, "access").last).contains(#""grade":"\#(grade)""#))
        }
        #expect(records(talk, "decision").count == 1)
    }

    @Test func `is read whatever the case, of several fields the highest`() throws {
        let label = AnswerLabel(try #require(LabelHeader("X-Data-Grade")))
        func grade(_ fields: String) -> Grade? {
            let text = Array("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\(fields)\r\n".utf8)
            return text.withUnsafeBytes { bytes in
                var parser = ResponseHeadParser()
                #expect(parser.parse(bytes, answering: ResponseContext()) == .complete(length: text.count))
                return label.grade(in: parser.head, bytes)
            }
        }
        #expect(grade("") == nil)
        #expect(grade("X-Data-Grad: C\r\nX-Data-Grades: C\r\nX_Data_Grade: C\r\n") == nil)
        #expect(grade("x-DATA-grade:S\r\n") == .sensitive)
        #expect(grade("X-Data-Grade: O\r\nA: b\r\nx-data-grade: C\r\nX-Data-Grade: S\r\n") == .classified)
        // Even where the upstream says that it is meant for this hop alone (RFC 9110 § 7.6.1).
        #expect(grade("Connection: x-data-grade\r\nX-Data-Grade: C\r\n") == .classified)
    }
}
