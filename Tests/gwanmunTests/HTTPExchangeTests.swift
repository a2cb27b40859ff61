import GatewayPolicy
import GatewayTLS
import NIOCore
import NIOEmbedded
import Testing

@testable import gwanmun

@Suite struct `An exchange of a command with a server` {
    private let channel = EmbeddedChannel()
    private let answer: EventLoopFuture<HTTPAnswer>

    init() throws {
        let promise = channel.eventLoop.makePromise(of: HTTPAnswer.self)
        answer = promise.futureResult
        let call = HTTPCall(
            .post, "/hooks?a=1", headers: [("Content-Type", "application/json")], body: Array("{}".utf8))
        let exchange = HTTPExchange(call, with: HTTPPeer(controlSocket: "/s"), answerLimit: 16, promise)
        try channel.pipeline.syncOperations.addHandler(exchange)
        channel.connect(to: try SocketAddress(unixDomainSocketPath: "/s"), promise: nil)
    }

    private func receive(_ text: String) throws {
        guard channel.isActive else { return }
        try channel.writeInbound(ByteBuffer(string: text))
        channel.embeddedEventLoop.run()
    }

    @Test func `sends one whole request and asks for the connection's end`() throws {
        let sent = try channel.readOutbound(as: ByteBuffer.self).map { String(buffer: $0) }
        #expect(
            sent == "POST /hooks?a=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n3\r\nbcd\r\n0\r\n\r\n",
    ])
    func `reads an answer whole, in whatever pieces it comes`(text: String) throws {
        for character in text.unicodeScalars { try receive(String(character)) }
        let read = try answer.wait()
        #expect(read.status == 200)
        #expect(read.body == Array("abcd".utf8))
    }

    @Test func `takes the end of a connection for the end of an answer that names no length`() throws {
        try receive("HTTP/1.1 200 OK\r\n\r\nabcd")
        channel.pipeline.fireChannelInactive()
        #expect(try answer.wait().body == Array("abcd".utf8))
    }

    @Test func `follows no redirect`() throws {
        try receive("HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n")
        #expect(try answer.wait().status == 302)
        #expect(!channel.isActive)
    }

    @Test func `fails when the connection ends before the answer`() throws {
        try receive("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab")
        channel.pipeline.fireChannelInactive()
        #expect(throws: HTTPFailure.self) { try answer.wait() }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n0123456789abcdefg",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n11\r\n0123456789abcdefg\r\n0\r\n\r\n",
    ])
    func `fails when an answer is larger than it may be`(text: String) throws {
        try receive(text)
        #expect(throws: HTTPFailure.self) { try answer.wait() }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n", "HTTP/2 200\r\n\r\n", "hello\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func `fails on what is not HTTP/1.1`(text: String) throws {
        try receive(text)
        #expect(throws: HTTPFailure.self) { try answer.wait() }
    }
}

@Suite struct `An exchange over TLS` {
    @Test func `sends nothing before the handshake has verified who is there`() throws {
        let url = try #require(UpstreamURL("https://siem.example"))
        let peer = HTTPPeer(url, verifiedBy: try TLSClientContext(trustFile: nil))
        let channel = EmbeddedChannel()
        let promise = channel.eventLoop.makePromise(of: HTTPAnswer.self)
        try channel.pipeline.syncOperations.addHandler(
            HTTPExchange(HTTPCall(.get, "/"), with: peer, answerLimit: 16, promise))
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
        promise.fail(HTTPFailure.timeout)
    }
}
