internal import GatewayAudit
public import GatewayAuditFile
internal import GatewayHTTP1
public import GatewayIdentity
internal import GatewayTLS
public import Logging
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// The listeners of a node and the event loops behind them.
public final class GatewayServer: Sendable {
    private let node: GateNode
    private let group: MultiThreadedEventLoopGroup
    private let loops: [ObjectIdentifier: NIOLoopBound<LoopContext>]
    private let logger: Logger
    private let channels = Mutex<[any Channel]>([])

    /// - Parameters:
    ///   - threads: event loops; a connection lives and dies on one of them.
    ///   - origin: 64 secure random bits for each loop's record and request identifiers.
    public init(
        node: GateNode, trail: AuditTrail, nodeName: String, threads: Int, clock: @escaping Clock, logger: Logger,
        origin: () throws -> UInt64
    ) async throws {
        self.node = node
        self.logger = logger
        group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        var loops: [ObjectIdentifier: NIOLoopBound<LoopContext>] = [:]
        for loop in group.makeIterator() {
            let ids = EventIDSource(origin: try origin())
            let (high, low) = (try origin(), try origin())
            let bound = try await loop.submit { [node, logger] in
                let lane = trail.lane { work in loop.execute(work) }
                let recorder = LoopRecorder(lane: lane, composer: RecordComposer(node: nodeName, ids: ids))
                let context = LoopContext(
                    loop: loop, node: node, recorder: recorder, ids: RequestIDSource(prefix: high, counter: low),
                    clock: LoopClock(wall: clock),
                    logger: logger)
                context.startTicking()
                return NIOLoopBound(context, eventLoop: loop)
            }.get()
            loops[ObjectIdentifier(loop)] = bound
        }
        self.loops = loops
    }

    /// Opens a listener for people.
    /// - Returns: the port it got, the one asked for unless that was 0.
    public func listen(_ role: ListenerRole, on address: NetworkAddress, port: Int) async throws -> Int {
        let (node, loops) = (node, loops)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.writeBufferWaterMark, value: .init(low: 32 * 1024, high: 128 * 1024))
            .childChannelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 4096, maximum: 64 * 1024)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let loop = loops[ObjectIdentifier(channel.eventLoop)]?.value,
                        let source = channel.remoteAddress?.networkAddress,
                        let tls = node.tls(for: role)
                    else { throw ChannelError.operationUnsupported }
                    // A slot before any work: no TLS object is made for those who get none.
                    let slot = try node.admission.admit(source).get()
                    let handler = try TLSHandler(server: tls, scratch: loop.scratch)
                    let connection = GateConnection(loop: loop, role: role, source: source, slot: slot)
                    try channel.pipeline.syncOperations.addHandlers([handler, connection])
                }
            }
            .bind(to: SocketAddress(ipAddress: address.description, port: port))
            .get()
        channels.withLock { $0.append(channel) }
        return channel.localAddress?.port ?? port
    }

    /// Opens a listener without TLS for machines on this host: health, metrics.
    public func listenPlainly(on address: NetworkAddress, port: Int, _ responder: @escaping PlainResponder) async throws
        -> Int
    {
        let channel = try await PlainConnection.bootstrap(group, responder).bind(
            to: SocketAddress(ipAddress: address.description, port: port)
        ).get()
        channels.withLock { $0.append(channel) }
        return channel.localAddress?.port ?? port
    }

    /// Opens the control socket. The file's permission is the authority, so it is 0600 before it can be found.
    public func listenLocally(at path: String, _ responder: @escaping PlainResponder) async throws {
        let channel = try await PlainConnection.bootstrap(group, responder).withBoundSocket(
            ControlSocket.bind(at: path)
        ).get()
        channels.withLock { $0.append(channel) }
    }

    /// Takes no more connections, lets open exchanges end within `limit`, then closes what is left.
    public func drain(within limit: Duration) async throws {
        node.beginDraining()
        for channel in channels.withLock({ $0 }) { try await channel.close().get() }
        let end = NIODeadline.now() + .milliseconds(limit.wholeMilliseconds)
        while node.openConnections > 0, NIODeadline.now() < end { try await Task.sleep(for: .milliseconds(50)) }
        if node.openConnections > 0 {
            logger.warning(
                "connections are cut at the end of the drain time", metadata: ["open": "\(node.openConnections)"])
        }
        for loop in loops.values { try await loop.eventLoop.submit { loop.value.stop() }.get() }
        try await group.shutdownGracefully()
    }
}

extension SocketAddress {
    var networkAddress: NetworkAddress? { ipAddress.flatMap { NetworkAddress(String($0.prefix { $0 != "%" })) } }
}
