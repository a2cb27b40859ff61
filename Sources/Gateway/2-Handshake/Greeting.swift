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
    private var context: ChannelHandlerContext?
    var tableIndex = -1

    init(loop: LoopContext, role: ListenerRole, source: NetworkAddress, slot: ConnectionSlot) {
        self.loop = loop
        self.role = role
        self.source = source
        self.slot = slot
        deadline = loop.roughNow + loop.patience.handshakeTime
    }

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
        guard case .handshakeCompleted(let agreement)? = event as? TLSEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        let caller = Caller(Peer(source: source, agreement: agreement), on: loop, at: role)
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
        if error is TLSFailure { noteFailure() }
        context.close(promise: nil)
    }

    private func noteFailure() {
        loop.node.access.noteFailure(from: source, requestID: loop.nextRequestID())
    }
}

extension Greeting: TickedConnection {
    func tick(now: NIODeadline, clock: LoopClock) {
        guard now >= deadline else { return }
        noteFailure()
        context?.close(promise: nil)
    }
}

@available(*, unavailable)
extension Greeting: Sendable {}
