import GatewayHTTP1
import GatewayHTTP2
import NIOCore
import Testing

/// RFC 8441.
@Suite struct `A WebSocket over HTTP 2` {
    private static func offer(_ more: (String, String)...) -> [(String, String)] {
        [
            (":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "https"), (":path", "/chat?x"),
            (":authority", "console.test"), ("sec-websocket-version", "13"),
        ] + more
    }

    @Test func `that was refused is reset when its client goes on without end`() throws {
        let server = try Server(answers: true)
        var frames = Frames.greeting()
        frames.request(Self.offer(), endsStream: false)
        #expect(server.receive(frames) == nil)
        #expect(server.resets.isEmpty)
        server.session.endLeftovers(at: server.now + .seconds(5))
        server.write()
        #expect(server.resets == [1: .noError])
        #expect(server.session.openStreams == 0)
    }

    @Test func `is the upgrade that HTTP 1 would have asked for, and its 101 is 200`() throws {
        let server = try Server()
        var isWebSocket = false
        server.log.onHead = { head, stream in
            isWebSocket = head.isWebSocket
            let answer = ByteBuffer.head(
                "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
                "Sec-WebSocket-Accept: abc", "Sec-WebSocket-Protocol: chat")
            server.session.submitHead(answer, on: stream, endsStream: false)
            server.session.submitData(ByteBuffer(string: "from us"), on: stream)
        }
        var frames = Frames.greeting()
        frames.request(Self.offer(("sec-websocket-key", "of the client")), endsStream: false)
        frames.add(.data, stream: 1, Array("to us".utf8))
        #expect(server.receive(frames) == nil)

        let text = try #require(server.log.heads().first)
        #expect(
            text == """
                GET /chat?x HTTP/1.1\r\nhost: console.test\r\nsec-websocket-version: 13\r\nconnection: Upgrade\r
                upgrade: websocket\r\nsec-websocket-key: AAAAAAAAAAEAAAAAAAAAAg==\r\n\r\n
                """)
        #expect(isWebSocket)
        var parser = RequestHeadParser()
        guard case .complete = Array(text.utf8).withUnsafeBytes({ parser.parse($0) }) else {
            Issue.record("not read")
            return
        }
        #expect(parser.head.offersWebSocket)
        #expect(server.log.body(of: 1) == "to us")
        #expect(server.sent(.data).map(\.payload) == [Array("from us".utf8)])
        let head = try #require(server.sent(.headers).first)
        // 0x88 is `:status: 200` in the static table (RFC 7541 appendix A).
        #expect(head.payload.first == 0x88)
        #expect(!String(decoding: head.payload, as: UTF8.self).contains("accept"))
    }

    @Test func `stays half open when the upstream has said all`() throws {
        let server = try Server()
        server.log.onHead = { _, stream in
            server.session.submitHead(.head("HTTP/1.1 101 Switching Protocols"), on: stream, endsStream: false)
            server.session.submitEnd(on: stream)
        }
        var frames = Frames.greeting()
        frames.request(Self.offer(), endsStream: false)
        server.receive(frames)
        #expect(server.sent(.data).map(\.flags) == [Frames.endStream])
        #expect(server.resets.isEmpty)
        #expect(server.session.openStreams == 1)
    }

    @Test func `can be refused like any request`() throws {
        let server = try Server()
        server.log.onHead = { _, stream in
            server.session.submitHead(.head("HTTP/1.1 403 Forbidden"), on: stream, endsStream: true)
        }
        var frames = Frames.greeting()
        frames.request(Self.offer(), endsStream: false)
        server.receive(frames)
        #expect(server.sent(.headers).count == 1)
        #expect(server.log.events.contains { if case .head = $0 { true } else { false } })
    }

    @Test func `is not opened by another protocol's name`() throws {
        let server = try Server()
        var fields = Self.offer()
        fields[1].1 = "connect-udp"
        var frames = Frames.greeting()
        frames.request(fields, endsStream: false)
        server.receive(frames)
        var parser = RequestHeadParser()
        let text = try #require(server.log.heads().first)
        #expect(Array(text.utf8).withUnsafeBytes { parser.parse($0) } == .refused(.targetFormRefused))
    }

    @Test func `is not to be had where the setting says so`() throws {
        let server = try Server(HTTP2Settings(enableConnectProtocol: false))
        var frames = Frames.greeting()
        frames.request(Self.offer(), endsStream: false)
        server.receive(frames)
        #expect(server.resets == [1: .protocolError])
        #expect(server.log.heads().isEmpty)
    }

    @Test func `is not opened by 101 to an ordinary request`() throws {
        let server = try Server()
        server.log.onHead = { _, stream in
            server.session.submitHead(.head("HTTP/1.1 101 Switching Protocols"), on: stream, endsStream: false)
        }
        var frames = Frames.greeting()
        frames.request(Frames.get())
        server.receive(frames)
        #expect(server.resets == [1: .internalError])
    }

    /// RFC 4648 § 10, of 16 bytes made from the words given.
    @Test func `has a key of 16 bytes in base64`() throws {
        let words: (UInt64, UInt64) = (0x666f_6f62_6172_666f, 0x6f62_6172_666f_6f62)
        let server = try HTTP2ServerSession(webSocketKey: { WebSocketKey(random: words) })
        let log = EventLog()
        var frames = Frames.greeting()
        frames.request(Self.offer(), endsStream: false)
        _ = frames.bytes.withUnsafeBytes { server.receive($0, at: .uptimeNanoseconds(1), telling: log) }
        #expect(log.heads().first?.contains("sec-websocket-key: Zm9vYmFyZm9vYmFyZm9vYg==\r\n") == true)
    }
}
