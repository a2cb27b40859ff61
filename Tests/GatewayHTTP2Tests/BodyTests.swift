import GatewayHTTP2
import NIOCore
import Testing

@Suite struct `A body` {
    private func post(_ length: String?) -> [(String, String)] {
        var fields = Frames.get("/p")
        fields[0].1 = "POST"
        if let length { fields.append(("content-length", length)) }
        return fields
    }

    @Test(arguments: [("5", "1234", "ends short"), ("5", "123456", "is longer"), ("0", "1", "should not be")])
    func `that is not as long as it was said to be is an error of its stream`(
        length: String, body: String, why: String
    ) throws {
        let server = try Server()
        var frames = Frames.greeting()
        frames.request(post(length), endsStream: false)
        frames.add(.data, flags: Frames.endStream, stream: 1, Array(body.utf8))
        #expect(server.receive(frames) == nil)
        #expect(server.resets == [1: .protocolError], "\(why)")
        #expect(!server.log.events.contains(.end(1)))
        #expect(server.log.events.last == .closed(1, .protocolError))
    }

    @Test func `comes without its padding`() throws {
        let server = try Server()
        var frames = Frames.greeting()
        frames.request(post(nil), endsStream: false)
        frames.add(.data, flags: Frames.padded | Frames.endStream, stream: 1, [3] + Array("body".utf8) + [0, 0, 0])
        server.receive(frames)
        #expect(server.log.body(of: 1) == "body")
        #expect(server.log.events.last == .end(1))
    }

    @Test(arguments: [
        [(":path", "/")], [("connection", "close")], [("X", "y")], [("x", "a\r\nb: c")], [("transfer-encoding", "x")],
    ])
    func `with malformed trailers is an error of its stream`(trailers: [(String, String)]) throws {
        let server = try Server()
        var frames = Frames.greeting()
        frames.request(post(nil), endsStream: false)
        frames.request(trailers, endsStream: true)
        #expect(server.receive(frames) == nil)
        #expect(server.resets == [1: .protocolError])
        #expect(!server.log.events.contains(.end(1)))
    }

    @Test func `has trailers only at its end`() throws {
        let server = try Server()
        var frames = Frames.greeting()
        frames.request(post(nil), endsStream: false)
        frames.request([("x", "y")], endsStream: false)
        #expect(server.receive(frames) == nil)
        #expect(server.resets == [1: .protocolError])
    }

    @Test func `is not wanted any more when the answer is whole`() throws {
        let server = try Server(answers: true)
        var frames = Frames.greeting()
        frames.request(post(nil), endsStream: false)
        #expect(server.receive(frames) == nil)
        // Who is still sending gets to see the answer first.
        #expect(server.resets.isEmpty && server.log.events.last != .closed(1, .noError))
        server.session.endLeftovers(at: server.now + .milliseconds(4_999))
        server.write()
        #expect(server.resets.isEmpty)
        server.session.endLeftovers(at: server.now + .seconds(5))
        server.write()
        #expect(server.resets == [1: .noError])
        #expect(server.log.events.last == .closed(1, .noError))
        #expect(server.session.openStreams == 0)
    }

    @Test func `is thrown away behind the answer, its windows open, up to a limit`() throws {
        var limits = HTTP2Limits.standard
        limits.leftoverBytes = 40_000
        let windows = HTTP2Settings(initialWindow: 65_536, connectionWindow: 65_535)
        let server = try Server(windows, limits: limits, answers: true)
        var frames = Frames.greeting()
        frames.request(post(nil), endsStream: false)
        server.receive(frames)
        server.log.forget()
        for sent in 1...3 {
            var more = Frames()
            more.add(.data, stream: 1, [UInt8](repeating: 1, count: 16_384))
            #expect(server.receive(more) == nil)
            #expect(server.resets == (sent < 3 ? [:] : [1: .noError]))
        }
        #expect(server.log.events == [.closed(1, .noError)])
        for stream: UInt32 in [0, 1] {
            #expect(server.sent(.windowUpdate).contains { $0.stream == stream && $0.payload == Frames.word(32_768) })
        }
    }

    @Test func `behind the answer may come to its end, and nothing is reset`() throws {
        let server = try Server(answers: true)
        var frames = Frames.greeting()
        frames.request(post(nil), endsStream: false)
        server.receive(frames)
        var rest = Frames()
        rest.add(.data, flags: Frames.endStream, stream: 1, [1, 2, 3])
        #expect(server.receive(rest) == nil)
        #expect(server.resets.isEmpty)
        #expect(server.log.events.suffix(2) == [.end(1), .closed(1, .noError)])
        server.session.endLeftovers(at: server.now + .seconds(60))
        server.write()
        #expect(server.resets.isEmpty)
    }
}
