internal import GatewayAccess
internal import GatewayAudit
internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewayPages
internal import GatewayPolicy
internal import GatewaySettings
internal import GatewayTLS
internal import NIOCore

/// One HTTP/1.1 connection of a client: takes heads and bodies off the wire, asks `RequestFlow` what becomes of each request, and moves the bytes.
///
/// The stages decide; this class only carries out. One exchange at a time: what a client sends ahead waits in the inbox, and beyond a limit in the
/// kernel. Its parts are in `GateConnection+Local` (our own pages), `+Forward` (upstreams) and `+Tick` (deadlines, re-judging).
final class GateConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Phase {
        case handshake
        /// Waiting for the next head.
        case head
        /// Reading the body of a request for one of our own pages.
        case collecting(OwnRequest)
        /// The page is being made; or the record of a decision is on its way to the disk.
        case waiting
        case forwarding(Exchange)
        case tunnel(Exchange)
        /// The last answer is written; what still arrives is thrown away until the client closes, so that it gets to read the answer.
        case lingering
        case closed
    }

    let loop: LoopContext
    let role: ListenerRole
    let source: NetworkAddress
    private let slot: ConnectionSlot
    var context: ChannelHandlerContext?
    var flow: RequestFlow?
    var identity: IdentityBlock?
    var records: ConnectionRecords?
    var tableIndex = -1

    var phase = Phase.handshake
    var deadline: NIODeadline
    var inbox = ByteBuffer()
    var parser: RequestHeadParser
    var body = BodyReader.none
    /// Answer bytes that wait for a flush.
    var outbox: ByteBuffer?
    var hasUnflushed = false
    private var holdsReading = false
    private var readIsWanted = false
    private var isPumping = false

    /// What a client may send ahead of its turn.
    private static let inboxLimit = 64 * 1024
    /// What is written at the end, at most the high watermark and a record, has this long to leave.
    private static let lastAnswerTime = TimeAmount.seconds(30)
    private static let farewellTime = TimeAmount.seconds(2)

    init(loop: LoopContext, role: ListenerRole, source: NetworkAddress, slot: ConnectionSlot) {
        self.loop = loop
        self.role = role
        self.source = source
        self.slot = slot
        deadline = loop.roughNow + .milliseconds(loop.node.limits.handshakeTime.wholeMilliseconds)
        parser = RequestHeadParser(
            limits: HeadLimits(fieldCount: loop.node.limits.headFields, head: loop.node.limits.headSize))
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop.connections.insert(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        // A channel that never became active does not become inactive either.
        loop.connections.remove(self)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event as? TLSEvent {
        case .handshakeCompleted(let agreement)?:
            let peer = Peer(source: source, agreement: agreement)
            flow = RequestFlow(node: loop.node, listener: role, peer: peer)
            identity = IdentityBlock(peer: peer, issuer: loop.node.assertions)
            records = ConnectionRecords(peer: peer)
            phase = .head
            restDeadline()
        case .peerClosed?:
            // A half-closed client still reads its answer; an idle one is done.
            if case .head = phase, inbox.readableBytes == 0 { close() }
        case nil:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        switch phase {
        case .tunnel(let exchange):
            relayToTunnel(bytes, exchange)
        case .lingering, .closed, .handshake:
            break
        case .head, .collecting, .waiting, .forwarding:
            if inbox.readableBytes == 0 { inbox = bytes } else { inbox.writeImmutableBuffer(bytes) }
            pump()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        switch phase {
        case .forwarding(let exchange), .tunnel(let exchange): exchange.upstream?.flush()
        case .handshake, .head, .collecting, .waiting, .lingering, .closed: break
        }
        flushAnswer()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        switch phase {
        case .forwarding(let exchange), .tunnel(let exchange):
            if context.channel.isWritable {
                exchange.upstream?.resumeReading()
            } else {
                exchange.upstream?.holdReading()
            }
        case .head: pump()
        case .handshake, .collecting, .waiting, .lingering, .closed: break
        }
        context.fireChannelWritabilityChanged()
    }

    func read(context: ChannelHandlerContext) {
        if holdsReading { readIsWanted = true } else { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .handshake = phase, let failure = error as? TLSFailure { handshakeFailed(failure) }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let ended = phase
        phase = .closed
        loop.connections.remove(self)
        inbox = ByteBuffer()
        switch ended {
        case .forwarding(let exchange):
            exchange.upstream?.abandon()
            recordEnd(of: exchange, failure: .clientGone)
        case .tunnel(let exchange):
            exchange.upstream?.abandon()
            recordEnd(of: exchange, failure: nil)
        case .handshake, .head, .collecting, .waiting, .lingering, .closed: break
        }
        context.fireChannelInactive()
    }

    // MARK: The inbox

    /// Understands as much of the inbox as the phase allows.
    func pump() {
        // What is answered at once asks for the next request from within: the loop here serves it, not the recursion.
        guard !isPumping else { return }
        isPumping = true
        defer { isPumping = false }
        var goesOn = true
        while goesOn {
            switch phase {
            // A client that does not read its answers gets no further ones made.
            case .head: goesOn = inbox.readableBytes > 0 && takesAnswers && takeHead()
            case .collecting(let request): goesOn = collectBody(of: request)
            case .forwarding(let exchange): goesOn = relayBody(of: exchange)
            case .handshake, .waiting, .tunnel, .lingering, .closed: goesOn = false
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

    private var takesAnswers: Bool { context?.channel.isWritable ?? false }

    /// Holds reading back when nobody takes what was read.
    func settleReading() {
        let hold: Bool
        switch phase {
        case .waiting: hold = inbox.readableBytes >= Self.inboxLimit
        case .forwarding(let exchange):
            if body.isDone {
                hold = inbox.readableBytes >= Self.inboxLimit
            } else if let upstream = exchange.upstream {
                hold = !upstream.isWritable
            } else {
                hold = inbox.readableBytes >= Self.inboxLimit
            }
        case .tunnel(let exchange): hold = !(exchange.upstream?.isWritable ?? false)
        case .head: hold = !takesAnswers
        case .handshake, .collecting, .lingering, .closed: hold = false
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
                begin(parser.head, lent)
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
                deadline = loop.roughNow + .milliseconds(loop.node.limits.headerTime.wholeMilliseconds)
            }
            return false
        case .malformed(let problem):
            refuseMalformed(problem)
            return false
        }
    }

    private var headHasBegun = false

    private enum HeadStep {
        case begun, needsMore
        case malformed(HeadProblem)
    }

    /// A head is understood: what becomes of the request?
    private func begin(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer) {
        guard let flow else { return close() }
        headHasBegun = false
        body = BodyReader(head.body)
        let id = loop.nextRequestID()
        let now = loop.clock.now()
        let view = RequestView(head, bytes)
        switch flow.verdict(on: view, request: id, at: now) {
        case .answer(let visitor):
            answerOurselves(head, bytes, visitor, id, at: now)
        case .refuse(let refusal, let visitor):
            refuse(head, bytes, view, refusal, visitor, id, at: now)
        case .forward(let permit, let route, let visitor, let client):
            forward(head, bytes, view, permit, route, visitor, client, id, at: now)
        }
    }

    // MARK: Writing

    /// Everything in the outbox goes to the socket.
    func flushAnswer() {
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
    func writeAnswer(_ bytes: ByteBuffer) {
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

    // MARK: Between and after requests

    /// The answer is written. The next request, or the end.
    func finishAnswer(keepsAlive: Bool) {
        flushAnswer()
        if keepsAlive, body.isDone, !loop.node.isDraining {
            phase = .head
            restDeadline()
            pump()
        } else {
            linger()
        }
    }

    /// A slow client gets its last answer whole, and once it has left, a moment to close: closing on unread input would reset the connection under it.
    func linger() {
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

    func close() {
        context?.close(promise: nil)
    }

    func restDeadline() {
        deadline = loop.roughNow + .milliseconds(loop.node.limits.keepAliveTime.wholeMilliseconds)
    }

    private func handshakeFailed(_ failure: TLSFailure) {
        loop.node.access.noteFailure(from: source, requestID: loop.nextRequestID())
    }
}

extension GateConnection: TickedConnection {}

@available(*, unavailable)
extension GateConnection: Sendable {}
