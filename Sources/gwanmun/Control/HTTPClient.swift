import GatewayIdentity
import GatewayTLS
import NIOCore
import NIOPosix

/// Exchanges with one server, a connection each: commands and warnings come one at a time, and nothing is left open behind them.
///
/// As strict as the gate towards consoles: the same codec, verified certificates. Redirects are not followed, everything is bounded.
struct HTTPClient: Sendable {
    let peer: HTTPPeer
    /// For the whole exchange, connecting included.
    var patience = Duration.seconds(30)
    /// Bytes of an answer's body.
    var answerLimit = 64 * 1024 * 1024

    func send(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer { try await send(call, sink: nil) }

    /// Hands on the body of a good answer as it comes, on an event loop, until its end. `patience` is then for the time in which nothing comes.
    ///
    /// - Returns: the answer; without a body, unless it is a refusal.
    func stream(_ call: HTTPCall, to sink: @escaping @Sendable ([UInt8]) -> Void) async throws(HTTPFailure)
        -> HTTPAnswer
    {
        try await send(call, sink: sink)
    }

    private func send(_ call: HTTPCall, sink: (@Sendable ([UInt8]) -> Void)?) async throws(HTTPFailure) -> HTTPAnswer {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: HTTPAnswer.self)
        let time = TimeAmount.milliseconds(patience.wholeMilliseconds)
        let deadline = sink == nil ? loop.scheduleTask(in: time) { promise.fail(HTTPFailure.timeout) } : nil
        let (peer, answerLimit) = (peer, answerLimit)
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(.milliseconds(patience.wholeMilliseconds))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if sink != nil {
                        try channel.pipeline.syncOperations.addHandler(IdleStateHandler(readTimeout: time))
                    }
                    if case .tls(let host, _, let identity) = peer.transport {
                        let handler = try TLSHandler(
                            client: identity, serverName: host, isAddress: HTTPPeer.isAddress(host),
                            scratch: TLSScratch(allocator: channel.allocator))
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        HTTPExchange(call, with: peer, answerLimit: answerLimit, sink: sink, promise))
                }
            }
        // Only the first word counts: a failed connection after the deadline changes nothing.
        connect(bootstrap).whenFailure { promise.fail($0) }
        defer { deadline?.cancel() }
        do {
            return try await promise.futureResult.get()
        } catch {
            throw HTTPFailure(error)
        }
    }

    private func connect(_ bootstrap: ClientBootstrap) -> EventLoopFuture<any Channel> {
        switch peer.transport {
        case .unixSocket(let path): bootstrap.connect(unixDomainSocketPath: path)
        case .tcp(let host, let port), .tls(let host, let port, _):
            bootstrap.connect(host: HTTPPeer.connectable(host), port: port)
        }
    }
}
