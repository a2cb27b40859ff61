internal import COpenSSL
public import NIOCore

/// What the handler tells the handlers behind it.
public enum TLSEvent: Sendable {
    case handshakeCompleted(TLSAgreement)
    /// The peer said close_notify: no more data will come, and what came was not cut short.
    case peerClosed
}

/// What a handler behind asks of ours, as an outbound event.
public enum TLSOrder: Sendable {
    /// Say no close_notify when the channel is closed: what was sent is not whole, and the peer is to see that (RFC 8446 § 6.1).
    case endWithoutGoodbye
}

/// TLS between a channel's socket and its other handlers: ciphertext outside, plaintext inside.
///
/// Events are fired only when no borrowed memory is in use, because what they cause may come back here and write.
public final class TLSHandler: ChannelDuplexHandler {
    public typealias InboundIn = ByteBuffer
    public typealias InboundOut = ByteBuffer
    public typealias OutboundIn = ByteBuffer
    public typealias OutboundOut = ByteBuffer

    private enum State {
        case handshaking, established
        /// Nothing more is written: close_notify is sent, or left out on purpose.
        case closing
        /// A fatal error: no call into OpenSSL is made any more.
        case dead
    }

    private let engine: TLSEngine
    private let scratch: TLSScratch
    private var state = State.handshaking
    private var peerClosed = false
    private var queued: [ByteBuffer] = []
    /// The memory of the queue that is being written; swapped, so that none is allocated a flush.
    private var spare: [ByteBuffer] = []
    private var queuedPromise: EventLoopPromise<Void>?
    private var receivedInHandshake = 0
    /// Bytes of our own that lie unsent because the peer reads nothing.
    private var unreadControl = 0

    /// Ciphertext a peer may send before the handshake is done: a chain of ten large certificates fits many times.
    private static let handshakeLimit = 256 * 1024
    static let recordPayload = 16 * 1024
    /// Answers to key updates and refused renegotiations that may wait for a peer that sends without reading.
    private static let unreadControlLimit = 64 * 1024
    /// Header, nonce, tag and inner type, rounded up.
    private static let recordOverhead = 64

    public init(server context: TLSServerContext, scratch: TLSScratch) throws {
        engine = try context.makeEngine()
        self.scratch = scratch
    }

    public init(
        client context: TLSClientContext, serverName: String, isAddress: Bool,
        speaking dialect: ApplicationProtocol = .http1, scratch: TLSScratch
    ) throws {
        engine = try context.makeEngine(serverName: serverName, isAddress: isAddress, speaking: dialect)
        self.scratch = scratch
    }

    public func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    public func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    public func channelInactive(context: ChannelHandlerContext) {
        // Somebody who connects and says nothing, as a load balancer's probe does, has not failed at anything.
        let failed = state == .handshaking && receivedInHandshake > 0
        state = .dead
        failQueued(ChannelError.ioOnClosedChannel)
        if failed {
            context.fireErrorCaught(TLSFailure(activity: "handshake", reasons: ["the peer closed the connection"]))
        }
        context.fireChannelInactive()
    }

    /// A client speaks first; a server's first step only sees that there is no input yet.
    private func begin(_ context: ChannelHandlerContext) {
        guard state == .handshaking else { return }
        advanceHandshake(context)
    }

    // MARK: Inbound

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard state != .dead else { return }
        let buffer = unwrapInboundIn(data)
        if state == .handshaking {
            receivedInHandshake += buffer.readableBytes
            guard receivedInHandshake <= Self.handshakeLimit else {
                return die(
                    context,
                    TLSFailure(
                        activity: "handshake", reasons: ["more than \(Self.handshakeLimit) bytes before it was done"]))
            }
        }
        // Events are fired in here. `buffer` is nobody else's to change, so its bytes stay where they are whatever those cause.
        buffer.withUnsafeReadableBytes { bytes in
            engine.io.pointee.in = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            engine.io.pointee.in_len = bytes.count
            if state == .handshaking { advanceHandshake(context) }
            if state == .established || state == .closing { deliverPlaintext(context) }
            engine.io.pointee.in = nil
            engine.io.pointee.in_len = 0
        }
        scratch.giveBackReceiving(buffer)
    }

    private func advanceHandshake(_ context: ChannelHandlerContext) {
        let step = engine.handshake()
        flushSpill(context)
        switch step {
        case .done:
            state = .established
            engine.forgetIssuers()
            context.fireUserInboundEventTriggered(TLSEvent.handshakeCompleted(engine.agreement))
            if !queued.isEmpty { flush(context: context) }
        case .wantsInput:
            break
        case .closed:
            die(context, TLSFailure(activity: "handshake", reasons: ["the peer closed it"]))
        case .failed(let failure):
            if let problem = engine.verificationProblem {
                die(context, failure.adding(problem))
            } else {
                die(context, failure)
            }
        }
    }

    private func deliverPlaintext(_ context: ChannelHandlerContext) {
        while state != .dead, engine.mayRead {
            scratch.plaintext.clear()
            var outcome = TLSEngine.Step.done
            let wanted = min(max(engine.io.pointee.in_len, Self.recordPayload), 256 * 1024)
            scratch.plaintext.writeWithUnsafeMutableBytes(minimumWritableBytes: wanted) { room in
                var filled = 0
                while filled < room.count, engine.mayRead {
                    var count = 0
                    outcome = engine.read(into: .init(rebasing: room[filled...]), count: &count)
                    guard outcome == .done else { break }
                    filled += count
                }
                return filled
            }
            flushSpill(context)
            guard state != .dead else { return }
            if scratch.plaintext.readableBytes > 0 {
                let plaintext = scratch.plaintext
                context.fireChannelRead(wrapInboundOut(plaintext))
            }
            switch outcome {
            case .done: continue
            case .wantsInput: return
            case .closed:
                if !peerClosed {
                    peerClosed = true
                    context.fireUserInboundEventTriggered(TLSEvent.peerClosed)
                }
                return
            case .failed(let failure):
                return die(context, failure)
            }
        }
    }

    // MARK: Outbound

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard state == .handshaking || state == .established else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        queued.append(unwrapOutboundIn(data))
        if let promise {
            if let earlier = queuedPromise { promise.futureResult.cascade(to: earlier) }
            queuedPromise = promise
        }
    }

    public func flush(context: ChannelHandlerContext) {
        guard state == .established else { return }
        flushQueued(context)
        context.flush()
    }

    /// Encrypts everything queued into one buffer and hands it down as one write.
    private func flushQueued(_ context: ChannelHandlerContext) {
        guard !queued.isEmpty else { return }
        var buffers = spare
        spare = []
        swap(&buffers, &queued)
        let promise = queuedPromise
        queuedPromise = nil

        var total = 0
        for buffer in buffers { total += buffer.readableBytes }
        let needed = total + (total / Self.recordPayload + buffers.count) * Self.recordOverhead
        var failure: TLSFailure?
        scratch.ciphertext.clear()
        scratch.ciphertext.writeWithUnsafeMutableBytes(minimumWritableBytes: needed) { room in
            engine.io.pointee.out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            engine.io.pointee.out_cap = room.count
            engine.io.pointee.out_len = 0
            failure = scratch.lendRecords(of: buffers) { encrypt($0) }
            let written = engine.io.pointee.out_len
            engine.io.pointee.out = nil
            engine.io.pointee.out_cap = 0
            engine.io.pointee.out_len = 0
            return written
        }
        if scratch.ciphertext.readableBytes > 0 {
            let ciphertext = scratch.takeCiphertext { Self.hasUnsent(context.channel) }
            context.write(wrapOutboundOut(ciphertext), promise: failure == nil ? promise : nil)
        } else if failure == nil {
            promise?.succeed(())
        }
        buffers.removeAll(keepingCapacity: true)
        spare = buffers
        flushSpill(context)
        if let failure {
            promise?.fail(failure)
            die(context, failure)
        }
    }

    private static func hasUnsent(_ channel: any Channel) -> Bool {
        do {
            return try channel.syncOptions?.getOption(.bufferedWritableBytes) ?? 0 > 0
        } catch {
            return true  // the channel is gone: nothing leaves
        }
    }

    private func encrypt(_ bytes: UnsafeRawBufferPointer) -> TLSFailure? {
        var rest = bytes
        while rest.count > 0 {
            var count = 0
            switch engine.write(rest, count: &count) {
            case .done: rest = .init(rebasing: rest[count...])
            // The BIO never asks to retry a write, and renegotiation is off: anything but success is the end.
            case .wantsInput, .closed:
                return TLSFailure(activity: "writing", reasons: ["the connection cannot take data"])
            case .failed(let failure): return failure
            }
        }
        return nil
    }

    /// Sends what OpenSSL produced outside a lent buffer: handshake flights, alerts, key updates, close_notify.
    private func flushSpill(_ context: ChannelHandlerContext, promise: EventLoopPromise<Void>? = nil) {
        let count = engine.io.pointee.spill_len
        guard count > 0, let spill = engine.io.pointee.spill else {
            promise?.succeed(())
            return
        }
        var buffer = context.channel.allocator.buffer(capacity: count)
        buffer.writeBytes(UnsafeRawBufferPointer(start: spill, count: count))
        gw_io_drop_spill(engine.io)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: promise)
        unreadControl = context.channel.isWritable ? 0 : unreadControl + count
        if state == .established, unreadControl > Self.unreadControlLimit {
            die(
                context,
                TLSFailure(activity: "writing", reasons: ["the peer has its messages answered and reads no answers"]))
        }
    }

    // MARK: The end

    /// `.output` says close_notify and leaves the socket open; its promise is kept when everything written has left.
    public func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch mode {
        case .all:
            sayGoodbye(context, promise: nil)
            failQueued(ChannelError.ioOnClosedChannel)
            context.close(mode: .all, promise: promise)
        case .output:
            sayGoodbye(context, promise: promise)
        case .input:
            context.close(mode: .input, promise: promise)
        }
    }

    private func sayGoodbye(_ context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
        if state == .established, !queued.isEmpty { flushQueued(context) }
        guard state == .established else {
            promise?.succeed(())
            return
        }
        state = .closing
        engine.shutdown()
        flushSpill(context, promise: promise)
    }

    public func triggerUserOutboundEvent(
        context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
    ) {
        guard case .endWithoutGoodbye? = event as? TLSOrder else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        if state == .established {
            flush(context: context)
            if state == .established { state = .closing }
        }
        promise?.succeed(())
    }

    private func die(_ context: ChannelHandlerContext, _ failure: TLSFailure) {
        guard state != .dead else { return }
        state = .dead
        failQueued(failure)
        context.fireErrorCaught(failure)
        context.close(mode: .all, promise: nil)
    }

    private func failQueued(_ error: any Error) {
        queued.removeAll()
        let promise = queuedPromise
        queuedPromise = nil
        promise?.fail(error)
    }
}

// A handler belongs to the one event loop of its channel.
@available(*, unavailable)
extension TLSHandler: Sendable {}
