import GatewayHTTP2
import NIOCore
import Testing

@Suite struct `The end` {
    @Test func `of a server begins with a notice, then refuses new streams, then waits for the open ones`() throws {
        let server = try Server()
        var frames = Frames.greeting()
        frames.request(Frames.get())
        server.receive(frames)
        server.session.announceShutdown()
        server.write()
        #expect(server.sent(.goAway).map(\.payload) == [Frames.word(0x7FFF_FFFF) + Frames.word(0)])

        var more = Frames()
        more.request(Frames.get("/under-way"), stream: 3)
        server.receive(more)
        #expect(server.log.heads().count == 2)
        server.session.refuseNewStreams()
        server.write()
        #expect(server.sent(.goAway).last?.payload == Frames.word(3) + Frames.word(0))

        var late = Frames()
        late.request(Frames.get("/late"), stream: 5)
        server.receive(late)
        #expect(server.log.heads().count == 2)
        #expect(!server.session.isFinished)
        for stream: HTTP2StreamID in [1, 3] {
            server.session.submitHead(.head("HTTP/1.1 200 OK"), on: stream, endsStream: true)
        }
        server.write()
        #expect(server.session.isFinished)
        #expect(server.session.failure == nil)
    }

    @Test func `of a server is told to the client, which opens nothing more`() throws {
        let wire = try Wire()
        wire.run()
        #expect(wire.client.acceptsRequests)
        wire.server.refuseNewStreams()
        wire.run()
        #expect(wire.clientLog.events == [.goAway(.noError, 0)])
        #expect(!wire.client.acceptsRequests)
        #expect(wire.client.submitRequest(.head("GET / HTTP/1.1", "Host: a"), endsStream: true) == nil)
    }

    @Test func `at once drops what is open`() throws {
        let server = try Server()
        var frames = Frames.greeting()
        frames.request(Frames.get())
        server.receive(frames)
        server.session.end(.internalError)
        server.write()
        #expect(server.goAway == .internalError)
        #expect(server.session.isFinished)
        #expect(server.session.failure == nil)
    }

    @Test func `of a stream is told once, with the code, and nothing of it after our reset`() throws {
        let server = try Server()
        var frames = Frames.greeting()
        frames.request(Frames.get(), endsStream: false)
        server.receive(frames)
        server.session.reset(1, .cancel)
        server.session.reset(1, .internalError)
        server.session.submitHead(.head("HTTP/1.1 200 OK"), on: 1, endsStream: true)
        var data = Frames()
        data.add(.data, flags: Frames.endStream, stream: 1, [1])
        server.receive(data)
        #expect(server.resets == [1: .cancel])
        #expect(server.log.events.dropFirst() == [.closed(1, .cancel)])
    }

    @Test func `of a stream by the client is told with its code`() throws {
        let server = try Server()
        var frames = Frames.greeting()
        frames.request(Frames.get(), endsStream: false)
        frames.add(.reset, stream: 1, Frames.word(8))
        server.receive(frames)
        #expect(server.log.events.dropFirst() == [.closed(1, .cancel)])
    }

    @Test func `leaves calls for a stream that is gone without effect`() throws {
        let server = try Server(answers: true)
        var frames = Frames.greeting()
        frames.request(Frames.get())
        server.receive(frames)
        let sent = server.sent.count
        server.session.submitHead(.head("HTTP/1.1 200 OK"), on: 1, endsStream: true)
        server.session.submitData(ByteBuffer(string: "x"), on: 1)
        server.session.submitEnd(on: 1)
        server.session.reset(1, .cancel)
        server.session.consume(1, on: 1)
        #expect(!server.session.isWritable(1) && server.session.queuedBytes(on: 1) == 0)
        server.write()
        #expect(server.sent.count == sent)
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: console.test\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", "\u{16}\u{3}\u{1}",
    ])
    func `comes at once for what is no preface`(text: String) throws {
        let server = try Server()
        #expect(server.receive(Array(text.utf8)) == .prefaceInvalid)
        #expect(server.goAway == .protocolError)
        #expect(server.log.events.isEmpty)
    }

    @Test func `comes for a preface without SETTINGS behind it`() throws {
        let server = try Server()
        var frames = Frames()
        frames.add(.ping, Array(repeating: 0, count: 8))
        #expect(server.receive(Frames.preface + frames.bytes) == .protocolViolated(.protocolError))
    }

    @Test func `comes for more streams than were granted`() throws {
        let server = try Server(HTTP2Settings(maxConcurrentStreams: 2))
        var frames = Frames.greeting()
        for stream: UInt32 in [1, 3, 5] { frames.request(Frames.get(), stream: stream) }
        server.receive(frames)
        // Before the client has acknowledged our settings it may not know better.
        #expect(server.resets == [5: .refusedStream])
        #expect(server.log.heads().count == 2)
        var more = Frames()
        more.add(.settings, flags: Frames.acknowledgement)
        more.request(Frames.get(), stream: 7)
        #expect(server.receive(more) == .protocolViolated(.protocolError))
        #expect(server.log.heads().count == 2)
    }

    @Test func `comes for frames that are too large, compressed wrongly, or on no stream`() throws {
        var tooLarge = Frames.greeting()
        tooLarge.add(.ping, Array(repeating: 0, count: 16_385))
        var misindexed = Frames.greeting()
        misindexed.add(.headers, flags: Frames.endHeaders | Frames.endStream, stream: 1, [0xFF, 0xFF, 0x01])
        var onNoStream = Frames.greeting()
        onNoStream.add(.data, stream: 0, [1])
        var onIdle = Frames.greeting()
        onIdle.add(.data, stream: 9, [1])
        var emptyUpdate = Frames.greeting()
        emptyUpdate.add(.windowUpdate, Frames.word(0))
        let cases: [(Frames, HTTP2ErrorCode)] = [
            (emptyUpdate, .protocolError),
            (tooLarge, .frameSizeError), (misindexed, .compressionError), (onNoStream, .protocolError),
            (onIdle, .protocolError),
        ]
        for (frames, code) in cases {
            let server = try Server()
            #expect(server.receive(frames) == .protocolViolated(code))
            #expect(server.goAway == code)
        }
    }
}
