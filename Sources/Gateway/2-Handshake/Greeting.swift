internal import GatewayAccess
internal import GatewayIdentity
internal import GatewaySettings
internal import GatewayTLS
internal import NIOCore

/// Waits for the TLS handshake of a new connection, within its time, and makes place for the protocol that it agreed on.
///
/// In the first moments of a node, before everybody is in memory, it also waits until the owner of the certificate was looked up.
final class Greeting: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private enum Phase {
        case handshake
        /// The store is asked for the owner. What the client sent already is kept for them; no more is read.
        case lookUp(Caller)
        case left
    }

    private let loop: LoopContext
    private let role: ListenerRole
    private let source: NetworkAddress
    private let slot: ConnectionSlot
    private let deadline: NIODeadline
    private let began: NIODeadline
    private var phase = Phase.handshake
    private var received = ByteBuffer()
    private var isReadHeld = false
    private var peerHasClosed = false
    private var result: HandshakeResult?
    private var context: ChannelHandlerContext?
    var tableIndex = -1

    /// The rest of what one read brought behind the handshake is far less.
    private static let limit = 256 * 1024

    /// - Parameter began: when the connection was accepted; from then on it has its time.
    init(
        loop: LoopContext, role: ListenerRole, source: NetworkAddress, slot: ConnectionSlot,
        began: NIODeadline = .now()
    ) {
        self.loop = loop
        self.role = role
        self.source = source
        self.slot = slot
        self.began = began
        deadline = began + loop.patience.handshakeTime
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop.connections.insert(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        // A channel that never became active does not become inactive either.
        loop.connections.remove(self)
        end(.abandoned)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event as? TLSEvent {
        case .handshakeCompleted(let agreement):
            let caller = Caller(
                Peer(source: source, agreement: agreement, at: loop.clock.now()), on: loop, at: role)
            if let certificate = caller.peer.certificateToLookUp(caller.node, at: loop.clock.now()) {
                lookUp(certificate, for: caller)
            } else {
                enter(caller)
            }
        case .peerClosed: peerHasClosed = true
        case nil: context.fireUserInboundEventTriggered(event)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received.writeImmutableBuffer(unwrapInboundIn(data))
        if received.readableBytes > Self.limit { context.close(promise: nil) }
    }

    func read(context: ChannelHandlerContext) {
        if case .lookUp = phase { isReadHeld = true } else { context.read() }
    }

    // MARK: The owner

    /// The connection keeps its slot until the store has answered, also when the client leaves before.
    private func lookUp(_ certificate: ClientCertificate, for caller: Caller) {
        phase = .lookUp(caller)
        let me = NIOLoopBound(self, eventLoop: loop.loop)
        let (access, eventLoop) = (caller.node.access, loop.loop)
        Task {
            await access.lookUp(certificate)
            eventLoop.execute { me.value.lookedUp() }
        }
    }

    private func lookedUp() {
        if case .lookUp(let caller) = phase { enter(caller) }
    }

    /// Whatever the store said: of a certificate that it did not answer for, everything is refused.
    private func enter(_ caller: Caller) {
        guard let context else { return }
        phase = .left
        // Judged now, not with the first request: who shakes hands and asks for nothing is seen too.
        end(HandshakeResult(caller.flow.standing(at: loop.clock.now())), after: .now() - began)
        do {
            let pipeline = context.pipeline.syncOperations
            if caller.peer.agreement.applicationProtocol == "h2" {
                try pipeline.addHandler(HTTP2Connection(of: caller, slot: slot), position: .after(self))
            } else {
                try pipeline.addHandler(HTTP1Connection(of: caller, slot: slot), position: .after(self))
            }
        } catch {
            return context.close(promise: nil)
        }
        passOn(context)
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    /// What came during the look-up.
    private func passOn(_ context: ChannelHandlerContext) {
        if received.readableBytes > 0 {
            context.fireChannelRead(wrapInboundOut(received))
            context.fireChannelReadComplete()
            received = ByteBuffer()
        }
        if peerHasClosed { context.fireUserInboundEventTriggered(TLSEvent.peerClosed) }
        if isReadHeld { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .handshake = phase, let failure = error as? TLSFailure {
            noteFailure()
            end(HandshakeResult(failure))
        }
        context.close(promise: nil)
    }

    /// The first that is told counts.
    private func end(_ result: HandshakeResult, after span: TimeAmount? = nil) {
        guard self.result == nil else { return }
        self.result = result
        if let cause = result.refusal { loop.handshakeRefused(from: source, cause) }
        loop.metrics.handshakeEnded(result, after: span)
    }

    private func noteFailure() {
        loop.node.access.noteFailure(from: source, requestID: loop.nextRequestID())
    }
}

extension Greeting: TickedConnection {
    func tick(now: NIODeadline, clock: LoopClock) {
        guard now >= deadline else { return }
        switch phase {
        case .handshake:
            noteFailure()
            end(.late)
            loop.metrics.limitWasHit(.handshakeTime)
            context?.close(promise: nil)
        // The client has not failed at anything: it is told that we have.
        case .lookUp(let caller): enter(caller)
        case .left: break
        }
    }
}

@available(*, unavailable)
extension Greeting: Sendable {}
