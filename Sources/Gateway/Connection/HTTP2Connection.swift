internal import GatewayAccess
internal import GatewayHTTP1
internal import GatewayHTTP2
internal import GatewayIdentity
internal import GatewaySettings
internal import GatewayTLS
internal import NIOCore

/// One HTTP/2 connection of a client (RFC 9113): takes its streams apart and gives each request a passage of its own.
///
/// The session frames and keeps the rules of the protocol; the heads it hands out are read by the same parser as those of HTTP/1.1.
final class HTTP2Connection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        case serving
        /// The last frame is written; what still arrives is thrown away until the client closes, so that it gets to read it.
        case lingering
        case closed
    }

    let caller: Caller
    let session: HTTP2ServerSession
    private let slot: ConnectionSlot
    private var context: ChannelHandlerContext?
    var tableIndex = -1

    private var phase = Phase.serving
    private var streams: [HTTP2StreamID: HTTP2Stream] = [:]
    /// Streams that body came for in this read: it is offered once, not a frame at a time.
    private var streamsWithNews: [HTTP2Stream] = []
    private var parser: RequestHeadParser
    private var flushIsScheduled = false
    /// Of a connection that carries no request, or that ends.
    private var deadline: NIODeadline
    private var nextStallCheck = NIODeadline.now()
    private var drain = Drain.none

    /// An orderly end has two steps, so that a request on its way when the first is said is not lost (RFC 9113 § 6.8).
    private enum Drain {
        case none, announced, refusing
    }

    /// What is written between two looks at whether the client takes it.
    private static let outputStep = 64 * 1024
    private static let farewellTime = TimeAmount.seconds(2)

    init(of caller: Caller, slot: ConnectionSlot) throws(HTTP2Failure) {
        self.caller = caller
        self.slot = slot
        let loop = caller.loop
        parser = Self.newParser(caller.node.limits)
        deadline = loop.roughNow + loop.patience.keepAliveTime
        session = try HTTP2ServerSession(settings: loop.http2.settings, limits: loop.http2.limits) {
            let id = loop.nextRequestID()
            return WebSocketKey(random: (id.high, id.low))
        }
    }

    private var loop: LoopContext { caller.loop }

    private static func newParser(_ limits: ConnectionLimits) -> RequestHeadParser {
        RequestHeadParser(limits: HeadLimits(fieldCount: limits.headFields, head: limits.headSize))
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop.connections.insert(self)
        scheduleFlush()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        loop.connections.remove(self)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .serving = phase else { return }
        let bytes = unwrapInboundIn(data)
        let failure = bytes.withUnsafeReadableBytes { session.receive($0, at: .now(), telling: self) }
        offerNews()
        if let failure { failed(failure) }
    }

    func channelReadComplete(context: ChannelHandlerContext) { flush() }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { flush() }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .peerClosed? = event as? TLSEvent {
            if streams.isEmpty { context.close(promise: nil) }
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) {
        phase = .closed
        loop.connections.remove(self)
        let open = streams.values
        streams = [:]
        for stream in open { stream.isClosed() }
        context.fireChannelInactive()
    }

    private func offerNews() {
        guard !streamsWithNews.isEmpty else { return }
        let news = streamsWithNews
        streamsWithNews.removeAll(keepingCapacity: true)
        for stream in news where streams[stream.id] === stream { stream.askForBody() }
    }

    // MARK: Writing

    /// Answers that are ready in the same turn of the loop leave together: one write, few records of TLS.
    func scheduleFlush() {
        guard !flushIsScheduled else { return }
        flushIsScheduled = true
        let me = NIOLoopBound(self, eventLoop: loop.loop)
        loop.loop.execute { me.value.flush() }
    }

    private func flush() {
        flushIsScheduled = false
        guard let context, case .serving = phase else { return }
        while session.wantsToWrite, context.channel.isWritable {
            var frames = loop.frames
            loop.frames = ByteBuffer()
            frames.clear()
            let failure = session.writeOutput(into: &frames, atMost: Self.outputStep, at: .now(), telling: self)
            if frames.readableBytes > 0 { context.writeAndFlush(wrapOutboundOut(frames), promise: nil) }
            let isEmpty = frames.readableBytes == 0
            loop.frames = frames
            if let failure, !isFailing { failed(failure) }
            if isEmpty { break }
        }
        if session.isFinished { linger() }
    }

    // MARK: The end

    private var isFailing = false

    /// The peer broke the protocol, or wore it out. It is told, and so is the trail.
    private func failed(_ failure: HTTP2Failure) {
        guard !isFailing else { return }
        isFailing = true
        loop.metrics.http2Failed(failure.code)
        let id = loop.nextRequestID()
        if case .verified = caller.peer.standing {
        } else {
            caller.node.access.noteFailure(from: caller.source, requestID: id)
        }
        caller.recordMalformed(.badRequest, id, sign: failure.code, at: loop.clock.now())
        let open = streams.values
        streams = [:]
        for stream in open { stream.isClosed() }
        scheduleFlush()
    }

    private func linger() {
        guard let context, case .serving = phase else { return }
        phase = .lingering
        deadline = loop.roughNow + Self.farewellTime
        context.close(mode: .output, promise: nil)
    }
}

// MARK: - The session's events

extension HTTP2Connection: HTTP2Events {
    func received(_ head: HTTP2Head, on id: HTTP2StreamID) {
        let stream = HTTP2Stream(id, isWebSocket: head.isWebSocket, of: self)
        streams[id] = stream
        head.text.withUnsafeReadableBytes { bytes in
            switch parser.parse(bytes) {
            case .complete:
                return stream.begin(parser.head, bytes)
            case .refused(let problem):
                stream.refuse(problem)
            case .needsMore:
                stream.breakOff()
            }
            // Every stream starts afresh, whatever the one before left behind.
            parser = Self.newParser(caller.node.limits)
        }
    }

    func received(_ data: UnsafeRawBufferPointer, on id: HTTP2StreamID) {
        guard let stream = streams[id] else { return }
        stream.receive(data)
        tellLater(stream)
    }

    func receivedTrailers(_ lines: ByteBuffer, on id: HTTP2StreamID) {
        guard let stream = streams[id] else { return }
        do throws(HeadProblem) {
            stream.receive(try lines.withUnsafeReadableBytes { bytes throws(HeadProblem) in try Trailers(bytes) })
        } catch {
            session.reset(id, .protocolError)
        }
    }

    func receivedEnd(on id: HTTP2StreamID) {
        guard let stream = streams[id] else { return }
        stream.receiveEnd()
        if !stream.passage.bodyIsDone { tellLater(stream) }
    }

    func closed(_ id: HTTP2StreamID, with code: HTTP2ErrorCode) {
        guard let stream = streams.removeValue(forKey: id) else { return }
        stream.isClosed()
        if streams.isEmpty { deadline = loop.roughNow + loop.patience.keepAliveTime }
    }

    func becameWritable(_ id: HTTP2StreamID) { streams[id]?.passage.clientWritabilityChanged() }

    func receivedGoAway(_ code: HTTP2ErrorCode, last: HTTP2StreamID) {}

    private func tellLater(_ stream: HTTP2Stream) {
        if streamsWithNews.last !== stream { streamsWithNews.append(stream) }
    }
}

// MARK: - Time

extension HTTP2Connection: TickedConnection {
    func watched(at now: UnixTime) -> LiveConnection? {
        caller.watched(streams.values.lazy.map(\.passage), at: now)
    }

    func transferring(at now: UnixTime) -> LiveConnection? {
        caller.transferring(streams.values.lazy.map(\.passage), at: now)
    }

    func tick(now: NIODeadline, clock: LoopClock) {
        switch phase {
        case .serving:
            for stream in streams.values { stream.passage.tick(now: now, clock: clock) }
            if now >= nextStallCheck { endStalled(now) }
            session.endLeftovers(at: now)
            if session.wantsToWrite { scheduleFlush() }
            if loop.node.isDraining { goOnDraining() }
            if streams.isEmpty, now >= deadline {
                session.end(.noError)
                scheduleFlush()
            }
        case .lingering, .closed:
            if now >= deadline { context?.close(promise: nil) }
        }
    }

    /// A client that asks and does not read holds our memory: its stream is cut, and told why.
    private func endStalled(_ now: NIODeadline) {
        nextStallCheck = now + .seconds(5)
        for id in session.stalledStreams(at: now) {
            session.reset(id, .enhanceYourCalm)
            loop.metrics.http2Failed(.stalled)
            scheduleFlush()
        }
    }

    private func goOnDraining() {
        switch drain {
        case .none:
            session.announceShutdown()
            drain = .announced
        case .announced:
            session.refuseNewStreams()
            drain = .refusing
        case .refusing:
            guard streams.isEmpty else { return }
            session.end(.noError)
        }
        scheduleFlush()
    }
}

@available(*, unavailable)
extension HTTP2Connection: Sendable {}
