internal import GatewayTLS
internal import NIOCore

/// Gives the turn to shake hands back as soon as the handshake is done or the connection gone, and leaves.
final class HandshakeWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let loop: LoopContext
    private let arrival: Arrival
    private var isUnderWay = true

    init(loop: LoopContext, arrival: Arrival) {
        self.loop = loop
        self.arrival = arrival
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSEvent {
            end()
            context.fireUserInboundEventTriggered(event)
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func end() {
        guard isUnderWay else { return }
        isUnderWay = false
        loop.handshakes.end(arrival)
    }
}

@available(*, unavailable)
extension HandshakeWatch: Sendable {}
