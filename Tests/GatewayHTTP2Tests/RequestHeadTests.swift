import GatewayHTTP1
import GatewayHTTP2
import NIOCore
import Testing

/// RFC 9113 § 8.2 and 8.3, RFC 8441.
@Suite struct `A request in fields` {
    private static let rest = "host: console.test\r\n"

    static let wellFormed: [(fields: [(String, String)], ends: Bool, text: String)] = [
        (Frames.get("/a?b=c"), true, "GET /a?b=c HTTP/1.1\r\n\(rest)\r\n"),
        (
            Frames.get("/", ("cookie", "a=1"), ("x", "y"), ("cookie", "b=2")), true,
            "GET / HTTP/1.1\r\n\(rest)x: y\r\ncookie: a=1; b=2\r\n\r\n"
        ),
        (Frames.get("/", ("host", "CONSOLE.test")), true, "GET / HTTP/1.1\r\n\(rest)\r\n"),
        (Frames.get("/", ("te", "trailers")), true, "GET / HTTP/1.1\r\n\(rest)te: trailers\r\n\r\n"),
        (Frames.get("/", ("x-empty", "")), true, "GET / HTTP/1.1\r\n\(rest)x-empty: \r\n\r\n"),
        (Frames.get("/", ("x", "a\tb")), true, "GET / HTTP/1.1\r\n\(rest)x: a\tb\r\n\r\n"),
        (
            [(":path", "/p"), (":scheme", "https"), (":method", "POST"), ("host", "console.test")], false,
            "POST /p HTTP/1.1\r\n\(rest)transfer-encoding: chunked\r\n\r\n"
        ),
        (
            Frames.get("/", ("content-length", "5")), false, "GET / HTTP/1.1\r\n\(rest)content-length: 5\r\n\r\n"
        ),
        (
            [(":method", "OPTIONS"), (":scheme", "https"), (":authority", "console.test"), (":path", "*")], true,
            "OPTIONS * HTTP/1.1\r\n\(rest)\r\n"
        ),
        (
            [(":method", "CONNECT"), (":authority", "console.test:22")], false,
            "CONNECT console.test:22 HTTP/1.1\r\nhost: console.test:22\r\ntransfer-encoding: chunked\r\n\r\n"
        ),
    ]

    @Test(arguments: wellFormed)
    func `is the head that HTTP 1 would have sent`(fields: [(String, String)], ends: Bool, text: String) throws {
        let server = try Server()
        var frames = Frames.greeting()
        frames.request(fields, endsStream: ends)
        #expect(server.receive(frames) == nil)
        #expect(server.log.heads() == [text])
        #expect(server.resets.isEmpty)
    }

    static let malformed: [(String, [(String, String)])] = [
        ("no method", Array(Frames.get().dropFirst())),
        ("no scheme", [(":method", "GET"), (":authority", "console.test"), (":path", "/")]),
        ("no path", [(":method", "GET"), (":scheme", "https"), (":authority", "console.test")]),
        ("no authority and no host", [(":method", "GET"), (":scheme", "https"), (":path", "/")]),
        ("another scheme", [(":method", "GET"), (":scheme", "http"), (":authority", "a"), (":path", "/")]),
        ("an unknown scheme", [(":method", "GET"), (":scheme", "ftp"), (":authority", "a"), (":path", "x y")]),
        ("an empty path", [(":method", "GET"), (":scheme", "https"), (":authority", "a"), (":path", "")]),
        ("a path without a slash", [(":method", "GET"), (":scheme", "https"), (":authority", "a"), (":path", "x")]),
        ("an asterisk for GET", Frames.get("*")),
        ("the method twice", [(":method", "GET")] + Frames.get()),
        ("the path twice", Frames.get() + [(":path", "/b")]),
        ("an unknown pseudo field", Frames.get() + [(":status", "200")]),
        ("a pseudo field behind a field", [("x", "y")] + Frames.get()),
        ("a host that disagrees", Frames.get("/", ("host", "other.test"))),
        ("the host twice", [(":method", "GET"), (":scheme", "https"), (":path", "/"), ("host", "a"), ("host", "a")]),
        ("a space in the path", Frames.get("/a HTTP/1.1")),
        ("a line end in the path", Frames.get("/ HTTP/1.1\r\nx: y")),
        ("a line end in the method", [(":method", "GET / HTTP/1.1\r\nx: y")] + Frames.get().dropFirst()),
        (
            "a line end in the authority",
            [
                (":method", "GET"), (":scheme", "https"), (":path", "/"), (":authority", "a\r\nx: y"),
            ]
        ),
        (
            "a space in the authority",
            [
                (":method", "GET"), (":scheme", "https"), (":path", "/"), (":authority", "a b"),
            ]
        ),
        ("a capital letter in a name", Frames.get("/", ("X-One", "1"))),
        ("a colon in a name", Frames.get("/", ("x:y", "1"))),
        ("a space in a name", Frames.get("/", ("x y", "1"))),
        ("an empty name", Frames.get("/", ("", "1"))),
        ("CR LF in a value", Frames.get("/", ("x", "1\r\ny: 2"))),
        ("LF in a value", Frames.get("/", ("x", "1\ny: 2"))),
        ("NUL in a value", Frames.get("/", ("x", "1\0"))),
        ("a blank before a value", Frames.get("/", ("x", " 1"))),
        ("a tab behind a value", Frames.get("/", ("x", "1\t"))),
        ("connection", Frames.get("/", ("connection", "close"))),
        ("keep-alive", Frames.get("/", ("keep-alive", "5"))),
        ("proxy-connection", Frames.get("/", ("proxy-connection", "close"))),
        ("transfer-encoding", Frames.get("/", ("transfer-encoding", "chunked"))),
        ("upgrade", Frames.get("/", ("upgrade", "websocket"))),
        ("te for another coding", Frames.get("/", ("te", "gzip"))),
        ("content-length twice", Frames.get("/", ("content-length", "0"), ("content-length", "0"))),
        ("content-length that is no number", Frames.get("/", ("content-length", "+5"))),
        ("content-length without a body", Frames.get("/", ("content-length", "5"))),
        (":protocol without CONNECT", Frames.get() + [(":protocol", "websocket")]),
        ("CONNECT with a path", [(":method", "CONNECT"), (":scheme", "https"), (":authority", "a"), (":path", "/")]),
        ("CONNECT without an authority", [(":method", "CONNECT"), ("host", "a")]),
    ]

    @Test(arguments: malformed)
    func `is an error of its stream when it is malformed`(why: String, fields: [(String, String)]) throws {
        let server = try Server()
        var frames = Frames.greeting()
        frames.request(fields)
        frames.request(Frames.get("/next"), stream: 3)
        #expect(server.receive(frames) == nil)
        #expect(server.resets == [1: .protocolError], "\(why)")
        #expect(server.log.heads() == ["GET /next HTTP/1.1\r\nhost: console.test\r\n\r\n"])
    }

    @Test func `is read by the one reader of heads, which has the last word`() throws {
        let refused: [([(String, String)], HeadProblem)] = [
            ([(":method", "CONNECT"), (":authority", "console.test:22")], .targetFormRefused),
            ([(":method", "TRACE")] + Frames.get().dropFirst(), .methodNotImplemented),
            (Frames.get("/a#b"), .targetMalformed),
            (Frames.get("/", ("content_length", "5")), .fieldNameAmbiguous),
            (Frames.get("/", ("content-length", "00")), .contentLengthMalformed),
            (Frames.get("/", ("authorization", "a"), ("authorization", "b")), .fieldRepeated),
        ]
        for (fields, problem) in refused {
            let server = try Server()
            var frames = Frames.greeting()
            frames.request(fields)
            server.receive(frames)
            var parser = RequestHeadParser()
            let text = try #require(server.log.heads().first)
            #expect(Array(text.utf8).withUnsafeBytes { parser.parse($0) } == .refused(problem))
        }
    }
}
