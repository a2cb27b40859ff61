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
        #expect(server.resets == [1: .noError])
        #expect(server.log.events.last == .closed(1, .noError))
        #expect(server.session.openStreams == 0)
    }
}
