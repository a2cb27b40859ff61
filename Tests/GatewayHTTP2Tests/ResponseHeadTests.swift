import GatewayHTTP1
import GatewayHTTP2
import NIOCore
import Testing

/// What an upstream answers over HTTP/2 (RFC 9113 § 8.3.2).
@Suite struct `An answer in fields` {
    /// A client that has asked, and is answered by frames made by hand.
    private final class Client {
        let session: HTTP2ClientSession
        let log = EventLog()
        private let now = NIODeadline.uptimeNanoseconds(1)

        init(_ request: String = "GET / HTTP/1.1") throws {
            session = try HTTP2ClientSession()
            _ = session.submitRequest(.head(request, "Host: a"), endsStream: true)
            var output = ByteBuffer()
            _ = session.writeOutput(into: &output, atMost: 1 << 20, at: now, telling: log)
        }

        func receive(_ build: (inout Frames) -> Void) -> HTTP2Failure? {
            var frames = Frames()
            frames.add(.settings)
            build(&frames)
            _ = frames.bytes.withUnsafeBytes { session.receive($0, at: now, telling: log) }
            var output = ByteBuffer()
            return session.writeOutput(into: &output, atMost: 1 << 20, at: now, telling: log)
        }
    }

    @Test(arguments: [
        (
            "GET / HTTP/1.1", false, [(":status", "200"), ("a", "b")],
            "200 \r\na: b\r\ntransfer-encoding: chunked\r\n\r\n"
        ),
        ("GET / HTTP/1.1", true, [(":status", "200")], "200 \r\ncontent-length: 0\r\n\r\n"),
        ("GET / HTTP/1.1", false, [(":status", "200"), ("content-length", "3")], "200 \r\ncontent-length: 3\r\n\r\n"),
        ("GET / HTTP/1.1", true, [(":status", "204")], "204 \r\n\r\n"),
        ("GET / HTTP/1.1", true, [(":status", "304"), ("content-length", "3")], "304 \r\ncontent-length: 3\r\n\r\n"),
        ("HEAD / HTTP/1.1", true, [(":status", "200"), ("content-length", "3")], "200 \r\ncontent-length: 3\r\n\r\n"),
        ("HEAD / HTTP/1.1", true, [(":status", "200")], "200 \r\n\r\n"),
    ])
    func `is the head that HTTP 1 would have sent, and its reader frames it the same`(
        request: String, ends: Bool, fields: [(String, String)], text: String
    ) throws {
        let client = try Client(request)
        #expect(client.receive { $0.request(fields, endsStream: ends) } == nil)
        #expect(client.log.heads() == ["HTTP/1.1 " + text])
        var parser = ResponseHeadParser()
        let context = ResponseContext(toHead: request.hasPrefix("HEAD"))
        let read = Array(("HTTP/1.1 " + text).utf8).withUnsafeBytes { parser.parse($0, answering: context) }
        #expect(read == .complete(length: 9 + text.utf8.count))
        #expect(parser.head.body != .untilClose)
    }

    @Test func `may have interim ones before it`() throws {
        let client = try Client()
        let failure = client.receive {
            $0.request([(":status", "103"), ("link", "</a>")], endsStream: false)
            $0.request([(":status", "200")], endsStream: false)
            $0.request([("grpc-status", "0")], endsStream: true)
        }
        #expect(failure == nil)
        #expect(
            client.log.events == [
                .head(1, "HTTP/1.1 103 \r\nlink: </a>\r\n\r\n", endsStream: false),
                .head(1, "HTTP/1.1 200 \r\ntransfer-encoding: chunked\r\n\r\n", endsStream: false),
                .trailers(1, "grpc-status: 0\r\n\r\n"), .end(1), .closed(1, .noError),
            ])
    }

    @Test(arguments: [
        [], [("a", "b")], [(":status", "20")], [(":status", "abc")], [(":status", "101")], [(":status", "600")],
        [(":status", "200"), (":status", "200")], [("a", "b"), (":status", "200")], [(":status", "200"), ("A", "b")],
        [(":status", "200"), ("connection", "close")], [(":status", "200"), ("transfer-encoding", "chunked")],
        [(":status", "200"), ("a", "b\r\nset-cookie: x")], [(":status", "200"), (":path", "/")], [(":status", "103")],
    ])
    func `is an error of its stream when it is malformed`(fields: [(String, String)]) throws {
        let client = try Client()
        #expect(client.receive { $0.request(fields, endsStream: true) } == nil)
        #expect(client.log.events == [.closed(1, .protocolError)])
    }

    @Test func `never comes from a server that is going and has not looked at the request`() throws {
        let client = try Client()
        #expect(client.receive { $0.add(.goAway, Frames.word(0) + Frames.word(0)) } == nil)
        #expect(client.log.events == [.goAway(.noError, 0), .closed(1, .refusedStream)])
        #expect(!client.session.acceptsRequests && client.session.isFinished)
    }

    @Test func `cannot come to a request that still waits here, and that is told apart`() throws {
        let client = try Client()
        _ = client.receive { $0.add(.settings, [0, 3] + Frames.word(1)) }
        let waiting = try #require(client.session.submitRequest(.head("GET / HTTP/1.1", "Host: a"), endsStream: true))
        _ = client.receive { _ in }
        #expect(client.session.isUnsent(waiting) && !client.session.isUnsent(1))
        _ = client.receive { $0.add(.goAway, Frames.word(1) + Frames.word(0)) }
        #expect(client.log.events == [.goAway(.noError, 1), .closed(waiting, .refusedStream)])
        #expect(!client.session.isUnsent(waiting) && client.session.openStreams == 1)
        #expect(client.receive { $0.request([(":status", "200")], endsStream: true) } == nil)
        #expect(client.log.events.last == .closed(1, .noError))
        #expect(client.session.openStreams == 0 && client.session.isFinished)
    }

    @Test func `is not pushed`() throws {
        let client = try Client()
        let failure = client.receive {
            $0.add(.settings, flags: Frames.acknowledgement)
            $0.add(
                .pushPromise, flags: Frames.endHeaders, stream: 1,
                Frames.word(2) + Frames.get().flatMap { Frames.literal($0.0, $0.1) })
        }
        #expect(failure == .protocolViolated(.protocolError))
        #expect(client.log.heads().isEmpty)
    }

    @Test func `needs a request that HTTP 2 can carry`() throws {
        let client = try HTTP2ClientSession()
        for text in [
            "", "GET / HTTP/1.1\r\n", "GET\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        ] {
            #expect(client.submitRequest(ByteBuffer(string: text), endsStream: true) == nil, "\(text)")
        }
        #expect(client.openStreams == 0)
    }

    @Test func `comes for requests beyond the peer's limit when others have ended`() throws {
        let wire = try Wire(server: HTTP2Settings(maxConcurrentStreams: 2))
        wire.run()
        #expect(wire.client.hasPeerSettings && wire.client.peerStreamLimit == 2)
        wire.serverLog.onHead = { _, stream in
            wire.server.submitHead(.head("HTTP/1.1 200 OK"), on: stream, endsStream: true)
        }
        for _ in 0..<5 { _ = wire.client.submitRequest(.head("GET / HTTP/1.1", "Host: a"), endsStream: true) }
        #expect(wire.client.openStreams == 5)
        wire.run()
        #expect(wire.clientLog.heads().count == 5)
        #expect(wire.client.openStreams == 0)
    }
}
