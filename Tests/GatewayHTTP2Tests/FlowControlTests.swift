import GatewayHTTP2
import NIOCore
import Testing

@Suite struct `Flow control` {
    private func upload(into server: Server, _ count: Int, stream: UInt32 = 1) {
        var frames = Frames()
        var rest = count
        while rest > 0 {
            frames.add(.data, stream: stream, Array(repeating: 7, count: min(rest, 16_384)))
            rest -= min(rest, 16_384)
        }
        server.receive(frames)
    }

    private func opened(_ settings: HTTP2Settings) throws -> Server {
        let server = try Server(settings)
        var frames = Frames.greeting()
        frames.add(.settings, flags: Frames.acknowledgement)
        frames.request(Frames.get(), stream: 1, endsStream: false)
        server.receive(frames)
        return server
    }

    @Test func `opens a window only as its consumer takes the data`() throws {
        let server = try opened(HTTP2Settings(initialWindow: 65_536, connectionWindow: 131_072))
        let before = server.sent(.windowUpdate).count
        upload(into: server, 60_000)
        #expect(server.sent(.windowUpdate).count == before)
        server.session.consume(60_000, on: 1)
        server.write()
        let updates = server.sent(.windowUpdate).dropFirst(before)
        #expect(updates.contains { $0.stream == 1 && $0.payload == Frames.word(60_000) })
        #expect(server.session.failure == nil)
    }

    @Test func `is broken by a peer that sends beyond its window`() throws {
        let server = try opened(HTTP2Settings(initialWindow: 65_536, connectionWindow: 131_072))
        upload(into: server, 70_000)
        #expect(server.resets == [1: .flowControlError])
        #expect(server.session.failure == nil)
    }

    @Test func `is broken for the connection by a peer that sends beyond that window`() throws {
        let server = try opened(HTTP2Settings(initialWindow: 131_072, connectionWindow: 65_535))
        upload(into: server, 70_000)
        #expect(server.session.failure == .protocolViolated(.flowControlError))
        #expect(server.goAway == .flowControlError)
    }

    @Test func `gives the connection back what a closed stream's consumer never took`() throws {
        let server = try opened(HTTP2Settings(initialWindow: 65_536, connectionWindow: 65_535))
        upload(into: server, 60_000)
        var frames = Frames()
        frames.add(.reset, stream: 1, Frames.word(8))
        server.receive(frames)
        #expect(server.sent(.windowUpdate).contains { $0.stream == 0 && $0.payload == Frames.word(60_000) })
        server.session.consume(60_000, on: 1)
        server.write()
        #expect(server.sent(.windowUpdate).filter { $0.stream == 0 && $0.payload == Frames.word(60_000) }.count == 1)
    }

    @Test func `cannot be given back more than was taken`() throws {
        let server = try opened(HTTP2Settings(initialWindow: 65_536, connectionWindow: 131_072))
        upload(into: server, 40_000)
        server.session.consume(1_000_000, on: 1)
        server.session.consume(1, on: 1)
        server.write()
        #expect(server.sent(.windowUpdate).last { $0.stream == 1 }?.payload == Frames.word(40_000))
        // What comes later is not taken in advance.
        let updates = server.sent(.windowUpdate).count
        upload(into: server, 60_000)
        server.session.consume(1, on: 1)
        server.write()
        #expect(server.sent(.windowUpdate).count == updates)
    }

    @Test func `holds a producer back, and lets it go on when the peer has room`() throws {
        let server = try Server()
        server.log.onHead = { _, stream in
            server.session.submitHead(.head("HTTP/1.1 200 OK"), on: stream, endsStream: false)
        }
        var frames = Frames.greeting()
        frames.request(Frames.get())
        server.receive(frames)
        server.session.submitData(ByteBuffer(repeating: 1, count: 65_535), on: 1)
        #expect(server.session.isWritable(1))
        server.write()
        server.session.submitData(ByteBuffer(repeating: 1, count: 80_000), on: 1)
        #expect(!server.session.isWritable(1))
        #expect(server.session.queuedBytes(on: 1) == 80_000)
        server.write()
        #expect(!server.log.events.contains(.writable(1)))

        var update = Frames()
        update.add(.windowUpdate, Frames.word(70_000))
        update.add(.windowUpdate, stream: 1, Frames.word(70_000))
        server.receive(update)
        #expect(server.session.queuedBytes(on: 1) == 10_000)
        #expect(server.session.isWritable(1))
        #expect(server.log.events.filter { $0 == .writable(1) }.count == 1)
    }

    @Test func `holds producers back together, and lets those go on whose peer reads them`() throws {
        var limits = HTTP2Limits.standard
        limits.connectionHighWater = 100_000
        let server = try Server(limits: limits)
        server.log.onHead = { _, stream in
            server.session.submitHead(.head("HTTP/1.1 200 OK"), on: stream, endsStream: false)
            server.session.submitData(ByteBuffer(repeating: 1, count: 40_000), on: stream)
        }
        // The client reads the third stream alone, however much waits on the others.
        var frames = Frames.greeting()
        frames.add(.settings, [0, 4, 0, 0, 0, 0])
        frames.add(.windowUpdate, Frames.word(10_000_000))
        for stream: UInt32 in [1, 3, 5] { frames.request(Frames.get(), stream: stream) }
        server.receive(frames)
        #expect(server.session.isWritable(1) && server.session.isWritable(3) && !server.session.isWritable(5))
        server.log.onWritable = { stream in
            while server.session.isWritable(stream) {
                server.session.submitData(ByteBuffer(repeating: 1, count: 10_000), on: stream)
            }
        }
        for round in 1...20 {
            var update = Frames()
            update.add(.windowUpdate, stream: 5, Frames.word(30_000))
            server.receive(update)
            #expect(server.log.events.filter { $0 == .writable(5) }.count >= round - 1)
        }
        #expect(server.session.queuedBytes(on: 1) == 40_000 && server.session.queuedBytes(on: 3) == 40_000)
        #expect(server.sent(.data).allSatisfy { $0.stream == 5 })
        #expect(server.sent(.data).map(\.payload.count).reduce(0, +) > 200_000)
    }

    @Test func `lets a stream that is read go on, however much waits on those that are not`() throws {
        var limits = HTTP2Limits.standard
        limits.connectionHighWater = 100_000
        let server = try Server(limits: limits)
        server.log.onHead = { _, stream in
            server.session.submitHead(.head("HTTP/1.1 200 OK"), on: stream, endsStream: false)
            server.session.submitData(ByteBuffer(repeating: 1, count: stream == 5 ? 1_000 : 60_000), on: stream)
        }
        var frames = Frames.greeting()
        frames.add(.settings, [0, 4] + Frames.word(1_000))  // SETTINGS_INITIAL_WINDOW_SIZE
        for stream: UInt32 in [1, 3, 5] { frames.request(Frames.get(), stream: stream) }
        server.read(frames.bytes)
        #expect(!server.session.isWritable(5))
        server.write()
        #expect(server.session.queuedBytes(on: 1) == 59_000 && server.session.queuedBytes(on: 3) == 59_000)
        #expect(server.session.queuedBytes(on: 5) == 0)
        #expect(server.session.isWritable(5))
        #expect(server.log.events.filter { $0 == .writable(5) }.count == 1)
        #expect(!server.log.events.contains(.writable(3)))
    }

    @Test func `sees a peer that keeps its window shut, or opens it byte by byte`() throws {
        let server = try Server()
        server.log.onHead = { _, stream in
            server.session.submitHead(.head("HTTP/1.1 200 OK"), on: stream, endsStream: false)
            server.session.submitData(ByteBuffer(repeating: 1, count: 100_000), on: stream)
        }
        var frames = Frames.greeting()
        frames.request(Frames.get())
        server.receive(frames)
        #expect(server.session.stalledStreams(at: server.now) == [])
        for _ in 0..<29 {
            server.now = server.now + .seconds(1)
            var update = Frames()
            update.add(.windowUpdate, Frames.word(1))
            update.add(.windowUpdate, stream: 1, Frames.word(1))
            server.receive(update)
            #expect(server.session.stalledStreams(at: server.now) == [])
        }
        server.now = server.now + .seconds(1)
        #expect(server.session.stalledStreams(at: server.now) == [1])
        server.session.fail(.stalled)
        server.write()
        #expect(server.goAway == .enhanceYourCalm)
    }

    @Test func `does not take a reader for stalled that takes enough, or a stream with nothing to say`() throws {
        let server = try Server()
        server.log.onHead = { _, stream in
            server.session.submitHead(.head("HTTP/1.1 200 OK"), on: stream, endsStream: false)
            if stream == 1 { server.session.submitData(ByteBuffer(repeating: 1, count: 100_000), on: stream) }
        }
        var frames = Frames.greeting()
        frames.request(Frames.get(), stream: 1)
        frames.request(Frames.get(), stream: 3)
        server.receive(frames)
        for _ in 0..<100 {
            server.now = server.now + .seconds(5)
            var update = Frames()
            update.add(.windowUpdate, Frames.word(300))
            update.add(.windowUpdate, stream: 1, Frames.word(300))
            server.receive(update)
            #expect(server.session.stalledStreams(at: server.now) == [])
        }
    }

    @Test func `carries large bodies both ways, in whatever pieces the bytes come`() throws {
        for piece in [1_000, 16_384, 100_000] {
            let wire = try Wire()
            let body = String(repeating: "0123456789abcdef", count: 40_000)
            var received = 0
            wire.serverLog.onHead = { _, stream in
                wire.server.submitHead(.head("HTTP/1.1 200 OK"), on: stream, endsStream: false)
                wire.server.submitData(ByteBuffer(string: body), on: stream)
                wire.server.submitEnd(on: stream)
            }
            wire.serverLog.onData = { data, stream in wire.server.consume(data.count, on: stream) }
            wire.clientLog.onData = { data, stream in
                received += data.count
                wire.client.consume(data.count, on: stream)
            }
            let stream = try #require(
                wire.client.submitRequest(.head("POST / HTTP/1.1", "Host: a"), endsStream: false))
            wire.client.submitData(ByteBuffer(string: body), on: stream)
            wire.client.submitEnd(on: stream)
            wire.run(piece: piece)
            #expect(received == body.utf8.count)
            #expect(wire.clientLog.body(of: stream) == body)
            #expect(wire.clientLog.events.last == .closed(stream, .noError))
        }
    }

    @Test(arguments: [1_000, 16_384, 65_536, 1 << 20])
    func `keeps a producer going that writes whenever it may`(limit: Int) throws {
        let wire = try Wire()
        var left = 50
        wire.serverLog.onHead = { _, stream in
            wire.server.submitHead(.head("HTTP/1.1 200 OK"), on: stream, endsStream: false)
            wire.server.submitData(ByteBuffer(repeating: 1, count: 65_536), on: stream)
        }
        wire.serverLog.onWritable = { stream in
            left -= 1
            wire.server.submitData(ByteBuffer(repeating: 1, count: 65_536), on: stream)
            if left == 0 { wire.server.submitEnd(on: stream) }
        }
        wire.clientLog.onData = { data, stream in wire.client.consume(data.count, on: stream) }
        let stream = try #require(wire.client.submitRequest(.head("GET / HTTP/1.1", "Host: a"), endsStream: true))
        wire.run(atMost: limit)
        #expect(left == 0)
        #expect(wire.clientLog.body(of: stream).utf8.count == 51 * 65_536)
        #expect(wire.clientLog.events.last == .closed(stream, .noError))
    }

    @Test func `writes no more at once than it was asked to, and one frame`() throws {
        let server = try Server()
        server.log.onHead = { _, stream in
            server.session.submitHead(.head("HTTP/1.1 200 OK"), on: stream, endsStream: false)
            server.session.submitData(ByteBuffer(repeating: 1, count: 60_000), on: stream)
        }
        var frames = Frames.greeting()
        frames.request(Frames.get())
        server.read(frames.bytes)
        var output = ByteBuffer()
        _ = server.session.writeOutput(into: &output, atMost: 20_000, at: server.now, telling: server.log)
        #expect((20_000...36_500).contains(output.readableBytes))
        #expect(server.session.wantsToWrite)
        while server.session.wantsToWrite {
            _ = server.session.writeOutput(into: &output, atMost: 20_000, at: server.now, telling: server.log)
        }
        #expect(server.session.queuedBytes(on: 1) == 0)
    }

    @Test func `gathers small writes into one frame`() throws {
        let server = try Server()
        server.log.onHead = { _, stream in
            server.session.submitHead(.head("HTTP/1.1 200 OK"), on: stream, endsStream: false)
            for _ in 0..<100 { server.session.submitData(ByteBuffer(string: "0123456789"), on: stream) }
        }
        var frames = Frames.greeting()
        frames.request(Frames.get())
        server.receive(frames)
        #expect(server.sent(.data).map(\.payload.count) == [1_000])
    }
}
