import GatewayHTTP2
import NIOCore
import Testing

@Suite struct `An exchange over HTTP 2` {
    @Test func `comes to the server as an HTTP 1 head, and back to the client as one`() throws {
        let wire = try Wire()
        wire.serverLog.onHead = { _, stream in
            let head = ByteBuffer.head("HTTP/1.1 200 OK", "Content-Length: 5", "Connection: close")
            wire.server.submitHead(head, on: stream, endsStream: false)
            wire.server.submitData(ByteBuffer(string: "hello"), on: stream)
            wire.server.submitEnd(on: stream)
        }
        let stream = try #require(
            wire.client.submitRequest(.head("GET /a?b HTTP/1.1", "Host: console.test", "X-One: 1"), endsStream: true))
        wire.run()
        #expect(
            wire.serverLog.events == [
                .head(stream, "GET /a?b HTTP/1.1\r\nhost: console.test\r\nx-one: 1\r\n\r\n", endsStream: true),
                .end(stream), .closed(stream, .noError),
            ])
        #expect(
            wire.clientLog.events == [
                .head(stream, "HTTP/1.1 200 \r\ncontent-length: 5\r\n\r\n", endsStream: false),
                .data(stream, "hello"), .end(stream), .closed(stream, .noError),
            ])
        #expect(wire.server.openStreams == 0 && wire.client.openStreams == 0)
    }

    @Test func `carries trailers both ways`() throws {
        let wire = try Wire()
        wire.serverLog.onEnd = { stream in
            wire.server.submitHead(
                .head("HTTP/1.1 200 OK", "content-type: application/grpc"), on: stream, endsStream: false)
            wire.server.submitData(ByteBuffer(string: "answer"), on: stream)
            wire.server.submitEnd(on: stream, trailers: .head("grpc-status: 0", "Connection: close"))
        }
        let stream = try #require(
            wire.client.submitRequest(.head("POST /s/m HTTP/1.1", "Host: a", "TE: trailers"), endsStream: false))
        wire.client.submitData(ByteBuffer(string: "question"), on: stream)
        wire.client.submitEnd(on: stream, trailers: .head("x-sum: 7"))
        wire.run()
        #expect(
            wire.serverLog.events == [
                .head(
                    stream, "POST /s/m HTTP/1.1\r\nhost: a\r\nte: trailers\r\ntransfer-encoding: chunked\r\n\r\n",
                    endsStream: false),
                .data(stream, "question"), .trailers(stream, "x-sum: 7\r\n\r\n"), .end(stream),
                .closed(stream, .noError),
            ])
        #expect(wire.clientLog.events.contains(.trailers(stream, "grpc-status: 0\r\n\r\n")))
        #expect(wire.clientLog.events.last == .closed(stream, .noError))
    }
}
