import GatewayHTTP1
import Testing

@Suite struct `A response head` {
    private static let upgrade = "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Accept: proof\n"
    private static let key = "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"

    private static func offer() throws -> ResponseContext {
        let request = try ParsedRequest(
            "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\n\(key)\n")
        return request.bytes.withUnsafeBytes { bytes in
            ResponseContext(of: request.head, in: bytes) { _ in Array("proof".utf8) }
        }
    }

    @Test(
        arguments: [
            ("HTTP/1.1 200 OK", 200, "OK"), ("HTTP/1.1 404 ", 404, ""), ("HTTP/1.0 599", 599, ""),
            ("HTTP/1.1 200 Very well\tdone", 200, "Very well\tdone"),
        ])
    func `has a status and perhaps a phrase`(line: String, status: Int, phrase: String) throws {
        let response = try ParsedResponse("\(line)\n\n")
        #expect(response.head.status == status)
        #expect(response.text(response.head.reasonPhrase) == phrase)
    }

    @Test(
        arguments: [
            ("HTTP/1.1 20 OK", HeadProblem.statusLineMalformed), ("HTTP/1.1 2000 OK", .statusLineMalformed),
            ("HTTP/1.1 099 OK", .statusLineMalformed), ("HTTP/1.1 600 OK", .statusLineMalformed),
            ("HTTP/1.1  200 OK", .statusLineMalformed), ("HTTP/1.1\t200 OK", .statusLineMalformed),
            ("HTTP/2.0 200 OK", .versionUnsupported), ("HTTP/1.2 200 OK", .versionUnsupported),
            ("http/1.1 200 OK", .statusLineMalformed), ("ICY 200 OK", .statusLineMalformed),
            ("HTTP/1.1 200 O\u{0}K", .statusLineMalformed), ("HTTP/1.1 200 O\rK", .bareCarriageReturn),
        ])
    func `is refused when its first line is not one`(line: String, problem: HeadProblem) {
        #expect(throws: problem) { try ParsedResponse("\(line)\n\n") }
    }

    @Test func `is refused when a line ends with LF alone`() {
        var parser = ResponseHeadParser()
        for text in ["HTTP/1.1 200 OK\n\n", "HTTP/1.1 200 OK\r\nX: 1\n\r\n"] {
            #expect(
                Array(text.utf8).withUnsafeBytes { parser.parse($0, answering: ResponseContext()) }
                    == .refused(.bareLineFeed))
        }
    }

    @Test(
        arguments: [
            ("200 OK", "", ResponseBody.untilClose), ("200 OK", "Content-Length: 0\n", .length(0)),
            ("200 OK", "Content-Length: 12\n", .length(12)), ("200 OK", "Transfer-Encoding: chunked\n", .chunked),
            ("204 No", "", .none), ("304 Not", "Content-Length: 12\n", .none), ("100 Continue", "", .none),
            ("103 Early", "", .none), ("204 No", "Transfer-Encoding: chunked\n", .none),
        ])
    func `is framed as RFC 9112 section 6.3 says`(status: String, fields: String, body: ResponseBody) throws {
        #expect(try ParsedResponse("HTTP/1.1 \(status)\n\(fields)\n").head.body == body)
    }

    @Test func `to HEAD has no body`() throws {
        let context = ResponseContext(toHead: true)
        for fields in ["Content-Length: 12\n", "Transfer-Encoding: chunked\n", ""] {
            #expect(try ParsedResponse("HTTP/1.1 200 OK\n\(fields)\n", answering: context).head.body == .none)
        }
    }

    @Test(
        arguments: [
            ("Content-Length: 5\nTransfer-Encoding: chunked\n", HeadProblem.contentLengthWithTransferEncoding),
            ("Content-Length: 5\nContent-Length: 5\n", .contentLengthRepeated),
            ("Content-Length: 5, 5\n", .contentLengthMalformed), ("Content-Length: -1\n", .contentLengthMalformed),
            ("Content-Length:\t5\n", .contentLengthMalformed), ("Content-Length: 5\t\n", .contentLengthMalformed),
            ("Transfer-Encoding:\tchunked\n", .transferEncodingRefused),
            ("Transfer-Encoding: gzip, chunked\n", .transferEncodingRefused),
            ("Transfer-Encoding: chunked\nTransfer-Encoding: chunked\n", .transferEncodingRefused),
            ("Transfer_Encoding: chunked\n", .fieldNameAmbiguous), ("X: 1\n 2\n", .obsoleteLineFolding),
            ("Connection: Content-Length\nContent-Length: 5\n", .connectionOptionRefused),
        ])
    func `is refused where two readers could frame it differently`(fields: String, problem: HeadProblem) {
        #expect(throws: problem) { try ParsedResponse("HTTP/1.1 200 OK\n\(fields)\n") }
    }

    @Test func `of HTTP/1.0 is not chunked`() {
        #expect(throws: HeadProblem.transferEncodingInHTTP10) {
            try ParsedResponse("HTTP/1.0 200 OK\nTransfer-Encoding: chunked\n\n")
        }
    }

    @Test func `opens a tunnel only where one was asked for`() throws {
        let offer = try Self.offer()
        #expect(try ParsedResponse("HTTP/1.1 101 Go\n\(Self.upgrade)\n", answering: offer).head.body == .tunnel)
        #expect(throws: HeadProblem.upgradeUnasked) { try ParsedResponse("HTTP/1.1 101 Go\n\(Self.upgrade)\n") }
        let accept = "Sec-WebSocket-Accept: proof\n"
        for fields in ["", "Upgrade: websocket\n", "Connection: Upgrade\n", "Connection: Upgrade\nUpgrade: h2c\n"] {
            #expect(throws: HeadProblem.upgradeUnasked) {
                try ParsedResponse("HTTP/1.1 101 Go\n\(fields)\(accept)\n", answering: offer)
            }
        }
        #expect(throws: HeadProblem.upgradeUnasked) {
            try ParsedResponse("HTTP/1.0 101 Go\n\(Self.upgrade)\n", answering: offer)
        }
        #expect(try ParsedResponse("HTTP/1.1 200 OK\n\n", answering: offer).head.body == .untilClose)
    }

    @Test(
        arguments: [
            ("1.1", "Content-Length: 0\n", true), ("1.1", "Content-Length: 0\nConnection: close\n", false),
            ("1.1", "", false), ("1.0", "Content-Length: 0\n", false),
            ("1.0", "Content-Length: 0\nConnection: keep-alive\n", true),
        ])
    func `says whether the connection may be used again`(version: String, fields: String, keepsAlive: Bool) throws {
        #expect(try ParsedResponse("HTTP/\(version) 200 OK\n\(fields)\n").head.keepsAlive == keepsAlive)
    }

    @Test func `follows another on the same parser and keeps nothing of it`() {
        var parser = ResponseHeadParser()
        let first = Array("HTTP/1.1 103 Early\r\nLink: a\r\nSet-Cookie: b=1\r\n\r\n".utf8)
        let second = Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8)
        for bytes in [first, second] {
            let answer = bytes.withUnsafeBytes { parser.parse($0, answering: ResponseContext()) }
            #expect(answer == .complete(length: bytes.count))
        }
        #expect(parser.head.status == 200)
        #expect(parser.head.fields.count == 1)
        #expect(!parser.head.fields.present.contains(.setCookie))
    }

    @Test func `is interim below 200, but for the tunnel`() throws {
        #expect(try ParsedResponse("HTTP/1.1 100 Continue\n\n").head.isInterim)
        #expect(try !ParsedResponse("HTTP/1.1 200 OK\n\n").head.isInterim)
        #expect(try !ParsedResponse("HTTP/1.1 101 Go\n\(Self.upgrade)\n", answering: Self.offer()).head.isInterim)
    }
}

@Suite struct `A forwarded response` {
    @Test func `keeps what is for the client and loses what is for this hop`() throws {
        let response = try ParsedResponse(
            """
            HTTP/1.0 200 Fine
            Server: nginx
            Connection: keep-alive, X-Hop
            Keep-Alive: timeout=5
            X-Hop: 1
            Alt-Svc: h3=":443"
            X-Gwanmun-User: forged
            X-Gwanmun-Grade: forged
            Content-Type: text/plain
            Content-Length: 3
            Proxy-Authenticate: Basic


            """)
        #expect(
            response.forwarded() == "HTTP/1.1 200 Fine\nServer: nginx\nContent-Type: text/plain\nContent-Length: 3\n")
    }

    @Test func `is chunked where the caller says so`() throws {
        let response = try ParsedResponse("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nX: 1\n\n")
        #expect(response.forwarded(chunked: true) == "HTTP/1.1 200 OK\nX: 1\nTransfer-Encoding: chunked\n")
    }

    @Test func `states no length where there can be no body`() throws {
        #expect(
            try ParsedResponse("HTTP/1.1 204 No\nContent-Length: 5\nX: 1\n\n").forwarded() == "HTTP/1.1 204 No\nX: 1\n")
        #expect(
            try ParsedResponse("HTTP/1.1 304 Not\nContent-Length: 5\n\n").forwarded()
                == "HTTP/1.1 304 Not\nContent-Length: 5\n")
    }
}
