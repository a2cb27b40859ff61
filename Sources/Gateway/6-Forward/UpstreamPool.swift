internal import GatewayIdentity
internal import GatewayTLS
internal import GatewayUpstreams
internal import Logging
internal import NIOCore
internal import NIOPosix

/// The kept connections of one event loop to all upstreams: used last in, first out, so that the surplus grows old and is closed.
final class UpstreamPool {
    let loop: any EventLoop
    private let scratch: TLSScratch
    private let logger: Logger
    private var idle: [ObjectIdentifier: [UpstreamConnection]] = [:]
    /// Connections so far: each begins with another address of its name.
    private var turn = 0
    /// Connections that are there, idle and in use.
    var standing = 0

    var idleCount: Int { idle.values.reduce(0) { $0 + $1.count } }

    /// Kept connections per upstream and loop.
    private static let mostIdle = 64
    /// Shorter than what servers usually keep (nginx 75 s, Node 5 s), so that few turn out to be stale.
    private static let longestIdle = TimeAmount.seconds(30)

    init(loop: any EventLoop, scratch: TLSScratch, logger: Logger) {
        self.loop = loop
        self.scratch = scratch
        self.logger = logger
    }

    /// A kept connection, if there is one.
    func take(to target: UpstreamTarget) -> (any UpstreamLeg)? { idle[ObjectIdentifier(target)]?.popLast() }

    /// A fresh connection to one of these addresses, once its transport stands.
    func transport(
        to target: UpstreamTarget, at addresses: [CheckedAddress], holding slot: MemberSlot?, within limit: TimeAmount,
        _ done: @escaping (Result<any UpstreamLeg, ForwardFailure>) -> Void
    ) {
        let done = NIOLoopBound(done, eventLoop: loop)
        let scratch = NIOLoopBound(scratch, eventLoop: loop)
        let me = NIOLoopBound(self, eventLoop: loop)
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(limit)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.writeBufferWaterMark, value: .init(low: 32 * 1024, high: 128 * 1024))
            .channelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 2048, initial: 8192, maximum: 128 * 1024)
            )
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls = target.tls {
                        let handler = try TLSHandler(
                            client: tls, serverName: target.serverName, isAddress: target.isAddress,
                            scratch: scratch.value)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    let connection = UpstreamConnection(target: target, pool: me.value, slot: slot)
                    if target.tls != nil {
                        let waiting = UpstreamHandshake(connection: connection, limit: limit) { result in
                            done.value(result.map { $0 })
                        }
                        try channel.pipeline.syncOperations.addHandlers([waiting, connection])
                    } else {
                        try channel.pipeline.syncOperations.addHandler(connection)
                    }
                }
            }
        connect(bootstrap, to: target, at: addresses)
            .assumeIsolated()
            .whenComplete { result in
                switch result {
                case .success(let channel):
                    guard target.tls == nil else { return }  // UpstreamHandshake answers
                    do {
                        let connection = try channel.pipeline.syncOperations.handler(type: UpstreamConnection.self)
                        connection.becomeReady()
                        done.value(.success(connection))
                    } catch {
                        done.value(.failure(.unreachable))
                    }
                case .failure(let error):
                    // A check is told by what it changes.
                    if slot != nil {
                        me.value.logger.warning(
                            "upstream not reached", metadata: ["upstream": "\(target.authority)", "error": "\(error)"])
                    }
                    done.value(.failure(error.isTimeout ? .timeout : .unreachable))
                }
            }
    }

    private func connect(_ bootstrap: ClientBootstrap, to target: UpstreamTarget, at addresses: [CheckedAddress])
        -> EventLoopFuture<any Channel>
    {
        turn += 1
        let first = turn % addresses.count
        let inTurn = Array(addresses[first...] + addresses[..<first])
        guard inTurn.count == 1 else {
            return bootstrap.resolver(ListedAddresses(inTurn, on: loop)).connect(host: target.host, port: target.port)
        }
        do {
            return bootstrap.connect(to: try SocketAddress(inTurn[0], port: target.port))
        } catch {
            return loop.makeFailedFuture(error)
        }
    }

    func giveBack(_ connection: UpstreamConnection) {
        let slots = connection.target.member.slots
        if slots.isWanted, slots.lend(connection, on: loop) { return }
        guard !connection.isUnwanted else { return connection.abandon() }
        let key = ObjectIdentifier(connection.target)
        guard idle[key, default: []].count < Self.mostIdle else { return connection.abandon() }
        connection.idleSince = .now()
        idle[key, default: []].append(connection)
    }

    /// The connection is gone.
    func forget(_ connection: UpstreamConnection) {
        let key = ObjectIdentifier(connection.target)
        guard var kept = idle[key], let index = kept.firstIndex(where: { $0 === connection }) else { return }
        kept.remove(at: index)
        idle[key] = kept.isEmpty ? nil : kept
    }

    func tick(now: NIODeadline) {
        for kept in idle.values {
            for connection in kept where now - connection.idleSince > Self.longestIdle || connection.isUnwanted {
                connection.abandon()
            }
        }
    }

    func closeAll() {
        for kept in idle.values { kept.forEach { $0.abandon() } }
    }
}

extension Error {
    fileprivate var isTimeout: Bool {
        if case .connectTimeout? = self as? ChannelError { return true }
        return false
    }
}

/// Waits for the TLS handshake with an upstream, then steps aside.
private final class UpstreamHandshake: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let connection: UpstreamConnection
    private let limit: TimeAmount
    private var done: ((Result<UpstreamConnection, ForwardFailure>) -> Void)?
    private var timeout: Scheduled<Void>?

    init(
        connection: UpstreamConnection, limit: TimeAmount,
        done: @escaping (Result<UpstreamConnection, ForwardFailure>) -> Void
    ) {
        self.connection = connection
        self.limit = limit
        self.done = done
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
        if case .handshakeCompleted? = event as? TLSEvent {
            connection.becomeReady()
            finish(.success(connection))
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

    private func finish(_ result: Result<UpstreamConnection, ForwardFailure>) {
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
