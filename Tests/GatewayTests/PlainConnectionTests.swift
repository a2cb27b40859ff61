import GatewayIdentity
import GatewayPages
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite struct `A plain connection` {
    /// Sends `request` in one piece, or byte by byte, and returns everything that was answered once it ends in `end`.
    private func talk(
        _ request: String, until end: String, inPieces: Bool = false, _ responder: @escaping PlainResponder
    ) async throws -> (answer: String, isOpen: Bool) {
        let channel = try await NIOAsyncTestingChannel { channel in
            try channel.pipeline.syncOperations.addHandler(
                PlainConnection(responder: responder, clock: LoopClock { UnixTime(seconds: 1_795_305_600) }))
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
        let pieces = inPieces ? request.utf8.map { ByteBuffer(bytes: [$0]) } : [ByteBuffer(string: request)]
        for piece in pieces { try await channel.writeInbound(piece) }
        var answer = ""
        repeat {
            answer += String(buffer: try await channel.waitForOutboundWrite(as: ByteBuffer.self))
        } while !answer.hasSuffix(end)
        return (answer, channel.isActive)
    }

    private let echo: PlainResponder = { request, peer in
        LocalResponse(
            status: request.method == "DELETE" ? 204 : 200, headers: [HeaderLine("Content-Length", "999")],
            body: Array("\(request.path) ".utf8) + request.body + Array(peer == nil ? ".".utf8 : "!".utf8))
    }

    @Test func `answers requests one after the other, with our own framing`() async throws {
        let (answer, isOpen) = try await talk(
            "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" + "GET /b?c HTTP/1.1\r\nHost: x\r\n\r\n",
            until: "/b .", echo)
        #expect(answer.ranges(of: "HTTP/1.1 200 OK\r\n").count == 2)
        #expect(answer.contains("\r\n\r\n/a abc."))
        #expect(!answer.contains("999"))
        #expect(isOpen)
    }

    @Test func `understands a request in pieces of a byte, chunks too`() async throws {
        let (answer, _) = try await talk(
            "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n", until: "/a ab.",
            inPieces: true, echo)
        #expect(answer.contains("Content-Length: 6\r\n"))
    }

    @Test func `answers HEAD without a body and 204 without a length`() async throws {
        let head = try await talk("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n", until: "\r\n\r\n", echo)
        #expect(head.answer.contains("Content-Length: 4\r\n"))
        let deleted = try await talk("DELETE /a HTTP/1.1\r\nHost: x\r\n\r\n", until: "\r\n\r\n", echo)
        #expect(deleted.answer.hasPrefix("HTTP/1.1 204 "))
        #expect(!deleted.answer.contains("Content-Length"))
    }

    @Test func `closes when asked to, and on what is no HTTP`() async throws {
        let asked = try await talk("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", until: "/a .", echo)
        #expect(asked.answer.contains("Connection: close\r\n"))
        #expect(!asked.isOpen)
        for wrong in [
            "GET / HTTP/1.1\r\n\r\n", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ] {
            let refused = try await talk(wrong, until: "}", echo)
            #expect(refused.answer.hasPrefix("HTTP/1.1 400 "))
            #expect(!refused.isOpen)
        }
    }
}
