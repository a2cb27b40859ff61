internal import GatewayIdentity
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
    let allocator = ByteBufferAllocator()
    /// Where the frames of HTTP/2 lie on their way to TLS.
    var frames = ByteBuffer()
    /// Room for a head with what we add to it, and a small body behind it: one allocation of a size that malloc keeps at hand.
    static let usualHead = 3 * 1024
    /// The monotonic clock as of the last tick: good enough for deadlines of seconds.
    private(set) var roughNow = NIODeadline.now()
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
        upstreams = UpstreamPool(loop: loop, scratch: scratch, metrics: metrics, logger: logger)
        var random = ids
        groups = LoopGroups(node: node, pool: upstreams, turn: Int(random.next().low >> 1))
        self.ids = ids
    }

    func nextRequestID() -> RequestID { ids.next() }

    func startTicking() {
        let me = NIOLoopBound(self, eventLoop: loop)
        ticking = loop.scheduleRepeatedTask(initialDelay: Self.tickLength, delay: Self.tickLength) { _ in
            me.value.tick()
        }
    }

    func stop() {
        ticking?.cancel()
        upstreams.closeAll()
    }

    private func tick() {
        let planned = roughNow + Self.tickLength
        roughNow = .now()
        metrics.loopTicked(late: roughNow - planned)
        connections.tick(now: roughNow, clock: clock)
        upstreams.tick(now: roughNow)
        groups.tick(now: roughNow)
        let idle = upstreams.idleCount
        metrics.upstreamsStand(idle: idle, inUse: upstreams.standing - idle, shared: upstreams.sharedCount)
    }
}

@available(*, unavailable)
extension LoopContext: Sendable {}
