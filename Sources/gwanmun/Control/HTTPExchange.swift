import GatewayHTTP1
import GatewayTLS
import NIOCore

/// Sends one request as soon as the transport stands, and reads its answer: whole, or handing on its body as it comes.
final class HTTPExchange: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        case head
        case body(ResponseBody)
        case over
    }

    private let call: HTTPCall
    private let peer: HTTPPeer
    private let answerLimit: Int
    private let sink: (@Sendable ([UInt8]) -> Void)?
    private let promise: EventLoopPromise<HTTPAnswer>
    private var phase = Phase.head
    private var parser = ResponseHeadParser()
    private var chunks = ChunkedDecoder()
    private var inbox = ByteBuffer()
    private var status = 0
    private var retryAfter: Int?
    private var body: [UInt8] = []
    /// TLS said that nothing was cut off (RFC 8446 § 6.1).
    private var isClosedCleanly = false

    /// - Parameter sink: for the body of a good answer, in place of keeping it.
    init(
        _ call: HTTPCall, with peer: HTTPPeer, answerLimit: Int, sink: (@Sendable ([UInt8]) -> Void)? = nil,
        _ promise: EventLoopPromise<HTTPAnswer>
    ) {
        self.sink = sink
        self.call = call
        self.peer = peer
        self.answerLimit = answerLimit
        self.promise = promise
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        // However the exchange ends, a timeout included, so does its connection.
        let channel = context.channel
        promise.futureResult.whenComplete { _ in channel.close(promise: nil) }
    }

    func channelActive(context: ChannelHandlerContext) {
        switch peer.transport {
        case .unixSocket, .tcp: send(context)
        case .tls: break  // once the handshake has verified who is there
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { return fail(.timeout) }
        switch event as? TLSEvent {
        case .handshakeCompleted: send(context)
        case .peerClosed: isClosedCleanly = true
        case nil: break
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        inbox.writeImmutableBuffer(unwrapInboundIn(data))
        digest()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(HTTPFailure(error)) }

    func channelInactive(context: ChannelHandlerContext) {
        if case .body(.untilClose) = phase, peer.endsByClosing || isClosedCleanly { return succeed() }
        fail(.cutShort)
    }

    func handlerRemoved(context: ChannelHandlerContext) { fail(.cutShort) }

    // MARK: Sending

    private func send(_ context: ChannelHandlerContext) {
        var bytes = context.channel.allocator.buffer(capacity: 512 + call.body.count)
        bytes.writeString(
            "\(call.method.rawValue) \(call.target) HTTP/1.1\r\nHost: \(peer.name)\r\nConnection: close\r\n")
        for (name, value) in call.headers { bytes.writeString("\(name): \(value)\r\n") }
        switch call.method {
        case .post, .put: bytes.writeString("Content-Length: \(call.body.count)\r\n\r\n")
        case .get, .delete: bytes.writeString("\r\n")
        }
        bytes.writeBytes(call.body)
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    // MARK: Reading

    private func digest() {
        while case .head = phase {
            guard digestHead() else { return }
        }
        guard case .body(let framing) = phase else { return }
        switch framing {
        case .none: succeed()
        case .length(let count): digest(upTo: count)
        case .chunked: digestChunks()
        case .untilClose: take(inbox.readableBytes)
        case .tunnel: fail(.malformed("it switches protocols"))
        }
    }

    /// - Returns: whether there may be more to digest.
    private func digestHead() -> Bool {
        let step = inbox.withUnsafeReadableBytes { bytes in
            let step = parser.parse(bytes, answering: ResponseContext())
            if case .complete = step { retryAfter = Self.retryAfter(in: parser.head.fields, bytes) }
            return step
        }
        switch step {
        case .needsMore: return false
        case .refused(let problem):
            fail(.malformed(problem.rawValue))
            return false
        case .complete(let length):
            inbox.moveReaderIndex(forwardBy: length)
            if parser.head.isInterim { return true }
            status = parser.head.status
            phase = .body(parser.head.body)
            return true
        }
    }

    private static func retryAfter(in fields: HeadFields, _ bytes: UnsafeRawBufferPointer) -> Int? {
        let field = fields.first { field in
            String(decoding: bytes[field.spelledName.start..<field.spelledName.end], as: UTF8.self).lowercased()
                == "retry-after"
        }
        return field.flatMap { Int(String(decoding: bytes[$0.value.start..<$0.value.end], as: UTF8.self)) }
    }

    private func digest(upTo count: UInt64) {
        let missing = count - UInt64(body.count)
        take(Int(min(missing, UInt64(inbox.readableBytes))))
        if UInt64(body.count) == count { succeed() }
    }

    private func digestChunks() {
        let bytes = inbox
        var position = 0
        while true {
            switch bytes.withUnsafeReadableBytes({ chunks.next(in: $0, at: &position) }) {
            case .data(let range):
                let piece = bytes.readableBytesView.dropFirst(range.lowerBound).prefix(range.count)
                guard keep(Array(piece)) else { return }
            case .needsMore:
                inbox = ByteBuffer()
                return
            case .end: return succeed()
            case .refused(let problem): return fail(.malformed(problem.code))
            }
        }
    }

    private func take(_ count: Int) {
        _ = keep(inbox.readBytes(length: count) ?? [])
    }

    /// - Returns: `false` when it is more than may be kept.
    private func keep(_ piece: [UInt8]) -> Bool {
        if let sink, (200..<300).contains(status) {
            sink(piece)
            return true
        }
        guard body.count + piece.count <= answerLimit else {
            fail(.tooLarge(limit: answerLimit))
            return false
        }
        body += piece
        return true
    }

    // MARK: The end

    private func succeed() {
        phase = .over
        promise.succeed(HTTPAnswer(status: status, body: body, retryAfter: retryAfter))
    }

    /// Of no effect once the answer is whole.
    private func fail(_ failure: HTTPFailure) {
        phase = .over
        promise.fail(failure)
    }
}

extension HTTPPeer {
    /// Whether the transport's own end tells the end of an answer.
    fileprivate var endsByClosing: Bool {
        switch transport {
        case .unixSocket, .tcp: true
        case .tls: false
        }
    }
}

@available(*, unavailable)
extension HTTPExchange: Sendable {}
