import NIOCore
import Testing

@testable import GatewayHTTP2

/// The library looks at names and values before we do. Here it does not: what we write is judged by our look alone.
@Suite struct `A head in the making` {
    private static let pseudo = [(":method", "GET"), (":scheme", "https"), (":authority", "a.test"), (":path", "/p")]

    private func request(_ fields: [(String, String)], endsStream: Bool = true) -> String? {
        var text = RequestHeadText()
        text.begin()
        for (name, value) in fields { lend(name, value) { text.take($0, $1) } }
        return text.finish(endsStream: endsStream) { WebSocketKey(random: (1, 2)) }.map { String(buffer: $0) }
    }

    private func response(_ fields: [(String, String)]) -> String? {
        var text = ResponseHeadText()
        text.begin()
        for (name, value) in fields { lend(name, value) { text.take($0, $1) } }
        return text.finish(endsStream: false, hasNoBody: false).map { String(buffer: $0) }
    }

    private func trailers(_ fields: [(String, String)]) -> String? {
        var text = TrailerText()
        text.begin()
        for (name, value) in fields { lend(name, value) { text.take($0, $1) } }
        return text.finish().map { String(buffer: $0) }
    }

    private func lend(_ name: String, _ value: String, to body: (FieldBytes, FieldBytes) -> Void) {
        Array(name.utf8).withUnsafeBufferPointer { name in
            Array(value.utf8).withUnsafeBufferPointer { value in body(name, value) }
        }
    }

    static let fieldsOfNoHead: [(String, String)] = [
        ("x", "a\r\nb: c"), ("x", "a\nb"), ("x", "a\rb"), ("x", "a\0b"), ("x", "a\u{7F}b"), ("x", "\u{1}"),
        ("x", "12345678\n"), ("x", "1234567\n9"), ("x", "a\u{1F}234567"),
        ("X", "a"), ("x y", "a"), ("x:y", "a"), ("x\r\ny", "a"), ("", "a"), ("x\u{E9}", "a"), (":x", "a"),
        ("connection", "close"), ("Connection", "close"), ("transfer-encoding", "chunked"), ("upgrade", "x"),
        ("keep-alive", "x"), ("proxy-connection", "x"),
    ]

    @Test(arguments: fieldsOfNoHead)
    func `takes nothing that would be another line, or speak of another connection`(name: String, value: String) {
        #expect(request(Self.pseudo + [(name, value)]) == nil)
        #expect(response([(":status", "200"), (name, value)]) == nil)
        #expect(trailers([(name, value)]) == nil)
    }

    @Test func `takes every value that HTTP allows`() {
        let values = ["", "a", "a\tb", "caf\u{E9}", String(repeating: "x", count: 100) + "\t\u{80}"]
        for value in values {
            #expect(request(Self.pseudo + [("x", value)])?.hasSuffix("\r\nx: \(value)\r\n\r\n") == true)
            #expect(response([(":status", "200"), ("x", value)])?.contains("\r\nx: \(value)\r\n") == true)
            #expect(trailers([("x", value)]) == "x: \(value)\r\n\r\n")
        }
    }

    @Test(arguments: [":method", ":scheme", ":authority", ":path"])
    func `has each pseudo field once, first, and as one word`(name: String) {
        let index = Self.pseudo.firstIndex { $0.0 == name } ?? 0
        for value in ["a b", "a\r\nb", "a\tb", "", "a\0", " a", "a\u{7F}"] {
            var fields = Self.pseudo
            fields[index].1 = value
            #expect(request(fields) == nil, "\(value)")
        }
        #expect(request(Self.pseudo + [Self.pseudo[index]]) == nil)
        var late = Self.pseudo
        late.append(late.remove(at: index))
        late.insert(("x", "y"), at: 3)
        #expect(request(late) == nil)
        if name != ":authority" {
            var without = Self.pseudo
            without.remove(at: index)
            #expect(request(without) == nil)
        }
    }

    @Test func `opens a WebSocket by CONNECT alone, and nothing else by it`() {
        #expect(request(Self.pseudo + [(":protocol", "websocket")]) == nil)
        var connect = Self.pseudo + [(":protocol", "websocket")]
        connect[0].1 = "CONNECT"
        #expect(request(connect)?.hasPrefix("GET /p HTTP/1.1\r\nhost: a.test\r\nconnection: Upgrade\r\n") == true)
        connect[4].1 = "connect-ip"
        #expect(request(connect)?.hasPrefix("CONNECT a.test HTTP/1.1\r\n") == true)
    }

    @Test func `needs a host, and one only`() {
        let hostless = Self.pseudo.filter { $0.0 != ":authority" }
        #expect(request(hostless) == nil)
        #expect(request(hostless + [("host", "a")]) == "GET /p HTTP/1.1\r\nhost: a\r\n\r\n")
        #expect(request(hostless + [("host", "a"), ("host", "a")]) == nil)
        #expect(request(Self.pseudo + [("host", "b.test")]) == nil)
        #expect(request(Self.pseudo + [("host", "a.test:443")]) == nil)
    }

    @Test func `says how the body of a request is framed, once`() {
        #expect(request(Self.pseudo, endsStream: false)?.hasSuffix("\r\ntransfer-encoding: chunked\r\n\r\n") == true)
        let sized = request(Self.pseudo + [("content-length", "3")], endsStream: false)
        #expect(sized?.hasSuffix("\r\ncontent-length: 3\r\n\r\n") == true)
        #expect(request(Self.pseudo)?.contains("transfer-encoding") == false)
    }

    @Test func `of an answer begins with one status, which is none of a connection`() {
        for fields in [
            [], [("x", "y")], [(":status", "200"), (":status", "200")], [("x", "y"), (":status", "200")],
            [(":status", "20")], [(":status", "2000")], [(":status", "2 0")], [(":status", "101")],
            [(":status", "099")],
            [(":status", "600")], [(":path", "/")],
        ] {
            #expect(response(fields) == nil, "\(fields)")
        }
    }
}
