import GatewayTLS
import NIOCore

/// Writes one frame when the transport stands, says that nothing more comes, and waits for the server to say so too.
///
/// Syslog has no acknowledgement. A server that closes after us has read to the end (RFC 5425 § 4.4 demands the answer to
/// close_notify); one that resets has not; one that stays silent is believed after a while.
final class SyslogDelivery: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let silence = TimeAmount.seconds(3)

    private let frame: [UInt8]
    private let isSecured: Bool
    private let promise: EventLoopPromise<Void>
    private var hasSaidAll = false
    private var wait: Scheduled<Void>?

    init(_ frame: [UInt8], isSecured: Bool, _ promise: EventLoopPromise<Void>) {
        self.frame = frame
        self.isSecured = isSecured
        self.promise = promise
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        promise.futureResult.whenComplete { _ in channel.close(promise: nil) }
        if !isSecured, channel.isActive { send(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        if !isSecured { send(context) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event as? TLSEvent {
        case .handshakeCompleted: send(context)
        case .peerClosed: end()
        case nil:
            if case .inputClosed? = event as? ChannelEvent { end() }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error) }

    func channelInactive(context: ChannelHandlerContext) { end() }

    func handlerRemoved(context: ChannelHandlerContext) { fail(HTTPFailure.cutShort) }

    private func send(_ context: ChannelHandlerContext) {
        let (channel, promise) = (context.channel, promise)
        let me = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: frame))).flatMap {
            channel.close(mode: .output)
        }.whenComplete { result in
            switch result {
            case .failure(let error): promise.fail(error)
            case .success:
                me.value.hasSaidAll = true
                me.value.wait = channel.eventLoop.scheduleTask(in: Self.silence) { promise.succeed() }
            }
        }
    }

    private func end() {
        if hasSaidAll { promise.succeed() } else { fail(HTTPFailure.cutShort) }
        wait?.cancel()
    }

    /// Of no effect once it is delivered.
    private func fail(_ error: any Error) {
        promise.fail(error)
        wait?.cancel()
    }
}

@available(*, unavailable)
extension SyslogDelivery: Sendable {}
