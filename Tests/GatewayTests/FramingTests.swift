import GatewayIdentity
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

/// What a client gets is framed so that it cannot be read in two ways, whatever the upstream wrote (RFC 9112 § 6).
@Suite struct `An answer` {
    private func talk(_ request: String, _ check: (Conversation, PlayedUpstream) throws -> Void) async throws {
        let station = try await Station()
        let member = try await station.member()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        let upstream = try talk.upstream("notice")
        try talk.send(request)
        #expect(try !upstream.received().isEmpty)
        try check(talk, upstream)
    }

    private func request(_ method: String = "GET", _ version: String = "1.1", _ more: String = "") -> String {
        "\(method) / HTTP/\(version)\r\nHost: notice.example\r\n\(more)\r\n"
    }

    private func body(of answer: String) -> Substring {
        answer.firstRange(of: "\r\n\r\n").map { answer[$0.upperBound...] } ?? ""
    }

    @Test func `with a length keeps it, and the connection serves on`() async throws {
        try await talk(request()) { talk, upstream in
            try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel")
            try upstream.say("lo")
            let answer = try talk.heard()
            #expect(answer.contains("Content-Length: 5\r\n"))
            #expect(body(of: answer) == "hello")
            try talk.send(request())
            #expect(try upstream.received().hasPrefix("GET / "))
        }
    }

    @Test func `to HEAD, and 304, may name a length and has no body`() async throws {
        try await talk(request("HEAD")) { talk, upstream in
            try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
            let answer = try talk.heard()
            #expect(answer.contains("Content-Length: 5000\r\n"))
            #expect(body(of: answer).isEmpty)
            try talk.send(request())
            #expect(try upstream.received().hasPrefix("GET / "))
        }
        try await talk(request()) { talk, upstream in
            try upstream.say("HTTP/1.1 304 Not Modified\r\nContent-Length: 5000\r\nETag: \"a\"\r\n\r\n")
            #expect(try body(of: talk.heard()).isEmpty)
            #expect(!talk.isEnding)
        }
    }

    @Test func `of 204 has neither length nor chunks nor body`() async throws {
        try await talk(request()) { talk, upstream in
            try upstream.say("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n")
            let answer = try talk.heard()
            #expect(!answer.contains("Content-Length"))
            #expect(!answer.contains("Transfer-Encoding"))
            #expect(!talk.isEnding)
        }
    }

    @Test func `in chunks stays in chunks, made anew, with the trailers that may travel`() async throws {
        try await talk(request()) { talk, upstream in
            try upstream.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=\"y\"\r\nabc\r\n")
            try upstream.say("1\r\nd\r\n0\r\nX-Checksum: 7\r\nSet-Cookie: a=b\r\n\r\n")
            let answer = try talk.heard()
            #expect(body(of: answer) == "3\r\nabc\r\n1\r\nd\r\n0\r\nX-Checksum: 7\r\n\r\n")
            #expect(!talk.isEnding)
        }
    }

    @Test func `in chunks loses them for a client of HTTP 1.0, and ends with the connection`() async throws {
        try await talk(request("GET", "1.0", "Connection: keep-alive\r\n")) { talk, upstream in
            try upstream.say(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Checksum: 7\r\n\r\n")
            let answer = try talk.heard()
            #expect(!answer.contains("Transfer-Encoding"))
            #expect(answer.contains("Connection: close\r\n"))
            #expect(body(of: answer) == "abc")
            #expect(talk.isEnding)
        }
    }

    @Test func `without a length gets chunks, and their end only at an orderly end`() async throws {
        try await talk(request()) { talk, upstream in
            try upstream.say("HTTP/1.1 200 OK\r\n\r\nabc")
            #expect(try body(of: talk.heard()) == "3\r\nabc\r\n")
            upstream.hangUp()
            #expect(try talk.heard() == "0\r\n\r\n")
            #expect(!talk.isEnding)
        }
        try await talk(request()) { talk, upstream in
            try upstream.say("HTTP/1.1 200 OK\r\n\r\nabc")
            upstream.hangUp(resetting: true)
            #expect(try !talk.heard().contains("0\r\n\r\n"))
            #expect(!talk.isOpen)
        }
    }

    @Test(arguments: [
        "Content-Length: 5\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
    ])
    func `that breaks off is not made whole`(rest: String) async throws {
        try await talk(request()) { talk, upstream in
            try upstream.say("HTTP/1.1 200 OK\r\n" + rest)
            upstream.hangUp()
            let answer = try talk.heard()
            #expect(!answer.hasSuffix("0\r\n\r\n"))
            #expect(!talk.isOpen)
            #expect(talk.lane.records.last?.contains(#""upstream_unreachable""#) ?? false)
        }
    }

    @Test func `that turns out to be no HTTP is a 502, or cut when it had begun`() async throws {
        try await talk(request()) { talk, upstream in
            try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n")
            #expect(try talk.heard().hasPrefix("HTTP/1.1 502 "))
            #expect(!upstream.isOpen)
            #expect(!talk.isEnding)
        }
        try await talk(request()) { talk, upstream in
            try upstream.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n")
            #expect(!talk.isOpen)
            #expect(!upstream.isOpen)
        }
    }

    @Test(arguments: ["5\nhello\r\n0\r\n\r\n", "5;a\nb\r\nhello\r\n0\r\n\r\n", "-1\r\n"])
    func `whose body is none from its first byte, in the same read, is a 502`(chunks: String) async throws {
        try await talk(request()) { talk, upstream in
            try upstream.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: b\r\n\r\n" + chunks)
            let answer = try talk.heard()
            #expect(answer.hasPrefix("HTTP/1.1 502 "))
            #expect(!answer.contains("200 OK") && !answer.contains("X-A"))
            #expect(!upstream.isOpen)
            #expect(talk.lane.records.last?.contains(#""status":502"#) ?? false)
            try talk.send(request())
            #expect(!talk.isEnding)
        }
    }

    @Test func `in between is passed on, but never to HTTP 1.0`() async throws {
        try await talk(request("PUT", "1.1", "Content-Length: 2\r\nExpect: 100-continue\r\n")) { talk, upstream in
            try upstream.say("HTTP/1.1 100 Continue\r\n\r\n")
            #expect(try talk.heard() == "HTTP/1.1 100 Continue\r\n\r\n")
            try talk.send("ok")
            #expect(try upstream.received() == "ok")
            try upstream.say(
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
            let answer = try talk.heard()
            #expect(answer.hasPrefix("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 201 Created\r\n"))
        }
        try await talk(request("GET", "1.0")) { talk, upstream in
            try upstream.say("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            #expect(try talk.heard().hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func `that nobody asked for as a tunnel is none`() async throws {
        try await talk(request()) { talk, upstream in
            try upstream.say("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
            #expect(try talk.heard().hasPrefix("HTTP/1.1 502 "))
        }
    }

    @Test func `carries neither the upstream's connection nor our names`() async throws {
        try await talk(request()) { talk, upstream in
            try upstream.say(
                "HTTP/1.1 200 OK\r\nConnection: close, X-Inner\r\nX-Inner: 1\r\nKeep-Alive: timeout=5\r\nX-Gwanmun-User: root\r\n"
                    + "Set-Cookie: __Host-gwanmun=planted; Path=/\r\nSet-Cookie: theme=dark\r\nContent-Length: 0\r\n\r\n"
            )
            let answer = try talk.heard()
            for gone in ["X-Inner", "Keep-Alive", "X-Gwanmun", "planted", "Connection"] {
                #expect(!answer.contains(gone), "\(gone)")
            }
            #expect(answer.contains("Set-Cookie: theme=dark\r\n"))
            #expect(answer.contains("Cache-Control: no-store\r\n"))
            #expect(!upstream.isOpen)
        }
    }
}
