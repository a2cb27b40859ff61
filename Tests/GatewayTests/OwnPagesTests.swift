import GatewayTesting
import Testing

/// Our own pages are made elsewhere than on the loop, and come back to it.
@Suite struct `A page of our own` {
    @Test func `tells everybody that the gate is there, and no more`() async throws {
        let station = try await Station()
        for host in ["gate.example", "notice.example"] {
            let talk = try await PageConversation(at: station, showing: [], to: host)
            let answer = try await talk.ask("GET /.gwanmun/health HTTP/1.1\r\nHost: \(host)\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.hasSuffix("\r\n\r\nok") || answer.hasSuffix("\r\n\r\nok\n"))
        }
    }

    @Test func `explains a missing certificate, and shows no form`() async throws {
        let talk = try await PageConversation(at: try await Station(), showing: [], to: "gate.example")
        let answer = try await talk.ask(
            "GET /.gwanmun/login HTTP/1.1\r\nHost: gate.example\r\nAccept: text/html\r\nSec-Fetch-Mode: navigate\r\n\r\n"
        )
        #expect(answer.hasPrefix("HTTP/1.1 403 "))
        #expect(!answer.contains("<form"))
    }

    @Test func `takes its body in pieces, of so many bytes and no more`() async throws {
        let station = try await Station()
        let member = try await station.member()
        let talk = try await PageConversation(at: station, showing: member.chain, to: "gate.example")
        let head =
            "POST /.gwanmun/session HTTP/1.1\r\nHost: gate.example\r\nContent-Type: application/json\r\nAccept: application/json\r\n"
        try await talk.send(head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"tot\r\n")
        let answer = try await talk.ask("c\r\np\":\"000000\"}\r\n0\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 401 "))
        #expect(answer.contains(#""factor_failed""#))

        let large = try await talk.ask(head + "Content-Length: 100000000\r\n\r\n")
        #expect(large.hasPrefix("HTTP/1.1 413 "))
        #expect(large.contains("Connection: close\r\n"))
    }

    @Test func `is asked to send its body when it asked first`() async throws {
        let station = try await Station()
        let talk = try await PageConversation(
            at: station, showing: try await station.member().chain, to: "gate.example")
        let interim = try await talk.ask(
            "POST /.gwanmun/session HTTP/1.1\r\nHost: gate.example\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        )
        #expect(interim == "HTTP/1.1 100 Continue\r\n\r\n")
        #expect(try await talk.ask("{}").hasPrefix("HTTP/1.1 4"))
    }
}
