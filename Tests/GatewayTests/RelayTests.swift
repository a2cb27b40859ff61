import GatewayIdentity
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite struct `The body of a request` {
    private func talk(_ check: (Conversation, PlayedUpstream) throws -> Void) async throws {
        let station = try await Station()
        let member = try await station.member()
        let talk = try Conversation(at: station, showing: member.chain, to: "notice.example")
        try check(talk, try talk.upstream("notice"))
    }

    private func head(_ framing: String) -> String { "POST /up HTTP/1.1\r\nHost: notice.example\r\n\(framing)\r\n\r\n" }

    @Test func `arrives as it was framed, in whatever pieces it came`() async throws {
        try await talk { talk, upstream in
            try talk.send(head("Content-Length: 10") + "01234")
            try talk.send("56")
            try talk.send("789")
            #expect(try upstream.received().hasSuffix("\r\n\r\n0123456789"))
        }
        try await talk { talk, upstream in
            let message = head("Transfer-Encoding: chunked") + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n"
            for byte in message.utf8 { try talk.send(String(decoding: [byte], as: UTF8.self)) }
            let all = try upstream.received()
            // Chunks are made anew, one for each piece; nothing of their extensions is left.
            #expect(all.hasSuffix("1\r\na\r\n1\r\nb\r\n1\r\nc\r\n1\r\nd\r\n1\r\ne\r\n0\r\nX-Sum: 1\r\n\r\n"))
        }
    }

    /// The client has nothing more to say: nobody but the gate itself can flush its last piece.
    @Test func `is sent to its last byte when the upstream was slow`() async throws {
        try await talk { talk, upstream in
            try talk.send(head("Content-Length: 6") + "012")
            _ = try upstream.received()
            upstream.becomes(writable: false)
            try talk.send("345")
            #expect(try upstream.received().isEmpty)
            upstream.becomes(writable: true)
            #expect(try upstream.received() == "345")
            try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            #expect(try talk.heard().hasPrefix("HTTP/1.1 200 "))
            #expect(upstream.isOpen)
        }
    }

    /// The event comes from within the flush, while the inbox is being worked on.
    @Test func `is sent to its last byte when flushing makes the room`() async throws {
        try await talk { talk, upstream in
            let full = Full(at: 4)
            try upstream.channel.pipeline.syncOperations.addHandler(full, position: .first)
            full.channel = upstream.channel
            try talk.send(head("Transfer-Encoding: chunked"))
            _ = try upstream.received()
            try talk.send("4\r\nabcd\r\n4\r\nefgh\r\n4\r\nijkl\r\n0\r\n\r\n")
            #expect(try upstream.received() == "4\r\nabcd\r\n4\r\nefgh\r\n4\r\nijkl\r\n0\r\n\r\n")
        }
    }

    /// A socket that is full after a few bytes and empty after a flush.
    private final class Full: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer
        private let limit: Int
        private var waiting = 0
        var channel: EmbeddedChannel?

        init(at limit: Int) { self.limit = limit }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            waiting += unwrapOutboundIn(data).readableBytes
            context.write(data, promise: promise)
            if waiting >= limit { turn(writable: false) }
        }

        func flush(context: ChannelHandlerContext) {
            context.flush()
            waiting = 0
            turn(writable: true)
        }

        private func turn(writable: Bool) {
            guard let channel, channel.isWritable != writable else { return }
            channel.isWritable = writable
            channel.pipeline.fireChannelWritabilityChanged()
        }
    }

    @Test func `holds the client back while the upstream is slow, and only then`() async throws {
        try await talk { talk, upstream in
            let reads = Reads()
            try talk.client.pipeline.syncOperations.addHandler(reads, position: .first)
            try talk.send(head("Content-Length: 1000000") + "x")
            talk.client.read()
            #expect(reads.count == 1)
            upstream.becomes(writable: false)
            try talk.send("y")
            talk.client.read()
            #expect(reads.count == 1)
            upstream.becomes(writable: true)
            #expect(reads.count == 2)
        }
    }

    @Test func `that is malformed breaks the request for both sides`() async throws {
        try await talk { talk, upstream in
            try talk.send(head("Transfer-Encoding: chunked") + "3\r\nabc\r\n")
            let answer = try talk.ask("zz\r\nGET /smuggled HTTP/1.1\r\nHost: notice.example\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
            #expect(talk.isEnding)
            #expect(!upstream.isOpen)
            #expect(try !upstream.received().contains("smuggled"))
        }
    }

    @Test func `that is malformed after the answer began is recorded once`() async throws {
        try await talk { talk, upstream in
            try talk.send(head("Transfer-Encoding: chunked") + "3\r\nabc\r\n")
            try upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nearly")
            try talk.send("zz\r\n")
            #expect(!talk.isOpen)
            #expect(talk.lane.records.count == 1)
            #expect(talk.lane.records.last?.contains(#""bad_request""#) ?? false)
        }
    }

    @Test func `that is answered early costs both connections their next request`() async throws {
        try await talk { talk, upstream in
            try talk.send(head("Content-Length: 50") + "GET /one HTTP/1.1\r\n")
            try upstream.say("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n")
            let answer = try talk.heard()
            #expect(answer.contains("Connection: close\r\n"))
            #expect(talk.isEnding)
            #expect(!upstream.isOpen)
            // The rest of the body is no request, whatever it looks like.
            _ = try upstream.received()
            #expect(try talk.ask("GET /smuggled HTTP/1.1\r\nHost: notice.example\r\n\r\n").isEmpty)
            #expect(try upstream.received().isEmpty)
        }
    }

    @Test func `of a refused request is no request`() async throws {
        try await talk { talk, upstream in
            let smuggled = "GET /smuggled HTTP/1.1\r\nHost: notice.example\r\n\r\n"
            let answer = try talk.ask(
                "POST /secret/x HTTP/1.1\r\nHost: notice.example\r\nContent-Length: \(smuggled.utf8.count)\r\n\r\n"
                    + smuggled)
            #expect(answer.hasPrefix("HTTP/1.1 403 "))
            #expect(answer.contains("Connection: close\r\n"))
            #expect(answer.ranges(of: "HTTP/1.1 ").count == 1)
            #expect(talk.isEnding)
            #expect(try talk.ask(smuggled).isEmpty)
            #expect(try upstream.received().isEmpty)
        }
    }
}

/// Counts how often the socket was asked for more.
final class Reads: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    private(set) var count = 0

    func read(context: ChannelHandlerContext) {
        count += 1
        context.read()
    }
}
