internal import GatewayAccess
internal import GatewayIdentity
internal import GatewaySettings
internal import GatewayTLS
internal import NIOCore

/// Between the accepted socket and TLS: waits for the whole first record of a client, then for a turn to shake hands, and only then makes the TLS
/// object. A connection that says nothing, or half a greeting, costs what it sent.
final class Vestibule: ChannelDuplexHandler, RemovableChannelHandler, TickedConnection {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private enum Phase {
        case greeting
        /// Reading is held back: what else the client sends stays with it.
        case queued
        /// TLS has taken over, or nobody ever will.
        case left
    }

    var tableIndex = -1
    private let loop: LoopContext
    private let role: ListenerRole
    private let arrival: Arrival
    private let slot: ConnectionSlot
    private let began = NIODeadline.now()
    /// Of the whole handshake, this wait included.
    private let deadline: NIODeadline
    private var phase = Phase.greeting
    private var received = ByteBuffer()
    private var isReadHeld = false
    private var context: ChannelHandlerContext?

    /// More than a first record and what one read may bring with it is no greeting.
    private static let limit = 128 * 1024

    init(loop: LoopContext, role: ListenerRole, arrival: Arrival, slot: ConnectionSlot) {
        self.loop = loop
        self.role = role
        self.arrival = arrival
        self.slot = slot
        deadline = began + loop.patience.handshakeTime
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop.connections.insert(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        abandon()
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard phase != .left else { return context.fireChannelRead(data) }
        received.writeImmutableBuffer(unwrapInboundIn(data))
        guard received.readableBytes <= Self.limit else { return abandon() }
        switch phase {
        case .greeting where ClientHelloRecord.isThere(in: received.readableBytesView): askForTurn()
        case .greeting, .queued: received = received.ownSized
        case .left: break
        }
    }

    func read(context: ChannelHandlerContext) {
        if phase == .queued { isReadHeld = true } else { context.read() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        abandon()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func tick(now: NIODeadline, clock: LoopClock) {
        guard now >= deadline else { return }
        switch phase {
        case .greeting:
            loop.node.access.noteFailure(from: arrival.source, requestID: loop.nextRequestID())
            loop.metrics.handshakeEnded(.late, after: nil)
            loop.handshakeRefused(from: arrival.source, .late)
            loop.metrics.limitWasHit(.handshakeTime)
            close()
        // Who was kept waiting has not failed at anything.
        case .queued: refuse()
        case .left: break
        }
    }

    // MARK: The turn

    private func askForTurn() {
        switch loop.handshakes.ask(self, arrival) {
        case .goAhead:
            enter()
        case .wait:
            phase = .queued
            received = received.ownSized
        case .refused:
            refuse()
        }
    }

    /// It is this connection's turn: TLS and what is behind it take over.
    func enter() {
        guard let context else { return loop.handshakes.end(arrival) }
        let greeting = received
        leave()
        received = ByteBuffer()
        let watch = HandshakeWatch(loop: loop, arrival: arrival)
        do {
            guard let tls = loop.node.tls(for: role) else { throw ChannelError.operationUnsupported }
            let handler = try TLSHandler(server: tls, scratch: loop.scratch)
            let rest = Greeting(loop: loop, role: role, source: arrival.source, slot: slot, began: began)
            try context.pipeline.syncOperations.addHandlers([handler, watch, rest], position: .after(self))
        } catch {
            watch.end()
            return context.close(promise: nil)
        }
        loop.handshakes.begin {
            context.fireChannelRead(wrapInboundOut(greeting))
            context.fireChannelReadComplete()
        }
        if isReadHeld { context.read() }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    private func refuse() {
        loop.metrics.connectionRefused(.handshakes)
        close()
    }

    /// The client left, or said what is no greeting.
    private func abandon() {
        guard phase != .left else { return }
        loop.metrics.handshakeEnded(.abandoned, after: nil)
        close()
    }

    /// Without a word: there is no TLS object to say one with.
    private func close() {
        leave()
        context?.close(promise: nil)
    }

    private func leave() {
        if phase == .queued { loop.handshakes.withdraw(self) }
        phase = .left
        loop.connections.remove(self)
    }
}

@available(*, unavailable)
extension Vestibule: Sendable {}
