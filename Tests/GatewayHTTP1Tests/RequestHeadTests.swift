import GatewayHTTP1
import Testing

@Suite struct `A request head` {
    @Test func `is understood as ranges of the bytes given`() throws {
        let request = try ParsedRequest("GET /a/b?c=d&e HTTP/1.1\nHost: Console.test:8443\nX-A:  one \n\n")
        #expect(request.head.method == .get)
        #expect(request.text(request.head.target.path) == "/a/b")
        #expect(request.head.target.query.map(request.text) == "c=d&e")
        #expect(request.head.host.map { request.text($0.host) } == "Console.test")
        #expect(request.head.host?.port == 8443)
        #expect(request.head.length == request.bytes.count)
        let field = try #require(request.head.fields.last)
        #expect(request.text(field.spelledName) == "X-A")
        #expect(request.text(field.value) == "one")
        #expect(request.text(field.line) == "X-A:  one \r\n")
    }

    @Test(arguments: [("a?b?c", "b?c"), ("a?", ""), ("a", nil)])
    func `has a query behind the first question mark`(target: String, query: String?) throws {
        let request = try ParsedRequest("GET /\(target) HTTP/1.1\nHost: a\n\n")
        #expect(request.head.target.query.map(request.text) == query)
        #expect(request.text(request.head.target.path) == "/a")
    }

    @Test(arguments: ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"].enumerated().map { ($0, $1) })
    func `has a method whose case matters`(index: Int, name: String) throws {
        #expect(try ParsedRequest("\(name) / HTTP/1.1\nHost: a\n\n").head.method == RequestMethod.allCases[index])
        #expect(try ParsedRequest("\(name.lowercased()) / HTTP/1.1\nHost: a\n\n").head.method == .other)
    }

    @Test(
        arguments: [
            ("", RequestBody.none), ("Content-Length: 0\n", .length(0)), ("Content-Length: 5\n", .length(5)),
            ("Content-Length: 9223372036854775807\n", .length(UInt64(Int64.max))),
            ("Transfer-Encoding: chunked\n", .chunked),
        ])
    func `is framed by one field or by none`(fields: String, body: RequestBody) throws {
        #expect(try ParsedRequest("POST / HTTP/1.1\nHost: a\n\(fields)\n").head.body == body)
    }

    @Test(
        arguments: [
            ("1.1", "", true), ("1.1", "Connection: close\n", false), ("1.1", "Connection: a, CLOSE\n", false),
            ("1.1", "Connection: a\nConnection: close\n", false), ("1.0", "", false),
            ("1.0", "Connection: keep-alive\n", true), ("1.0", "Connection: keep-alive, close\n", false),
        ])
    func `says whether another may follow`(version: String, fields: String, keepsAlive: Bool) throws {
        #expect(try ParsedRequest("GET / HTTP/\(version)\nHost: a\n\(fields)\n").head.keepsAlive == keepsAlive)
    }

    @Test func `raises an expectation with a body in HTTP/1.1 alone`() throws {
        func expects(_ version: String, _ fields: String) throws -> Bool {
            try ParsedRequest("PUT / HTTP/\(version)\nHost: a\nExpect: 100-continue\n\(fields)\n").head.expectsContinue
        }
        #expect(try expects("1.1", "Content-Length: 5\n"))
        #expect(try !expects("1.0", "Content-Length: 5\n"))
        #expect(try !expects("1.1", ""))
    }

    @Test(arguments: ["Upgrade: h2c\n", "Upgrade: websocket, h2c\n", "Upgrade: websocket\nUpgrade: h2c\n"])
    func `offers WebSocket alone or nothing`(upgrade: String) throws {
        let fields = "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"
        let start = "GET / HTTP/1.1\nHost: a\n\(fields)"
        #expect(try ParsedRequest("\(start)Connection: upgrade\nUpgrade: WebSocket\n\n").head.offersWebSocket)
        #expect(try !ParsedRequest("\(start)Upgrade: websocket\n\n").head.offersWebSocket)
        #expect(try !ParsedRequest("\(start)Connection: upgrade\n\(upgrade)\n").head.offersWebSocket)
    }

    @Test func `leaves the bytes behind it alone`() throws {
        let request = try ParsedRequest("GET / HTTP/1.1\nHost: a\n\nGET /next HTTP/1.1\n")
        #expect(request.text(ByteRange(request.head.length, request.bytes.count)) == "GET /next HTTP/1.1\r\n")
    }

    @Test func `follows another on the same parser and keeps nothing of it`() throws {
        var parser = RequestHeadParser()
        let first = Array(
            "POST /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\nCookie: b=1\r\n\r\n".utf8)
        let second = Array("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        #expect(first.withUnsafeBytes { parser.parse($0) } == .complete(length: first.count))
        #expect(second.withUnsafeBytes { parser.parse($0) } == .complete(length: second.count))
        #expect(parser.head.fields.count == 1)
        #expect(parser.head.body == .none)
        #expect(parser.head.keepsAlive)
        #expect(!parser.head.fields.present.contains(.cookie))
    }

    @Test func `is refused at the byte that decides, not at its end`() {
        var parser = RequestHeadParser()
        let refused = Array("GET / HTTP/1.1\r\nHost : a".utf8).withUnsafeBytes { parser.parse($0) }
        #expect(refused == .refused(.spaceBeforeColon))
    }
}

@Suite struct `A limit on heads` {
    private let limits = HeadLimits(startLine: 40, fieldLine: 30, fieldCount: 3, head: 120)

    private func answer(_ text: String) -> HeadParse {
        var parser = RequestHeadParser(limits: limits)
        return Array(text.replacingLineFeeds.utf8).withUnsafeBytes { parser.parse($0) }
    }

    @Test func `counts the request line with its end`() {
        let most = "GET /" + String(repeating: "a", count: 24) + " HTTP/1.1\n"
        #expect(answer(most) == .needsMore)
        #expect(answer("GET /a" + most.dropFirst(5)) == .refused(.targetTooLong))
    }

    @Test func `counts a field line with its end`() {
        let most = "GET / HTTP/1.1\nHost: " + String(repeating: "a", count: 22) + "\n"
        #expect(answer(most) == .needsMore)
        #expect(answer(most.dropLast() + "a\n") == .refused(.fieldTooLarge))
    }

    @Test func `counts the fields`() {
        let most = "GET / HTTP/1.1\nHost: a\nA: 1\nB: 1\n"
        #expect(answer(most + "\n") == .complete(length: 39))
        #expect(answer(most + "C: 1\n\n") == .refused(.tooManyFields))
    }

    @Test func `counts the whole`() {
        let line = "GET / HTTP/1.1\nHost: aaaaa\n"
        let long = "A: " + String(repeating: "a", count: 25) + "\n"
        let loose = HeadLimits(startLine: 40, fieldLine: 30, fieldCount: 9, head: 120)
        var parser = RequestHeadParser(limits: loose)
        let bytes = Array((line + long + long + long + "\n").replacingLineFeeds.utf8)
        #expect(bytes.withUnsafeBytes { parser.parse($0) } == .refused(.headTooLarge))
        #expect(bytes.count == 121)
    }

    @Test func `is known before the end has come`() {
        #expect(answer("GET /" + String(repeating: "a", count: 60)) == .refused(.targetTooLong))
        #expect(answer("GET / HTTP/1.1\nA: " + String(repeating: "a", count: 60)) == .refused(.fieldTooLarge))
    }
}
