import GatewayTesting
import Testing

@testable import Gateway

@Suite struct `A traced request` {
    private let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private func talk(_ check: (Conversation, PlayedUpstream) throws -> Void) async throws {
        let station = try await Station()
        let member = try await station.member()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        try check(talk, try talk.upstream("notice"))
    }

    private func request(_ path: String, _ fields: String...) -> String {
        "GET \(path) HTTP/1.1\r\nHost: notice.example\r\n\(fields.map { $0 + "\r\n" }.joined())\r\n"
    }

    @Test func `arrives with its trace, which its records name`() async throws {
        try await talk { talk, upstream in
            try talk.send(request("/x", "traceparent: \(parent)", "tracestate: congo=t61rcWkgMzE"))
            let arrived = try upstream.received()
            #expect(arrived.contains("\r\ntraceparent: \(parent)\r\ntracestate: congo=t61rcWkgMzE\r\n"))
            try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            let trace = #""trace_id":"4bf92f3577b34da6a3ce929d0e0e4736""#
            #expect(talk.lane.records.last?.contains(trace) == true)
            // A refusal is found by it as well.
            try talk.send(request("/secret/x", "traceparent: \(parent)"))
            #expect(try talk.heard().contains(" 403 "))
            #expect(talk.lane.records.last?.contains(trace) == true)
            #expect(talk.lane.records.last?.contains(#""decision":"deny""#) == true)
        }
    }

    @Test func `with a forged trace arrives without one, and so does one that has none`() async throws {
        try await talk { talk, upstream in
            for fields in [["traceparent: 00-${x}", "tracestate: congo=t61rcWkgMzE"], ["tracestate: a=b"], []] {
                let lines = fields.map { $0 + "\r\n" }.joined()
                try talk.send("GET /x HTTP/1.1\r\nHost: notice.example\r\n\(lines)\r\n")
                let arrived = try upstream.received()
                #expect(arrived.hasPrefix("GET /x "))
                #expect(!arrived.lowercased().contains("trace"))
                try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                #expect(talk.lane.records.last?.contains("trace_id") == false)
            }
        }
    }
}
