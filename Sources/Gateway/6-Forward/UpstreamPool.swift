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
    let metrics: LoopMetrics
    private var idle: [ObjectIdentifier: [UpstreamConnection]] = [:]
    /// Connections so far: each begins with another address of its name.
    private var turn = 0
    /// Connections that many exchanges share.
    private var shared: [ObjectIdentifier: [HTTP2UpstreamConnection]] = [:]
    /// Those who wait for a shared connection that is being opened.
    var opening: [ObjectIdentifier: [UpstreamAwaited]] = [:]
    /// Where the frames of HTTP/2 lie on their way to TLS.
    var frames = ByteBuffer()
    /// Connections that are there, idle and in use.
    var standing = 0

    var idleCount: Int { idle.values.reduce(0) { $0 + $1.count } }
    var sharedCount: Int { shared.values.reduce(0) { $0 + $1.count } }

    /// Kept connections per upstream and loop: as many as a few browsers have streams under way, or each burst would open and close the difference.
    private static let mostIdle = 512
    /// Shorter than what servers usually keep (nginx 75 s, Node 5 s), so that few turn out to be stale.
    private static let longestIdle = TimeAmount.seconds(30)

    init(loop: any EventLoop, scratch: TLSScratch, metrics: LoopMetrics, logger: Logger) {
        self.loop = loop
        self.scratch = scratch
        self.metrics = metrics
        self.logger = logger
    }

    /// A kept connection, if there is one.
    func take(to target: UpstreamTarget) -> (any UpstreamLeg)? {
        let kept: (any UpstreamLeg)?
        if target.speaksHTTP2 {
            kept = shared[ObjectIdentifier(target)]?.first(where: \.hasRoom).map { HTTP2UpstreamStream(on: $0) }
        } else {
            kept = idle[ObjectIdentifier(target)]?.popLast()
        }
        if kept != nil { metrics.upstreamReused() }
        return kept
    }

    func share(_ connection: HTTP2UpstreamConnection, for target: UpstreamTarget) {
        shared[ObjectIdentifier(target), default: []].append(connection)
    }

    func unshare(_ connection: HTTP2UpstreamConnection, of target: UpstreamTarget) {
        let key = ObjectIdentifier(target)
        guard var list = shared[key] else { return }
        list.removeAll { $0 === connection }
        shared[key] = list.isEmpty ? nil : list
    }

    /// A fresh connection to one of these addresses, once its transport stands.
    func transport(
        to target: UpstreamTarget, at addresses: [CheckedAddress], for request: RequestID?, holding slot: MemberSlot?,
        within limit: TimeAmount, _ told: @escaping UpstreamAwaited
    ) {
        let (began, metrics) = (NIODeadline.now(), metrics)
        let done = NIOLoopBound(
            { (result: Result<any UpstreamLeg, ForwardFailure>) in
                if request != nil, case .success = result { metrics.upstreamOpened(after: .now() - began) }
                told(result)
            }, eventLoop: loop)
        let scratch = NIOLoopBound(scratch, eventLoop: loop)
        let me = NIOLoopBound(self, eventLoop: loop)
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(limit)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.writeBufferWaterMark, value: .init(low: 32 * 1024, high: 128 * 1024))
            // One read at a time: a client that reads nothing is noticed after it, and what NIO keeps for the next is one buffer.
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 2048, initial: 8192, maximum: 256 * 1024)
            )
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls = target.tls {
                        let handler = try TLSHandler(
                            client: tls, serverName: target.serverName, isAddress: target.isAddress,
                            speaking: target.speaksHTTP2 ? .http2 : .http1, scratch: scratch.value)
                        try channel.readIntoLentMemory(of: scratch.value)
                        try channel.pipeline.syncOperations.addHandler(handler)
                        let waiting = UpstreamHandshake(with: target, within: limit) { done.value($0) }
                        try channel.pipeline.syncOperations.addHandler(waiting)
                    }
                    let pipeline = channel.pipeline.syncOperations
                    if target.speaksHTTP2 {
                        try pipeline.addHandler(HTTP2UpstreamConnection(target: target, pool: me.value, slot: slot))
                    } else {
                        try pipeline.addHandler(UpstreamConnection(target: target, pool: me.value, slot: slot))
                    }
                }
            }
        connect(bootstrap, to: target, at: addresses)
            .assumeIsolated()
            .whenComplete { result in
                switch result {
                case .success(let channel):
                    guard target.tls == nil else { return }  // UpstreamHandshake answers
                    done.value(UpstreamHandshake.firstLeg(of: channel.pipeline, to: target))
                case .failure(let error):
                    // A check is told by what it changes.
                    if let request {
                        me.value.logger.warning(
                            "upstream not reached",
                            metadata: [
                                "upstream": "\(target.authority)", "error": "\(error)", "request_id": "\(request)",
                            ])
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
        for connections in shared.values {
            for connection in connections {
                if connection.isIdle, connection.isUnwanted || now - connection.idleSince > Self.longestIdle {
                    connection.close()
                } else {
                    connection.tick(now: now)
                }
            }
        }
    }

    func closeAll() {
        for kept in idle.values { kept.forEach { $0.abandon() } }
        for connections in shared.values { connections.forEach { $0.close() } }
    }
}

extension Error {
    fileprivate var isTimeout: Bool {
        if case .connectTimeout? = self as? ChannelError { return true }
        return false
    }
}
