internal import GatewayIdentity
internal import GatewaySettings
internal import GatewayTLS
internal import Logging
internal import NIOCore

/// Everything that the connections of one event loop share and no other loop touches.
final class LoopContext {
    let loop: any EventLoop
    let node: GateNode
    let scratch: TLSScratch
    let connections = ConnectionTable()
    let upstreams: UpstreamPool
    let groups: LoopGroups
    let recorder: LoopRecorder
    let clock: LoopClock
    let patience: ClientPatience
    let http2: HTTP2Terms
    let metrics: LoopMetrics
    let pressure = LoopPressure()
    let handshakes: HandshakeTurns
    var refusals = HandshakeRefusals(whole: 1, limit: 8)
    /// Requests of those whose certificate is nobody's, by reason.
    var strangers = RefusalBounds<Reason>(whole: 8, limit: 8)
    private var refusalTicks = 0
    let allocator = ByteBufferAllocator()
    /// Where the frames of HTTP/2 lie on their way to TLS.
    var frames = ByteBuffer()
    /// Room for a head with what we add to it, and a small body behind it: one allocation of a size that malloc keeps at hand.
    static let usualHead = 3 * 1024
    /// The monotonic clock as of the last tick: good enough for deadlines of seconds.
    var roughNow = NIODeadline.now()
    /// When the next tick is due: what it is late by, everything on this loop was kept waiting.
    private var nextTick = NIODeadline.distantFuture
    private var gauge = PressureGauge()
    private var ids: RequestIDSource
    private var ticking: RepeatedTask?

    /// Deadlines are kept to this grain; revocation reaches open connections within it.
    static let tickLength = TimeAmount.milliseconds(250)

    init(
        loop: any EventLoop, node: GateNode, recorder: LoopRecorder, ids: RequestIDSource, clock: LoopClock,
        logger: Logger
    ) {
        self.loop = loop
        self.node = node
        self.recorder = recorder
        self.clock = clock
        patience = ClientPatience(node.limits)
        http2 = HTTP2Terms(node.limits)
        metrics = node.metrics.makeLoop()
        scratch = TLSScratch(allocator: allocator)
        handshakes = HandshakeTurns(
            loop: loop, pressure: pressure, limits: .init(handshakes: node.limits.handshakes, loops: node.loops))
        upstreams = UpstreamPool(loop: loop, scratch: scratch, metrics: metrics, logger: logger)
        var random = ids
        groups = LoopGroups(node: node, pool: upstreams, turn: Int(random.next().low >> 1))
        self.ids = ids
    }

    func nextRequestID() -> RequestID { ids.next() }

    func startTicking() {
        let me = NIOLoopBound(self, eventLoop: loop)
        nextTick = .now() + Self.tickLength
        ticking = loop.scheduleRepeatedTask(initialDelay: Self.tickLength, delay: Self.tickLength) { _ in
            me.value.tick()
        }
    }

    func stop() {
        ticking?.cancel()
        upstreams.closeAll()
    }

    private func tick() {
        roughNow = .now()
        let lag = max(.zero, roughNow - nextTick)
        metrics.loopTicked(late: lag)
        pressure.level = gauge.level(
            after: PressureReading(lag: lag, recorder: recorder.fill, memory: node.memory.level))
        connections.tick(now: roughNow, clock: clock)
        upstreams.tick(now: roughNow)
        groups.tick(now: roughNow)
        handshakes.callNext()
        refusalTicks += 1
        if refusalTicks.isMultiple(of: 4) { recordRefusals() }
        tell()
        nextTick = .now() + Self.tickLength
    }

    /// How things stand, for those who collect it.
    private func tell() {
        let idle = upstreams.idleCount
        metrics.upstreamsStand(idle: idle, inUse: upstreams.standing - idle, shared: upstreams.sharedCount)
        metrics.handshakesStand(underWay: handshakes.underWay, waiting: handshakes.waiting)
        metrics.loopIsUnder(pressure.level)
    }
}

@available(*, unavailable)
extension LoopContext: Sendable {}
