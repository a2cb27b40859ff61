import GatewayHTTP2
import NIOCore
import Testing

/// What we write for HTTP/1.1, on its way over HTTP/2.
@Suite struct `A head that is submitted` {
    private let ofTheConnection = [
        "Connection: close, X-One", "Keep-Alive: timeout=5", "Proxy-Connection: close", "Transfer-Encoding: chunked",
    ]

    private func head(_ first: String, _ lines: [String]) -> ByteBuffer {
        ByteBuffer(string: ([first] + lines).map { $0 + "\r\n" }.joined() + "\r\n")
    }

    @Test func `leaves what is of one connection behind, and says the rest in small letters`() throws {
        let wire = try Wire()
        wire.serverLog.onHead = { _, stream in
            let answer = head(
                "HTTP/1.1 404 Not here", ofTheConnection + ["Upgrade: h2c", "X-Two:  a b \t", "X-Empty:"])
            wire.server.submitHead(answer, on: stream, endsStream: true)
        }
        let request = head(
            "DELETE /a?b HTTP/1.1",
            ofTheConnection + ["TE: gzip", "HTTP2-Settings: AAAA", "X-One: 1", "Host: a:8443", "Cookie: a=1; b=2"])
        _ = wire.client.submitRequest(request, endsStream: true)
        wire.run()
        #expect(
            wire.serverLog.heads() == ["DELETE /a?b HTTP/1.1\r\nhost: a:8443\r\nx-one: 1\r\ncookie: a=1; b=2\r\n\r\n"])
        #expect(
            wire.clientLog.heads() == ["HTTP/1.1 404 \r\nx-two: a b\r\nx-empty: \r\ncontent-length: 0\r\n\r\n"])
    }

    @Test(arguments: [
        "", "\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 abc d\r\n\r\n", "HTTP/1.1 600 No\r\n\r\n", "HTTP/1.1 099 No\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
    ])
    func `and is no answer resets its stream, so that nobody waits for it`(text: String) throws {
        let server = try Server()
        server.log.onHead = { _, stream in
            server.session.submitHead(ByteBuffer(string: text), on: stream, endsStream: true)
        }
        var frames = Frames.greeting()
        frames.request(Frames.get())
        server.receive(frames)
        #expect(server.resets == [1: .internalError])
    }

    @Test(arguments: [(200, 5_000), (1, 300_000)])
    func `and does not fit resets its stream, so that nobody waits for it`(lines: Int, length: Int) throws {
        let server = try Server()
        server.log.onHead = { _, stream in
            let many = (0..<lines).map { "X\($0): " + String(repeating: "a", count: length) }
            server.session.submitHead(head("HTTP/1.1 200 OK", many), on: stream, endsStream: true)
        }
        var frames = Frames.greeting()
        frames.request(Frames.get())
        server.receive(frames)
        #expect(server.resets == [1: .internalError])
        #expect(server.session.failure == nil)
    }

    @Test func `may have interim ones before it, and none behind it`() throws {
        let wire = try Wire()
        wire.serverLog.onHead = { _, stream in
            wire.server.submitHead(.head("HTTP/1.1 100 Continue"), on: stream, endsStream: false)
            wire.server.submitHead(.head("HTTP/1.1 103 Early", "Link: </a>"), on: stream, endsStream: false)
            wire.server.submitHead(.head("HTTP/1.1 200 OK"), on: stream, endsStream: false)
            wire.server.submitHead(.head("HTTP/1.1 500 Late"), on: stream, endsStream: false)
            wire.server.submitEnd(on: stream)
        }
        _ = wire.client.submitRequest(.head("GET / HTTP/1.1", "Host: a"), endsStream: true)
        wire.run()
        #expect(
            wire.clientLog.heads() == [
                "HTTP/1.1 100 \r\n\r\n", "HTTP/1.1 103 \r\nlink: </a>\r\n\r\n",
                "HTTP/1.1 200 \r\ntransfer-encoding: chunked\r\n\r\n",
            ])
        #expect(wire.clientLog.events.last == .closed(1, .noError))
    }

    @Test func `keeps what is one person's out of the tables that many share`() throws {
        let client = try HTTP2ClientSession()
        let log = EventLog()
        var sent: [[UInt8]] = []
        for _ in 0..<2 {
            _ = client.submitRequest(
                .head("GET / HTTP/1.1", "Host: a", "Cookie: s=1234567890123456789012345", "X-Gwanmun-Assertion: e.y.j"),
                endsStream: true)
            var output = ByteBuffer()
            _ = client.writeOutput(into: &output, atMost: 1 << 20, at: .uptimeNanoseconds(1), telling: log)
            sent.append(Array(output.readableBytesView))
        }
        // RFC 7541 § 6.2.3: a literal that is never indexed begins with 0001. `cookie` is 32 in the static table.
        for bytes in sent {
            #expect(bytes.indices.dropLast().contains { bytes[$0] == 0x1F && bytes[$0 + 1] == 0x11 })
        }
        #expect(sent[1].count > 50)
    }

    @Test func `can be taken back before it is sent`() throws {
        let wire = try Wire()
        let stream = try #require(
            wire.client.submitRequest(.head("POST / HTTP/1.1", "Host: a"), endsStream: false))
        wire.client.submitData(ByteBuffer(string: "x"), on: stream)
        wire.client.reset(stream, .cancel)
        wire.run()
        #expect(wire.serverLog.events.isEmpty)
        #expect(wire.clientLog.events == [.closed(stream, .cancel)])
        #expect(wire.client.openStreams == 0)
    }
}
