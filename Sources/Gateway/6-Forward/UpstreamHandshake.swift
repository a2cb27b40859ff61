internal import GatewayTLS
internal import NIOCore

/// Called once, on the loop, with what an exchange was waiting for.
typealias UpstreamAwaited = (Result<any UpstreamLeg, ForwardFailure>) -> Void

/// Waits for the TLS handshake with an upstream, then steps aside.
final class UpstreamHandshake: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let target: UpstreamTarget
    private let limit: TimeAmount
    private var done: UpstreamAwaited?
    private var timeout: Scheduled<Void>?

    init(with target: UpstreamTarget, within limit: TimeAmount, done: @escaping UpstreamAwaited) {
        self.target = target
        self.limit = limit
        self.done = done
    }

    /// Declares the connection behind a transport that stands ready, and takes what the first exchange uses of it.
    static func firstLeg(of pipeline: ChannelPipeline, to target: UpstreamTarget) -> Result<
        any UpstreamLeg, ForwardFailure
    > {
        do {
            guard target.speaksHTTP2 else {
                let connection = try pipeline.syncOperations.handler(type: UpstreamConnection.self)
                connection.becomeReady()
                return .success(connection)
            }
            let connection = try pipeline.syncOperations.handler(type: HTTP2UpstreamConnection.self)
            connection.becomeReady()
            return .success(HTTP2UpstreamStream(on: connection))
        } catch {
            return .failure(.unreachable)
        }
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        let me = NIOLoopBound(self, eventLoop: context.eventLoop)
        timeout = context.eventLoop.scheduleTask(in: limit) {
            me.value.finish(.failure(.timeout))
            channel.close(promise: nil)
        }
    }

    /// Of two addresses tried at once one loses: its channel goes without ever having been active, and whoever asked hears of the other.
    func handlerRemoved(context: ChannelHandlerContext) {
        timeout?.cancel()
        done = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let agreement)? = event as? TLSEvent {
            // What the console's contract asks for, before a byte of a request is sent.
            guard target.tlsFloor.permits(agreement) else {
                finish(.failure(.tlsTooWeak))
                return context.close(promise: nil)
            }
            // RFC 9113 § 3.2: over TLS the protocol is what was agreed on, not what was hoped for.
            if target.speaksHTTP2, agreement.applicationProtocol != "h2" {
                finish(.failure(.protocolViolation(nil)))
                return context.close(promise: nil)
            }
            finish(Self.firstLeg(of: context.pipeline, to: target))
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Whatever else fails in a handshake we start ourselves is the other side's certificate or its TLS.
        finish(.failure((error as? TLSFailure).map(ForwardFailure.init) ?? .unreachable))
        context.fireErrorCaught(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.failure(.unreachable))
        context.fireChannelInactive()
    }

    private func finish(_ result: Result<any UpstreamLeg, ForwardFailure>) {
        timeout?.cancel()
        timeout = nil
        let done = self.done
        self.done = nil
        done?(result)
    }
}

extension ForwardFailure {
    /// The two ways in which a handshake that we start fails: on what is spoken, or on who speaks.
    fileprivate init(_ failure: TLSFailure) { self = failure.concernsProtocol ? .tlsTooWeak : .certificateInvalid }
}
