internal import GatewayHTTP1
internal import GatewayHTTP2
internal import GatewayTLS
internal import GatewayUpstreams
internal import NIOCore

/// One HTTP/2 connection to an upstream, lent a stream at a time to as many exchanges as the upstream allows.
final class HTTP2UpstreamConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let session: HTTP2ClientSession
    private let pool: UpstreamPool
    private let target: UpstreamTarget
    /// Its place at the member, given back with it.
    private let slot: MemberSlot?
    private let addressGeneration: UInt64
    private var context: ChannelHandlerContext?
    private var streams: [HTTP2StreamID: HTTP2UpstreamStream] = [:]
    /// Streams that something came for in this read: whoever they are for flushes once.
    private var streamsWithNews: [HTTP2UpstreamStream] = []
    private var flushIsScheduled = false
    private var isClosed = false
    private(set) var idleSince = NIODeadline.now()
    private var nextStallCheck = NIODeadline.now()

    private static let outputStep = 64 * 1024

    /// - Throws: without the memory for a session.
    init(target: UpstreamTarget, pool: UpstreamPool, slot: MemberSlot?) throws(HTTP2Failure) {
        self.target = target
        self.pool = pool
        self.slot = slot
        addressGeneration = target.member.addresses.generation
        session = try HTTP2ClientSession(isSecure: target.tls != nil)
    }

    /// Whether another exchange fits.
    var hasRoom: Bool {
        !isClosed && mayBeLent && session.acceptsRequests && session.openStreams < session.peerStreamLimit
    }
    var isIdle: Bool { streams.isEmpty }

    /// Not to be kept once it is idle: it is nobody's to lend, or somebody waits for its place.
    var isUnwanted: Bool { !mayBeLent || target.member.slots.isWanted }

    /// Not a health check's own, which holds no place, nor one to where the name no longer leads.
    private var mayBeLent: Bool { slot != nil && addressGeneration == target.member.addresses.generation }

    func adopt(_ stream: HTTP2UpstreamStream, as id: HTTP2StreamID) { streams[id] = stream }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        pool.standing += 1
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        pool.standing -= 1
    }

    /// The transport stands (TLS included): from now on its streams can be lent.
    func becomeReady() {
        pool.share(self, for: target)
        scheduleFlush()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        let failure = bytes.withUnsafeReadableBytes { session.receive($0, at: .now(), telling: self) }
        let news = streamsWithNews
        streamsWithNews.removeAll(keepingCapacity: true)
        for stream in news { stream.readComplete() }
        if failure != nil { breakDown() }
        scheduleFlush()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { flush() }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .peerClosed? = event as? TLSEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) {
        giveUp()
        let open = streams
        streams = [:]
        let unsent = Set(open.keys.filter(session.isUnsent))
        let wasHTTP2 = !lastWordsAreComplaint()
        for (id, stream) in open {
            if unsent.contains(id) {
                // What waited here to be sent when the upstream went was not looked at.
                stream.isClosed(with: .refusedStream)
            } else if wasHTTP2 {
                stream.isClosed(with: .internalError)
            } else {
                stream.isBroken()
            }
        }
        context.fireChannelInactive()
    }

    /// The library tells that what came was not HTTP/2 in what it would answer. An upstream that hangs up with its last bytes, as a
    /// server of HTTP/1.1 does, leaves nobody to send that to.
    private func lastWordsAreComplaint() -> Bool {
        var unheard = ByteBuffer()
        return session.writeOutput(into: &unheard, atMost: Self.outputStep, at: .now(), telling: self) != nil
    }

    // MARK: Writing

    func scheduleFlush() {
        guard !flushIsScheduled else { return }
        flushIsScheduled = true
        let me = NIOLoopBound(self, eventLoop: pool.loop)
        pool.loop.execute { me.value.flush() }
    }

    private func flush() {
        flushIsScheduled = false
        guard let context else { return }
        while session.wantsToWrite, context.channel.isWritable {
            var frames = pool.frames
            pool.frames = ByteBuffer()
            frames.clear()
            let failure = session.writeOutput(into: &frames, atMost: Self.outputStep, at: .now(), telling: self)
            let count = frames.readableBytes
            if count > 0 { context.writeAndFlush(wrapOutboundOut(frames), promise: nil) }
            pool.frames = frames
            if failure != nil { breakDown() }
            if count == 0 { break }
        }
        if session.isFinished { context.close(promise: nil) }
    }

    // MARK: The end

    /// No further stream is lent; those that are open may still come to their end.
    private func giveUp() {
        isClosed = true
        pool.unshare(self, of: target)
    }

    private func breakDown() {
        giveUp()
        let open = streams.values
        streams = [:]
        for stream in open { stream.isBroken() }
    }

    /// Orderly, once nothing is under way on it.
    func close() {
        giveUp()
        session.end(.noError)
        scheduleFlush()
    }

    func tick(now: NIODeadline) {
        guard now >= nextStallCheck else { return }
        nextStallCheck = now + .seconds(5)
        for id in session.stalledStreams(at: now) { session.reset(id, .cancel) }
        scheduleFlush()
    }
}

// MARK: - The session's events

extension HTTP2UpstreamConnection: HTTP2Events {
    func received(_ head: HTTP2Head, on id: HTTP2StreamID) {
        guard let stream = streams[id] else { return }
        head.text.withUnsafeReadableBytes { stream.receive(head: $0) }
        tellLater(stream)
    }

    func received(_ data: UnsafeRawBufferPointer, on id: HTTP2StreamID) {
        guard let stream = streams[id] else { return }
        stream.receive(data)
        tellLater(stream)
    }

    func receivedTrailers(_ lines: ByteBuffer, on id: HTTP2StreamID) {
        lines.withUnsafeReadableBytes { streams[id]?.receive(trailers: $0) }
    }

    func receivedEnd(on id: HTTP2StreamID) {
        guard let stream = streams[id] else { return }
        stream.receiveEnd()
        tellLater(stream)
    }

    func closed(_ id: HTTP2StreamID, with code: HTTP2ErrorCode) {
        guard let stream = streams.removeValue(forKey: id) else { return }
        if streams.isEmpty { idleSince = .now() }
        stream.isClosed(with: code)
    }

    func becameWritable(_ id: HTTP2StreamID) { streams[id]?.becameWritable() }

    func receivedGoAway(_ code: HTTP2ErrorCode, last: HTTP2StreamID) { giveUp() }

    private func tellLater(_ stream: HTTP2UpstreamStream) {
        if streamsWithNews.last !== stream { streamsWithNews.append(stream) }
    }
}

@available(*, unavailable)
extension HTTP2UpstreamConnection: Sendable {}
