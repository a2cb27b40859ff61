internal import GatewayIdentity
internal import GatewayProxyProtocol
internal import GatewaySettings
internal import NIOCore

/// Waits for the PROXY header of a listed proxy, lets the handlers behind it be put there, hands on what follows it, and leaves.
///
/// The header is demanded: a connection that begins otherwise is closed without an answer, because nobody knows whose it is.
final class ProxyHeaderHandler: ChannelInboundHandler, RemovableChannelHandler, TickedConnection {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// - Throws: when the connection is not taken after all.
    typealias Continuation = (ProxyHeader, ChannelHandlerContext) throws(EntranceRefusal) -> Void

    var tableIndex = -1
    private let loop: LoopContext
    private let deadline: NIODeadline
    private var received = ByteBuffer()
    private var continuation: Continuation?
    private var context: ChannelHandlerContext?

    init(loop: LoopContext, then continuation: @escaping Continuation) {
        self.loop = loop
        self.continuation = continuation
        deadline = loop.roughNow + loop.patience.handshakeTime
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop.connections.insert(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        // What it holds, the connection's slot, goes with the connection.
        continuation = nil
        loop.connections.remove(self)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard continuation != nil else { return context.fireChannelRead(data) }
        received.writeImmutableBuffer(unwrapInboundIn(data))
        switch received.withUnsafeReadableBytes({ ProxyHeader.read($0) }) {
        case .needsMore:
            received = received.ownSized
        case .refused:
            loop.metrics.connectionRefused(.proxyHeader)
            end(context)
        case .complete(let header, let length):
            received.moveReaderIndex(forwardBy: length)
            goOn(with: header, context)
        }
    }

    func tick(now: NIODeadline, clock: LoopClock) {
        guard now >= deadline, let context else { return }
        loop.metrics.connectionRefused(.proxyHeaderLate)
        end(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { end(context) }

    private func goOn(with header: ProxyHeader, _ context: ChannelHandlerContext) {
        guard let continuation else { return }
        self.continuation = nil
        do throws(EntranceRefusal) {
            try continuation(header, context)
        } catch {
            return end(context)
        }
        if received.readableBytes > 0 {
            context.fireChannelRead(wrapInboundOut(received))
            context.fireChannelReadComplete()
        }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    private func end(_ context: ChannelHandlerContext) {
        continuation = nil
        loop.connections.remove(self)
        context.close(promise: nil)
    }
}

@available(*, unavailable)
extension ProxyHeaderHandler: Sendable {}
