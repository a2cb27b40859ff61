internal import GatewayAccess
internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewayPages
internal import GatewaySettings
internal import GatewayTLS
internal import NIOCore

/// One HTTP/1.1 connection of a client: takes heads and bodies off the wire, hands them to its passage, and writes what comes back.
///
/// One request at a time: what a client sends ahead waits in the inbox, and beyond a limit in the kernel.
final class HTTP1Connection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Phase {
        /// Waiting for the next head.
        case head
        /// A request is on its way.
        case busy
        /// The last answer is written; what still arrives is thrown away until the client closes, so that it gets to read the answer.
        case lingering
        case closed
    }

    private let caller: Caller
    private let slot: ConnectionSlot
    private(set) lazy var passage = Passage(of: caller, over: self)
    private var context: ChannelHandlerContext?
    var tableIndex = -1

    private(set) var phase = Phase.head
    /// Of the head that is awaited, or of the end; a request on its way has its own.
    private var deadline: NIODeadline
    private var headHasBegun = false
    private(set) var inbox = ByteBuffer()
    private var parser: RequestHeadParser
    private var body = BodyReader.none
    private var framing = AnswerFraming.none
    /// The head of an answer that waits for what comes behind it, or for a flush.
    private var outbox: ByteBuffer?
    private var hasUnflushed = false
    /// As the channel last said.
    private(set) var isWritable = true
    private var holdsReading = false
    private var readIsWanted = false
    private var isPumping = false
    /// The last look at the body found the inbox too short for a step.
    private var needsMore = false

    /// What a client may send ahead of its turn.
    private static let inboxLimit = 64 * 1024
    /// What is written at the end, at most the high watermark and a record, has this long to leave.
    private static let lastAnswerTime = TimeAmount.seconds(30)
    private static let farewellTime = TimeAmount.seconds(2)

    init(of caller: Caller, slot: ConnectionSlot) {
        self.caller = caller
        self.slot = slot
        let limits = caller.node.limits
        parser = RequestHeadParser(limits: HeadLimits(fieldCount: limits.headFields, head: limits.headSize))
        deadline = caller.loop.roughNow + caller.loop.patience.keepAliveTime
    }

    private var loop: LoopContext { caller.loop }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop.connections.insert(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        loop.connections.remove(self)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .peerClosed? = event as? TLSEvent {
            // A half-closed client still reads its answer; an idle one is done.
            if case .head = phase, inbox.readableBytes == 0 { close() }
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch phase {
        case .lingering, .closed: break
        case .head, .busy:
            let bytes = unwrapInboundIn(data)
            if inbox.readableBytes == 0 { inbox = bytes } else { inbox.writeImmutableBuffer(bytes) }
            pump()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) { flush() }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        switch phase {
        case .busy: passage.clientWritabilityChanged()
        case .head: pump()
        case .lingering, .closed: break
        }
        context.fireChannelWritabilityChanged()
    }

    func read(context: ChannelHandlerContext) {
        if holdsReading { readIsWanted = true } else { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) {
        phase = .closed
        isWritable = false
        loop.connections.remove(self)
        inbox = ByteBuffer()
        passage.clientIsGone()
        context.fireChannelInactive()
    }

    // MARK: The inbox

    /// Understands as much of the inbox as the phase allows.
    private func pump() {
        // What is answered at once asks for the next request from within: the loop here serves it, not the recursion.
        guard !isPumping else { return }
        isPumping = true
        defer { isPumping = false }
        var goesOn = true
        while goesOn {
            switch phase {
            // A client that does not read its answers gets no further ones made.
            case .head: goesOn = inbox.readableBytes > 0 && isWritable && takeHead()
            case .busy: goesOn = takeBody()
            case .lingering, .closed: goesOn = false
            }
        }
        tidyInbox()
        settleReading()
    }

    /// Gives the loop's shared memory back. What is left over gets memory of its own size: neither a slow head nor a connection that always has the
    /// beginning of the next one pins more than it sent.
    private func tidyInbox() {
        inbox = inbox.readableBytes == 0 ? ByteBuffer() : inbox.ownSized
    }

    /// Holds reading back when nobody takes what was read.
    private func settleReading() {
        let hold: Bool
        switch phase {
        case .busy:
            switch passage.intake {
            case .open: hold = false
            case .full: hold = true
            case .shut: hold = inbox.readableBytes >= Self.inboxLimit
            }
        case .head: hold = !isWritable
        case .lingering, .closed: hold = false
        }
        guard hold != holdsReading else { return }
        holdsReading = hold
        if !hold, readIsWanted, let context {
            readIsWanted = false
            context.read()
        }
    }

    /// - Returns: whether there may be more to understand.
    private func takeHead() -> Bool {
        let bytes = inbox
        let step: HeadStep = bytes.withUnsafeReadableBytes { lent in
            switch parser.parse(lent) {
            case .needsMore:
                return .needsMore
            case .refused(let problem):
                return .malformed(problem)
            case .complete(let length):
                // First, because an answer given at once may throw the rest of the inbox away. `bytes` keeps the memory of the head.
                inbox.moveReaderIndex(forwardBy: length)
                headHasBegun = false
                body = BodyReader(parser.head.body)
                phase = .busy
                passage.begin(parser.head, lent)
                return .begun
            }
        }
        switch step {
        case .begun:
            return true
        case .needsMore:
            // From its first byte on a head has its own, shorter time.
            if !headHasBegun {
                headHasBegun = true
                deadline = loop.roughNow + loop.patience.headerTime
            }
            return false
        case .malformed(let problem):
            phase = .busy
            passage.refuseMalformed(problem)
            return false
        }
    }

    private enum HeadStep {
        case begun, needsMore
        case malformed(HeadProblem)
    }

    /// - Returns: whether there may be more to understand.
    private func takeBody() -> Bool {
        guard !body.isDone, passage.intake != .shut else { return false }
        needsMore = false
        while passage.intake == .open, takePiece() {}
        passage.paused()
        switch phase {
        case .head: return true
        // The flush may have made room for what is still here.
        case .busy: return !body.isDone && passage.intake == .open && inbox.readableBytes > 0 && !needsMore
        case .lingering, .closed: return false
        }
    }

    /// - Returns: whether there may be another piece.
    private func takePiece() -> Bool {
        switch body.next(from: &inbox) {
        case .piece(let piece):
            passage.take(piece)
            if case .length(remaining: 0) = body {
                body = .done
                passage.endBody(nil)
            }
            return !body.isDone
        case .end(let trailers):
            passage.endBody(trailers)
            return false
        case .needsMore:
            needsMore = true
            return false
        case .refused:
            passage.refuseBody()
            return false
        }
    }

    // MARK: Between and after requests

    /// A slow client gets its last answer whole, and once it has left, a moment to close: closing on unread input would reset the connection under it.
    private func linger() {
        guard let context else { return }
        phase = .lingering
        inbox = ByteBuffer()
        deadline = loop.roughNow + Self.lastAnswerTime
        settleReading()
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { [weak self] _ in self?.lastAnswerIsSent() }
        context.close(mode: .output, promise: sent)
    }

    private func lastAnswerIsSent() {
        guard case .lingering = phase else { return }
        deadline = loop.roughNow + Self.farewellTime
    }

    private func close() { context?.close(promise: nil) }
}

// MARK: - Writing

extension HTTP1Connection: ClientWire {
    var readsSuccessAsTunnel: Bool { false }

    func send(_ response: LocalResponse, isHead: Bool, keepsAlive: Bool) {
        var bytes = loop.allocator.buffer(capacity: LoopContext.usualHead)
        response.write(
            into: &bytes, isHead: isHead, keepsAlive: keepsAlive && !loop.node.isDraining, at: loop.clock.now())
        write(bytes)
    }

    func sendInterim(_ head: ByteBuffer) {
        write(head)
        flush()
    }

    func sendHead(_ head: ByteBuffer, framing: AnswerFraming) {
        self.framing = framing
        if let earlier = outbox {
            context?.write(wrapOutboundOut(earlier), promise: nil)
            hasUnflushed = true
        }
        outbox = head
        if framing == .tunnel {
            body = .tunnel
            flush()
            pump()
        }
    }

    func takeBackHead() -> Bool {
        // What waits there is the head alone: what follows is written behind it at once.
        guard outbox != nil else { return false }
        outbox = nil
        framing = .none
        return true
    }

    func sendBody(_ piece: ByteBuffer) {
        switch framing {
        case .none: break
        case .asIs, .untilClose, .tunnel: write(piece)
        case .chunked:
            var frame = ByteBuffer()
            ChunkedEncoding.writeSizeLine(piece.readableBytes, into: &frame)
            write(frame)
            write(piece)
            frame.clear()
            ChunkedEncoding.writeDataEnd(into: &frame)
            write(frame)
        }
    }

    func sendEnd(_ trailers: Trailers?) {
        guard framing == .chunked else { return }
        var end = ByteBuffer()
        ChunkedEncoding.writeEnd(trailers, into: &end)
        write(end)
    }

    /// Everything in the outbox goes to the socket.
    func flush() {
        guard let context else { return }
        if let bytes = outbox {
            outbox = nil
            context.write(wrapOutboundOut(bytes), promise: nil)
            hasUnflushed = true
        }
        if hasUnflushed {
            hasUnflushed = false
            context.flush()
        }
    }

    /// Writes behind what is in the outbox; small pieces are put together into one record of TLS.
    private func write(_ bytes: ByteBuffer) {
        guard let context else { return }
        if var waiting = outbox {
            outbox = nil
            if waiting.readableBytes + bytes.readableBytes <= 16 * 1024 {
                waiting.writeImmutableBuffer(bytes)
                context.write(wrapOutboundOut(waiting), promise: nil)
            } else {
                context.write(wrapOutboundOut(waiting), promise: nil)
                context.write(wrapOutboundOut(bytes), promise: nil)
            }
        } else {
            context.write(wrapOutboundOut(bytes), promise: nil)
        }
        hasUnflushed = true
    }

    func askForBody() { pump() }

    /// The next request, or the end.
    func finish(keepsAlive: Bool) {
        flush()
        if keepsAlive, body.isDone, !loop.node.isDraining {
            phase = .head
            deadline = loop.roughNow + loop.patience.keepAliveTime
            pump()
        } else {
            linger()
        }
    }

    func breakOff() {
        phase = .closed
        // To a client without chunks close_notify would say that this was all (RFC 9112 § 9.8).
        context?.triggerUserOutboundEvent(TLSOrder.endWithoutGoodbye, promise: nil)
        close()
    }
}

// MARK: - Time

extension HTTP1Connection: TickedConnection {
    func watched(at now: UnixTime) -> LiveConnection? { caller.watched(CollectionOfOne(passage), at: now) }
    func transferring(at now: UnixTime) -> LiveConnection? { caller.transferring(CollectionOfOne(passage), at: now) }

    func tick(now: NIODeadline, clock: LoopClock) {
        switch phase {
        case .busy:
            passage.tick(now: now, clock: clock)
        case .head:
            if now >= deadline {
                runOutOfHead()
            } else if loop.node.isDraining && hasRested(at: now) && inbox.readableBytes == 0 && !hasUnsentAnswer {
                close()
            }
        case .lingering, .closed:
            if now >= deadline { close() }
        }
    }

    /// Long enough that the next request is not just on its way, which would be lost with the connection.
    private func hasRested(at now: NIODeadline) -> Bool { now >= deadline - loop.patience.keepAliveTime + .seconds(1) }

    /// Between requests a connection just ends; in the middle of a head its sender is told.
    private func runOutOfHead() {
        guard inbox.readableBytes > 0 else { return close() }
        phase = .busy
        loop.metrics.limitWasHit(.headerTime)
        passage.answerLate()
    }

    /// Closing would take away what a slow client has not read yet.
    private var hasUnsentAnswer: Bool {
        do {
            return try context?.channel.syncOptions?.getOption(.bufferedWritableBytes) ?? 0 > 0
        } catch {
            return false  // the channel is gone
        }
    }

    /// When whatever is awaited is given up.
    var nextDeadline: NIODeadline {
        switch phase {
        case .busy: passage.deadline
        case .head, .lingering, .closed: deadline
        }
    }
}

@available(*, unavailable)
extension HTTP1Connection: Sendable {}
