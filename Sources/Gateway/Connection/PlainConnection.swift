internal import GatewayHTTP1
internal import GatewayIdentity
public import GatewayPages
internal import Glibc
internal import NIOCore

/// Answers the requests of a plain listener. `peer` is the user id at the other end of a Unix socket, `nil` on TCP.
public typealias PlainResponder = @Sendable (_ request: LocalRequest, _ peer: UInt32?) async -> LocalResponse

/// HTTP/1.1 without TLS for machines and commands on this host: the same strict codec, small bodies, one request at a time.
final class PlainConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        case head
        case body(LocalRequest, keepsAlive: Bool, isHead: Bool)
        case answering
        case streaming(StreamedBody, isAsked: Bool)
    }

    private let responder: PlainResponder
    private let clock: LoopClock
    private var phase = Phase.head
    private var parser = RequestHeadParser()
    private var body = BodyReader.none
    private var collected: [UInt8] = []
    private var inbox = ByteBuffer()
    private var timeout: Scheduled<Void>?

    /// Policies and certificates come in here.
    private static let bodyLimit = 4 * 1024 * 1024
    private static let patience = TimeAmount.seconds(60)

    init(responder: @escaping PlainResponder, clock: LoopClock) {
        self.responder = responder
        self.clock = clock
    }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        timeout = context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timeout?.cancel()
        if case .streaming(let body, _) = phase {
            phase = .answering
            body.cancel()
        }
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        goOnStreaming(context)
        context.fireChannelWritabilityChanged()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        inbox.writeImmutableBuffer(unwrapInboundIn(data))
        guard inbox.readableBytes <= Self.bodyLimit + 128 * 1024 else { return context.close(promise: nil) }
        advance(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func advance(_ context: ChannelHandlerContext) {
        if case .head = phase {
            let bytes = inbox
            let step: HeadParse = bytes.withUnsafeReadableBytes { lent in
                let step = parser.parse(lent)
                if case .complete = step {
                    let head = parser.head
                    body = BodyReader(head.body)
                    collected = []
                    phase = .body(LocalRequest(head, lent), keepsAlive: head.keepsAlive, isHead: head.method == .head)
                }
                return step
            }
            switch step {
            case .needsMore: return
            case .refused(let problem):
                return answer(
                    PlainProblem(.badRequest, status: problem.status, requestID: RequestID(high: 0, low: 0)).response,
                    context, false, false)
            case .complete(let length): inbox.moveReaderIndex(forwardBy: length)
            }
        }
        guard case .body(let head, let keepsAlive, let isHead) = phase else { return }
        while !body.isDone {
            switch body.next(from: &inbox) {
            case .piece(let piece):
                guard collected.count + piece.readableBytes <= Self.bodyLimit else {
                    return answer(
                        PlainProblem(.tooLarge, requestID: RequestID(high: 0, low: 0)).response, context, false, false)
                }
                collected.append(contentsOf: piece.readableBytesView)
            case .end: break
            case .needsMore: return
            case .refused:
                return answer(
                    PlainProblem(.badRequest, requestID: RequestID(high: 0, low: 0)).response, context, false, false)
            }
        }
        phase = .answering
        let whole = LocalRequest(
            method: head.method, path: head.path, query: head.query, headers: head.headers, body: collected)
        let me = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let (responder, loop) = (responder, context.eventLoop)
        let user = Self.peerUser(of: context.channel)
        Task {
            let response = await responder(whole, await user?())
            loop.execute { me.value.0.answer(response, me.value.1, isHead, keepsAlive) }
        }
    }

    /// The kernel's word for who is at the other end of a Unix socket (`SO_PEERCRED`: pid, uid, gid).
    private static func peerUser(of channel: any Channel) -> (@Sendable () async -> UInt32?)? {
        guard channel.localAddress?.pathname != nil, let provider = channel as? any SocketOptionProvider else {
            return nil
        }
        let credentials: EventLoopFuture<PeerCredentials> = provider.unsafeGetSocketOption(
            level: .socket, name: .init(rawValue: SO_PEERCRED))
        return {
            do { return try await credentials.get().user } catch { return nil }
        }
    }

    private func answer(_ response: LocalResponse, _ context: ChannelHandlerContext, _ isHead: Bool, _ keepsAlive: Bool)
    {
        if let stream = response.stream { return begin(stream, response, context, isHead) }
        var bytes = context.channel.allocator.buffer(capacity: response.body.count + 512)
        response.write(into: &bytes, isHead: isHead, keepsAlive: keepsAlive, at: clock.now())
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        guard keepsAlive else { return context.close(promise: nil) }
        phase = .head
        if inbox.readableBytes > 0 { advance(context) }
    }
}

// MARK: - A body that is made while it is sent

extension PlainConnection {
    /// Of a client that takes nothing.
    private static let streamPatience = TimeAmount.seconds(20)

    /// It ends with the connection.
    private func begin(
        _ body: StreamedBody, _ response: LocalResponse, _ context: ChannelHandlerContext, _ isHead: Bool
    ) {
        guard !isHead, context.channel.isActive else {
            body.cancel()
            return context.close(promise: nil)
        }
        timeout?.cancel()
        timeout = nil
        var bytes = context.channel.allocator.buffer(capacity: 512)
        response.writeHead(into: &bytes, framing: .untilClose, keepsAlive: false, at: clock.now())
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        phase = .streaming(body, isAsked: false)
        goOnStreaming(context)
    }

    private func goOnStreaming(_ context: ChannelHandlerContext) {
        guard case .streaming(let body, isAsked: false) = phase else { return }
        guard context.channel.isWritable else {
            let channel = context.channel
            if timeout == nil {
                timeout = context.eventLoop.scheduleTask(in: Self.streamPatience) { channel.close(promise: nil) }
            }
            return
        }
        timeout?.cancel()
        timeout = nil
        phase = .streaming(body, isAsked: true)
        let me = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let loop = context.eventLoop
        Task {
            let piece = await body.next()
            loop.execute { me.value.0.send(piece, me.value.1) }
        }
    }

    private func send(_ piece: [UInt8]?, _ context: ChannelHandlerContext) {
        guard case .streaming(let body, isAsked: true) = phase else { return }
        guard let piece else { return context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: piece)), promise: nil)
        phase = .streaming(body, isAsked: false)
        goOnStreaming(context)
    }
}

/// `struct ucred` of unix(7).
private struct PeerCredentials {
    var process: Int32
    var user: UInt32
    var group: UInt32
}

@available(*, unavailable)
extension PlainConnection: Sendable {}
