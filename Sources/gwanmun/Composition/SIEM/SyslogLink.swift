import GatewayTLS
import NIOCore
import Synchronization

/// The end of a connection to a syslog server: says when it stands and when it broke. What the server sends is of no interest.
final class SyslogLink: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let ready: EventLoopPromise<Void>
    private let end = Mutex<String?>(nil)

    init(_ ready: EventLoopPromise<Void>) { self.ready = ready }

    /// Why it is over; `nil` while it stands.
    var problem: String? { end.withLock { $0 } }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event as? TLSEvent {
        case .handshakeCompleted: ready.succeed()
        case .peerClosed:
            over("the receiver closed the connection", nil)
            context.close(promise: nil)
        case nil: break
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        over(CarrierFailure(error).description, error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { over("the connection ended", nil) }

    func handlerRemoved(context: ChannelHandlerContext) { over("the connection ended", nil) }

    private func over(_ why: String, _ error: (any Error)?) {
        end.withLock { $0 = $0 ?? why }
        ready.fail(error ?? CarrierFailure(why))
    }
}
