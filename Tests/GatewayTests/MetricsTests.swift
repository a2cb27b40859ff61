import GatewayIdentity
import GatewayMetrics
import GatewayTesting
import NIOCore
import Testing

@testable import Gateway

@Suite struct `What a loop counts` {
    private func request(_ path: String, _ host: String = "notice.example", _ extra: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: \(host)\r\nAccept: application/json\r\n\(extra)\r\n"
    }

    /// Stations share nothing: each test's numbers are its own.
    private func station() async throws -> (Station, Station.Visitor) {
        let station = try await Station()
        return (station, try await station.member())
    }

    @Test func `of a forwarded request is its end, once, with its bytes and its times`() async throws {
        let (station, member) = try await station()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        try talk.send("POST /x HTTP/1.1\r\nHost: notice.example\r\nContent-Length: 5\r\n\r\nhello")
        #expect(talk.requests("other", "permit", "2xx") == 0)
        try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\ngoodbye")
        #expect(talk.requests("other", "permit", "2xx") == 1)
        #expect(talk.counted("gwanmun_request_body_bytes_total", ["console": "other"]) == 5)
        #expect(talk.counted("gwanmun_answer_body_bytes_total", ["console": "other"]) == 7)
        #expect(talk.counted("gwanmun_request_gate_seconds_count") == 1)
        #expect(talk.counted("gwanmun_request_upstream_seconds_count", ["console": "other"]) == 1)
        #expect(talk.counted("gwanmun_request_seconds_count") == 1)
        #expect(talk.counted("gwanmun_upstream_connections_reused_total") == 1)
    }

    @Test func `stands under the console's name where it has one`() async throws {
        let (station, member) = try await station()
        station.node.adopt(StationPolicy.routes(try StationPolicy.snapshot(), names: station.node.metrics.consoles))
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        try talk.send(request("/secret/x"))
        #expect(talk.requests("notice", "deny", "4xx") == 1)
        let gate = try Conversation(at: station, showing: member.chain, to: "gate.example")
        _ = try gate.ask("POST /.gwanmun/session HTTP/1.1\r\nHost: gate.example\r\nContent-Length: 99999\r\n\r\n")
        #expect(gate.requests("gate", "deny", "4xx") == 1)
        #expect(gate.counted("gwanmun_limits_hit_total", ["limit": "page_body"]) == 1)
    }

    @Test func `of a refusal is the decision, and what the client was told`() async throws {
        let (station, member) = try await station()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        #expect(try talk.ask(request("/secret/x")).hasPrefix("HTTP/1.1 403 "))
        #expect(talk.requests("other", "deny", "4xx") == 1)
        #expect(talk.counted("gwanmun_denials_total", ["reason": "not_allowed"]) == 1)

        let build = try Conversation(at: station, showing: member.chain, to: "build.example")
        #expect(try build.ask(request("/x", "build.example")).hasPrefix("HTTP/1.1 401 "))
        #expect(build.requests("other", "step_up", "4xx") == 1)
        #expect(build.counted("gwanmun_denials_total", ["reason": "factor_required"]) == 1)
        #expect(build.counted("gwanmun_request_answer_seconds_count") == 2)
        #expect(build.counted("gwanmun_request_gate_seconds_count") == 0)
    }

    @Test func `of something that is no HTTP is a denial of nobody's console`() async throws {
        let (station, member) = try await station()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        _ = try talk.ask("GET / HTTP/9.9\r\n\r\n")
        #expect(talk.requests("other", "deny", "5xx") == 1)
        let large = try Conversation(at: station, showing: member.chain, to: "notice.example")
        _ = try large.ask(request("/x", "notice.example", "X: \(String(repeating: "x", count: 70_000))\r\n"))
        #expect(large.counted("gwanmun_limits_hit_total", ["limit": "head_size"]) == 1)
    }

    @Test func `of an upstream that answers nonsense is its failure`() async throws {
        let (station, member) = try await station()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        try talk.send(request("/x"))
        try upstream.say("SSH-2.0-OpenSSH\r\n\r\n")
        #expect(talk.requests("other", "permit", "5xx") == 1)
        #expect(talk.counted("gwanmun_exchange_failures_total", ["reason": "upstream_protocol"]) == 1)
        #expect(
            talk.counted("gwanmun_upstream_failures_total", ["console": "other", "reason": "upstream_protocol"]) == 1)
    }

    @Test func `of a request that could not be recorded is a denial`() async throws {
        let (station, member) = try await station()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        _ = try talk.upstream("notice")
        talk.lane.mood = .refuses
        _ = try talk.ask(request("/x"))
        #expect(talk.requests("other", "deny", "5xx") == 1)
        #expect(talk.counted("gwanmun_denials_total", ["reason": "not_recorded"]) == 1)
        #expect(talk.counted("gwanmun_limits_hit_total", ["limit": "record"]) == 1)
    }

    @Test func `of a long download is known while it runs`() async throws {
        let (station, member) = try await station()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        try talk.send(request("/x"))
        try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0123456789")
        talk.tick()
        #expect(talk.counted("gwanmun_answer_body_bytes_total", ["console": "other"]) == 10)
        talk.hangUp()
        #expect(talk.counted("gwanmun_answer_body_bytes_total", ["console": "other"]) == 10)
        #expect(talk.counted("gwanmun_exchange_failures_total", ["reason": "client_gone"]) == 1)
    }

    @Test func `of a handshake is what the certificate is worth, before anything is asked for`() async throws {
        let (station, member) = try await station()
        let stranger = try station.stranger()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        _ = try Conversation(at: station, showing: stranger.chain, to: "notice.example")
        _ = try Conversation(at: station, showing: [], to: "notice.example")
        #expect(talk.counted("gwanmun_handshakes_total", ["result": "ok"]) == 1)
        #expect(talk.counted("gwanmun_handshakes_total", ["result": "cert_not_bound"]) == 1)
        #expect(talk.counted("gwanmun_handshakes_total", ["result": "no_client_cert"]) == 1)
        #expect(talk.counted("gwanmun_handshake_seconds_count") == 3)
    }

    /// 100 paths, 100 hosts: the same series as for one.
    @Test func `is no more for whatever a scanner asks for`() async throws {
        let (station, member) = try await station()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        func series() -> Int {
            Exposition.text(of: station.node.metrics.families, as: .text).split(separator: "\n").count
        }
        _ = try talk.ask(request("/secret/x"))
        _ = try talk.ask(request("/x", "other.example"))
        let before = series()
        for number in 0..<100 {
            _ = try talk.ask(request("/secret/\(number)"))
            _ = try talk.ask(request("/x", "host-\(number).example"))
        }
        #expect(series() == before)
        #expect(talk.requests("other", "deny", "4xx") == 202)
    }
}

@Suite struct `The times of an exchange` {
    private func at(_ milliseconds: Int64) -> NIODeadline {
        .uptimeNanoseconds(1_000_000_000) + .milliseconds(milliseconds)
    }

    @Test func `part the gate, the way to the upstream and the upstream`() {
        var times = ExchangeTimes(began: at(0))
        times.connects(at: at(2))
        times.connected(at: at(12))
        #expect(times.connecting == .milliseconds(10))
        times.sent(at: at(13))
        times.answered(at: at(53))
        #expect(times.gate == .milliseconds(3))
        #expect(times.upstream == .milliseconds(40))
    }

    /// A body may take minutes to arrive: that is neither the gate's nor the upstream's time.
    @Test func `leave a client's slow body out`() {
        var times = ExchangeTimes(began: at(0))
        times.sent(at: at(1))
        times.sent(at: at(60_001))
        times.answered(at: at(60_011))
        // It answered before the last of the body: what comes behind says nothing about it.
        times.sent(at: at(99_000))
        times.answered(at: at(99_001))
        #expect(times.gate == .milliseconds(1))
        #expect(times.upstream == .milliseconds(10))
    }

    @Test func `add up over several attempts`() {
        var times = ExchangeTimes(began: at(0))
        times.sent(at: at(1))
        times.connects(at: at(5))
        times.connected(at: at(9))
        times.sent(at: at(10))
        #expect(times.upstream == nil)
        times.answered(at: at(30))
        #expect(times.upstream == .milliseconds(20))
    }

    @Test func `are unknown for what was never sent`() {
        let times = ExchangeTimes(began: at(0))
        #expect(times.gate == nil)
        #expect(times.upstream == nil)
    }
}
