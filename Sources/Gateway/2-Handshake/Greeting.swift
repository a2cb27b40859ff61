internal import GatewayAccess
internal import GatewayIdentity
internal import GatewaySettings
internal import GatewayTLS
internal import NIOCore

/// Waits for the TLS handshake of a new connection, within its time, and makes place for the protocol that it agreed on.
final class Greeting: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let loop: LoopContext
    private let role: ListenerRole
    private let source: NetworkAddress
    private let slot: ConnectionSlot
    private let deadline: NIODeadline
    private let began: NIODeadline
    private var result: HandshakeResult?
    private var context: ChannelHandlerContext?
    var tableIndex = -1

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
        guard case .handshakeCompleted(let agreement)? = event as? TLSEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        let caller = Caller(Peer(source: source, agreement: agreement), on: loop, at: role)
        // Judged now, not with the first request: who shakes hands and asks for nothing is seen too.
        end(HandshakeResult(caller.flow.standing(at: loop.clock.now())), after: .now() - began)
        do {
            let pipeline = context.pipeline.syncOperations
            if agreement.applicationProtocol == "h2" {
                try pipeline.addHandler(HTTP2Connection(of: caller, slot: slot), position: .after(self))
            } else {
                try pipeline.addHandler(HTTP1Connection(of: caller, slot: slot), position: .after(self))
            }
            pipeline.removeHandler(self, promise: nil)
        } catch {
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let failure = error as? TLSFailure {
            noteFailure()
            end(HandshakeResult(failure))
        }
        context.close(promise: nil)
    }

    /// The first that is told counts.
    private func end(_ result: HandshakeResult, after span: TimeAmount? = nil) {
        guard self.result == nil else { return }
        self.result = result
        loop.metrics.handshakeEnded(result, after: span)
    }

    private func noteFailure() {
        loop.node.access.noteFailure(from: source, requestID: loop.nextRequestID())
    }
}

extension Greeting: TickedConnection {
    func tick(now: NIODeadline, clock: LoopClock) {
        guard now >= deadline else { return }
        noteFailure()
        end(.late)
        loop.metrics.limitWasHit(.handshakeTime)
        context?.close(promise: nil)
    }
}

@available(*, unavailable)
extension Greeting: Sendable {}
