internal import NIOCore

/// Stops accepting for a while when the system has nothing left to accept with (EMFILE, ENFILE, ENOBUFS, ENOMEM): the connections wait with the
/// kernel, and the loop does not turn in circles.
///
/// NIO goes on reading after such an error, and the socket stays readable, so `autoRead` is what has to go off; a `read` that is held back would
/// change nothing.
final class AcceptBackoff: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private let metrics: LoopMetrics?
    private var pause = shortest
    private var resumption: Scheduled<Void>?

    private static let shortest = TimeAmount.milliseconds(5)
    private static let longest = TimeAmount.seconds(1)

    /// - Parameter metrics: `nil`: nobody collects them.
    init(metrics: LoopMetrics?) { self.metrics = metrics }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        pause = Self.shortest
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is IOError else { return context.fireErrorCaught(error) }
        guard resumption == nil else { return }
        metrics?.limitWasHit(.openFiles)
        accept(false, context)
        let me = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        resumption = context.eventLoop.scheduleTask(in: pause) {
            me.value.0.resumption = nil
            me.value.0.accept(true, me.value.1)
        }
        pause = min(pause * 2, Self.longest)
    }

    func channelInactive(context: ChannelHandlerContext) {
        resumption?.cancel()
        resumption = nil
        context.fireChannelInactive()
    }

    private func accept(_ isWanted: Bool, _ context: ChannelHandlerContext) {
        do {
            try context.channel.syncOptions?.setOption(.autoRead, value: isWanted)
        } catch {
            // Only a closed channel refuses it, and that accepts nothing.
            context.close(promise: nil)
        }
    }
}

@available(*, unavailable)
extension AcceptBackoff: Sendable {}
