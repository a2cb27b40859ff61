import GatewayAudit
import GatewayIdentity
import GatewayPolicy
import GatewayTesting
import Logging
import NIOCore
import NIOEmbedded

@testable import Gateway
@testable import GatewayTLS

/// One connection of a client with the gate, behind the handshake, on a loop that moves when a test says so; and the upstreams it may use.
///
/// An embedded loop belongs to one thread: make one and use it without an `await` between, and ask for nothing that is made elsewhere, as pages are:
/// those are for `PageConversation`.
final class Conversation {
    let loop = EmbeddedEventLoop()
    let client: EmbeddedChannel
    let lane = PlayedLane()
    let context: LoopContext
    /// What serves the client once the handshake is done.
    let gate: HTTP1Connection
    private let station: Station

    /// - Parameter serverName: what the client asked for in the handshake.
    init(
        at station: Station, showing chain: [[UInt8]], to serverName: String?,
        from source: NetworkAddress = Sample.address,
        on listener: ListenerRole = .gate
    ) throws {
        self.station = station
        context = LoopContext(at: station, on: loop, recordingTo: lane)
        let greeting = Greeting(
            loop: context, role: listener, source: source,
            slot: try station.node.admission.admit(Arrival(source: source, rank: .stranger)))
        client = EmbeddedChannel(handler: greeting, loop: loop)
        try client.connect(to: SocketAddress(ipAddress: "192.0.2.7", port: 50_000)).wait()
        client.pipeline.fireUserInboundEventTriggered(
            TLSEvent.handshakeCompleted(
                TLSAgreement(
                    version: "TLSv1.3", cipherSuite: "TLS_AES_256_GCM_SHA384", serverName: serverName,
                    applicationProtocol: nil, peerChain: chain)))
        gate = try client.pipeline.syncOperations.handler(type: HTTP1Connection.self)
    }

    // MARK: The client's side

    /// Sends as a client would, and lets everything happen that follows from it.
    func send(_ text: String) throws {
        try client.writeInbound(ByteBuffer(string: text))
        client.pipeline.fireChannelReadComplete()
        run()
    }

    /// What the client received since the last time this was asked.
    func heard() throws -> String {
        var text = ""
        while let buffer = try client.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
        return text
    }

    func ask(_ text: String) throws -> String {
        try send(text)
        return try heard()
    }

    var isOpen: Bool { client.isActive }

    /// The gate says nothing more on this connection.
    var isEnding: Bool {
        switch gate.phase {
        case .lingering, .closed: true
        case .head, .busy: false
        }
    }

    func hangUp() {
        client.close(promise: nil)
        run()
    }

    // MARK: The world around

    /// Upstreams of `console`, standing and idle: each serves when a request comes for it.
    func upstream(_ console: String) throws -> PlayedUpstream {
        guard case .console(let route)? = station.node.routes.site(at: console + ".example", on: .gate) else {
            throw Unexpected(text: "no console \(console)")
        }
        return try PlayedUpstream(of: route.upstreams.targets[0], pool: context.upstreams, loop: loop)
    }

    /// One tick of the loop, which re-judges what runs.
    func tick() {
        gate.tick(now: .now(), clock: context.clock)
        run()
    }

    /// For what the connection sets itself from now on.
    func letTimePass(_ span: TimeAmount) { context.roughNow = context.roughNow + span }

    /// The deadline that the connection set itself has passed.
    func runOutOfTime() {
        gate.tick(now: .distantFuture, clock: context.clock)
        run()
    }

    func run() {
        loop.run()
        if case .keeps = lane.mood { lane.settle() }
        loop.run()
    }
}

/// The other end of one connection to an upstream.
final class PlayedUpstream {
    let channel: EmbeddedChannel
    let connection: UpstreamConnection

    /// - Parameter uses: lent so often before.
    init(of target: UpstreamTarget, pool: UpstreamPool, loop: EmbeddedEventLoop) throws {
        connection = UpstreamConnection(target: target, pool: pool, slot: nil)
        channel = EmbeddedChannel(handler: connection, loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 8080)).wait()
        connection.becomeReady()
        pool.giveBack(connection)
    }

    /// What arrived here since the last time this was asked; only what was flushed has arrived.
    func received() throws -> String {
        var text = ""
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
        return text
    }

    func say(_ text: String) throws {
        try channel.writeInbound(ByteBuffer(string: text))
        channel.pipeline.fireChannelReadComplete()
        channel.embeddedEventLoop.run()
    }

    var isOpen: Bool { channel.isActive }

    /// The upstream ends the connection, in order or by a reset.
    func hangUp(resetting: Bool = false) {
        if resetting { channel.pipeline.fireErrorCaught(IOError(errnoCode: 104, reason: "read")) }
        if channel.isActive { channel.close(promise: nil) }
        channel.embeddedEventLoop.run()
    }

    /// As when the socket's buffer is full, and empty again.
    func becomes(writable: Bool) {
        channel.isWritable = writable
        channel.pipeline.fireChannelWritabilityChanged()
        channel.embeddedEventLoop.run()
    }
}

extension LoopContext {
    convenience init(at station: Station, on loop: any EventLoop, recordingTo lane: PlayedLane) {
        self.init(
            loop: loop, node: station.node,
            recorder: LoopRecorder(lane: lane, composer: RecordComposer(node: "test", ids: EventIDSource(origin: 1))),
            ids: RequestIDSource(prefix: 1, counter: 0), clock: LoopClock(wall: station.clock.clock),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }
}
