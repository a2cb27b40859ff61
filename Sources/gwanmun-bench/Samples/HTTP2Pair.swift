import GatewayHTTP2
import NIOCore

/// Both ends of one HTTP/2 connection and the bytes between them. The server answers every request alike.
final class HTTP2Pair {
    private let client: HTTP2ClientSession
    private let server: HTTP2ServerSession
    private let clientSide = Side()
    private let serverSide = Side()
    private let head: ByteBuffer
    private let body: ByteBuffer
    private var wire = ByteBufferAllocator().buffer(capacity: 64 * 1024)
    private var now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    /// What one end was told.
    private final class Side: HTTP2Events {
        var stream: HTTP2StreamID?
        var bytes = 0

        func received(_ head: HTTP2Head, on stream: HTTP2StreamID) {
            bytes += head.text.readableBytes
            self.stream = stream
        }
        func received(_ data: UnsafeRawBufferPointer, on stream: HTTP2StreamID) { bytes += data.count }
        func receivedTrailers(_ trailers: ByteBuffer, on stream: HTTP2StreamID) {}
        func receivedEnd(on stream: HTTP2StreamID) {}
        func closed(_ stream: HTTP2StreamID, with code: HTTP2ErrorCode) {}
        func becameWritable(_ stream: HTTP2StreamID) {}
        func receivedGoAway(_ code: HTTP2ErrorCode, last: HTTP2StreamID) {}
    }

    init(answering head: Message, with body: ByteBuffer) throws {
        client = try HTTP2ClientSession()
        server = try HTTP2ServerSession(webSocketKey: { WebSocketKey(random: (1, 2)) })
        self.head = ByteBuffer(bytes: head.bytes)
        self.body = body
        carry(from: client, clientSide, to: server, serverSide)
        carry(from: server, serverSide, to: client, clientSide)
    }

    /// A request to the server and its answer back.
    ///
    /// - Returns: bytes of heads and bodies that arrived at either side.
    func exchange(_ request: ByteBuffer) -> Int {
        now = now + .milliseconds(1)
        (clientSide.bytes, serverSide.bytes) = (0, 0)
        guard client.submitRequest(request, endsStream: true) != nil else { return 0 }
        carry(from: client, clientSide, to: server, serverSide)
        guard let stream = serverSide.stream else { return 0 }
        server.submitHead(head, on: stream, endsStream: false)
        server.submitData(body, on: stream)
        server.submitEnd(on: stream)
        carry(from: server, serverSide, to: client, clientSide)
        if let stream = clientSide.stream { client.consume(body.readableBytes, on: stream) }
        return clientSide.bytes + serverSide.bytes
    }

    private func carry(from sender: HTTP2Session, _ senderSide: Side, to receiver: HTTP2Session, _ receiverSide: Side) {
        wire.clear()
        _ = sender.writeOutput(into: &wire, atMost: 1 << 20, at: now, telling: senderSide)
        wire.withUnsafeReadableBytes { _ = receiver.receive($0, at: now, telling: receiverSide) }
    }
}
