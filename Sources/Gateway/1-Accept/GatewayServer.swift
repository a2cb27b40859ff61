public import GatewayAccess
public import GatewayAudit
internal import GatewayHTTP1
public import GatewayIdentity
public import GatewaySystem
internal import GatewayTLS
public import Logging
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Runs work where the owner of a lane wants to be called back: on its event loop.
public typealias LaneDelivery = @Sendable (_ work: @escaping @Sendable () -> Void) -> Void

/// The listeners of a node and the event loops behind them.
public final class GatewayServer: Sendable {
    private let node: GateNode
    private let group: MultiThreadedEventLoopGroup
    private let loops: [ObjectIdentifier: NIOLoopBound<LoopContext>]
    private let clock: Clock
    private let logger: Logger
    private let doors = Mutex(Doors())

    private struct Doors: Sendable {
        /// For people.
        var serving: [Door] = []
        /// For health, which tells that the node drains while it does, and for commands.
        var last: [Door] = []
    }

    /// - Parameters:
    ///   - lane: makes one loop's way into the audit trail.
    ///   - threads: event loops; a connection lives and dies on one of them.
    ///   - origin: 64 secure random bits for each loop's record and request identifiers.
    public init(
        node: GateNode, lane: (_ deliver: @escaping LaneDelivery) -> any AuditLane, nodeName: String, threads: Int,
        clock: @escaping Clock, logger: Logger,
        origin: () throws -> UInt64
    ) async throws {
        self.node = node
        self.clock = clock
        self.logger = logger
        group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        var loops: [ObjectIdentifier: NIOLoopBound<LoopContext>] = [:]
        for loop in group.makeIterator() {
            let ids = EventIDSource(origin: try origin())
            let (high, low) = (try origin(), try origin())
            let lane = lane { work in loop.execute(work) }
            let bound = try await loop.submit { [node, logger] in
                let recorder = LoopRecorder(lane: lane, composer: RecordComposer(node: nodeName, ids: ids))
                let context = LoopContext(
                    loop: loop, node: node, recorder: recorder, ids: RequestIDSource(prefix: high, counter: low),
                    clock: LoopClock(wall: clock), logger: logger)
                context.startTicking()
                return NIOLoopBound(context, eventLoop: loop)
            }.get()
            loops[ObjectIdentifier(loop)] = bound
        }
        self.loops = loops
    }

    /// Opens a listener for people.
    ///
    /// - Parameter proxies: networks from which every connection begins with a PROXY header.
    public func listen(_ role: ListenerRole, at socket: ListeningSocket, behind proxies: [CIDRBlock] = []) async throws
    {
        let (group, loops) = (group, loops)
        let door = Door(socket, logger: logger) {
            ServerBootstrap(group: group)
                .serverChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let loop = loops[ObjectIdentifier(channel.eventLoop)]?.value
                        try channel.pipeline.syncOperations.addHandler(AcceptBackoff(metrics: loop?.metrics))
                    }
                }
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelOption(.writeBufferWaterMark, value: .init(low: 32 * 1024, high: 128 * 1024))
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        guard let loop = loops[ObjectIdentifier(channel.eventLoop)]?.value,
                            let peer = channel.remoteAddress?.networkAddress
                        else { throw ChannelError.operationUnsupported }
                        try channel.readIntoLentMemory(of: loop.scratch)
                        try Entrance(loop: loop, role: role, proxies: proxies).receive(channel, from: peer)
                    }
                }
        }
        try await door.open()
        doors.withLock { $0.serving.append(door) }
    }

    /// Opens a listener without TLS for machines on this host: health. It is the last to close.
    public func listenPlainly(at socket: ListeningSocket, _ responder: @escaping PlainResponder) async throws {
        let (group, loops, clock) = (group, loops, LoopClock(wall: clock))
        let door = Door(socket, logger: logger) {
            PlainConnection.bootstrap(group, responder, clock) { loops[ObjectIdentifier($0)]?.value.metrics }
        }
        try await door.open()
        doors.withLock { $0.last.append(door) }
    }

    /// Opens the control socket. The file's permission is the authority, so it is 0600 before it can be found.
    public func listenLocally(at path: String, _ responder: @escaping PlainResponder) async throws {
        let (group, loops, clock) = (group, loops, LoopClock(wall: clock))
        let door = Door(try ListeningSocket(adopting: ControlSocket.bind(at: path)), logger: logger) {
            PlainConnection.bootstrap(group, responder, clock) { loops[ObjectIdentifier($0)]?.value.metrics }
        }
        try await door.open()
        doors.withLock { $0.last.append(door) }
    }

    /// Connections of people, of all loops: each is asked in its turn for its own.
    public func connections(at now: UnixTime) async throws -> [LiveConnection] {
        try await gather { $0.watched(at: now) }
    }

    /// Those of them on which an answer runs for longer than a moment.
    public func transfers(at now: UnixTime) async throws -> [LiveConnection] {
        try await gather { $0.transferring(at: now) }
    }

    private func gather(_ ask: @escaping @Sendable (ConnectionTable) -> [LiveConnection]) async throws
        -> [LiveConnection]
    {
        try await withThrowingTaskGroup(of: [LiveConnection].self) { group in
            for loop in loops.values {
                group.addTask { try await loop.eventLoop.submit { ask(loop.value.connections) }.get() }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    /// Ends in order: says that it is going, takes no more connections, lets open exchanges end, cuts what is left.
    ///
    /// - Parameters:
    ///   - notice: between saying so on the health listener and closing the doors, for balancers to look elsewhere.
    ///   - limit: for open exchanges.
    public func drain(after notice: Duration, within limit: Duration) async throws {
        node.beginDraining()
        if notice > .zero { try await Task.sleep(for: notice) }
        let doors = doors.withLock { $0 }
        try await close(doors.serving)
        if await !isEmpty(within: limit) {
            logger.warning(
                "connections are cut at the end of the drain time", metadata: ["open": "\(node.openConnections)"])
            node.endDraining()
            _ = await isEmpty(within: Self.cuttingTime)
        }
        for door in doors.last { try await door.close() }
        for loop in loops.values { try await loop.eventLoop.submit { loop.value.stop() }.get() }
        try await group.shutdownGracefully()
    }

    /// Where a port is shared, whoever comes after us gets new connections first; those that are half made or wait with the kernel are taken yet,
    /// because with the socket they would be reset.
    private func close(_ doors: [Door]) async throws {
        var isShared = false
        for door in doors {
            do {
                isShared = try door.giveWay() || isShared
            } catch {
                // A courtesy to whoever comes after us: no reason not to end in order.
                logger.warning("a listener does not give way", metadata: ["error": "\(error)"])
            }
        }
        if isShared { try await Task.sleep(for: Self.arrivalTime) }
        for door in doors { try await door.close() }
    }

    private func isEmpty(within limit: Duration) async -> Bool {
        let end = ContinuousClock.now + limit
        while node.openConnections > 0, ContinuousClock.now < end {
            do { try await Task.sleep(for: .milliseconds(20)) } catch { break }
        }
        return node.openConnections == 0
    }

    /// A connection that has begun takes one round trip; after a second the client would begin anew.
    private static let arrivalTime = Duration.seconds(1)
    /// Two ticks of a loop cut what is to be cut, and farewells are short.
    private static let cuttingTime = Duration.seconds(3)
}

extension SocketAddress {
    var networkAddress: NetworkAddress? { ipAddress.flatMap { NetworkAddress(String($0.prefix { $0 != "%" })) } }
}
