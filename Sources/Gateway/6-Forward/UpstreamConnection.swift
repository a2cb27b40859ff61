internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewayTLS
internal import NIOCore

/// One connection to an upstream, in use by one exchange at a time.
///
/// It reads the answer strictly, takes its framing apart, and holds reading back while the client is slow.
final class UpstreamConnection: ChannelDuplexHandler, UpstreamLeg {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        case connecting
        case idle
        case head
        case body(remaining: UInt64)
        case chunked
        case untilClose
        case tunnel
        case closed
    }

    let target: UpstreamTarget
    private unowned let pool: UpstreamPool
    private var context: ChannelHandlerContext?
    private var phase = Phase.connecting
    /// While it is lent; given up with the exchange, at its end or when it is abandoned.
    private var front: (any UpstreamFront)?
    private var request = ResponseContext()
    private var parser = ResponseHeadParser()
    private var chunks = ChunkedDecoder()
    private var inbox = ByteBuffer()
    private var answered = false
    private var keepsAlive = true
    /// The request is sent to its last byte: only then may the connection carry another one.
    private var requestIsSent = false
    private var sendsChunks = false
    private var holdsReading = false
    private var readIsWanted = false
    private var peerClosedCleanly = false
    private var failedUnderway = false
    private var stands = false
    /// How often it was used; a kept connection may be stale, a fresh one cannot.
    private(set) var uses = 0
    var idleSince = NIODeadline.now()
    /// Given back when this is gone.
    private let slot: MemberSlot?
    private let addressGeneration: UInt64

    init(target: UpstreamTarget, pool: UpstreamPool, slot: MemberSlot?) {
        self.target = target
        self.pool = pool
        self.slot = slot
        addressGeneration = target.member.addresses.generation
    }

    /// Not to be kept: the name leads elsewhere by now, or somebody waits for its place.
    var isUnwanted: Bool {
        addressGeneration != target.member.addresses.generation || target.member.slots.isWanted
    }

    /// As the channel last said.
    private(set) var isWritable = true
    var hasTakenAll: Bool { isWritable }

    func begin(for front: any UpstreamFront, _ request: ResponseContext, head: ByteBuffer, body: RequestBody) {
        self.front = front
        self.request = request
        phase = .head
        answered = false
        keepsAlive = true
        requestIsSent = body.isEmpty
        sendsChunks = body == .chunked
        uses += 1
        resumeReading()
        write(head)
    }

    func send(_ piece: ByteBuffer) {
        guard sendsChunks else { return write(piece) }
        var frame = ByteBuffer()
        ChunkedEncoding.writeSizeLine(piece.readableBytes, into: &frame)
        write(frame)
        write(piece)
        frame.clear()
        ChunkedEncoding.writeDataEnd(into: &frame)
        write(frame)
    }

    func sendEnd(_ trailers: Trailers?) {
        requestIsSent = true
        guard sendsChunks else { return }
        var end = ByteBuffer()
        ChunkedEncoding.writeEnd(trailers, into: &end)
        write(end)
    }

    private func write(_ bytes: ByteBuffer) {
        context?.write(wrapOutboundOut(bytes), promise: nil)
    }

    func flush() { context?.flush() }

    /// The exchange is off: nothing more is delivered, and the connection is of no further use.
    func abandon() {
        front = nil
        close()
    }

    func holdReading() { holdsReading = true }

    func resumeReading() {
        guard holdsReading else { return }
        holdsReading = false
        guard readIsWanted, let context else { return }
        readIsWanted = false
        context.read()
    }

    func read(context: ChannelHandlerContext) {
        if holdsReading { readIsWanted = true } else { context.read() }
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    /// The transport stands (TLS included): from now on it can be lent.
    func becomeReady() {
        phase = .idle
        stands = true
        pool.standing += 1
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        switch phase {
        case .tunnel:
            front?.tunnelSent(bytes)
        case .head, .body, .chunked, .untilClose:
            if inbox.readableBytes == 0 { inbox = bytes } else { inbox.writeImmutableBuffer(bytes) }
            digest()
            if inbox.readableBytes == 0 { inbox = ByteBuffer() }
        case .idle:
            // Nobody asked for anything: a later request must not be answered with this.
            close()
        case .connecting, .closed:
            break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) { front?.upstreamReadComplete() }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        front?.upstreamWritabilityChanged()
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .peerClosed? = event as? TLSEvent {
            // Nothing more will come: an answer without a length is whole, an idle connection of no more use, anything else cut short.
            peerClosedCleanly = true
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What it means follows from where we were when the channel goes.
        failedUnderway = true
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let ended = phase
        phase = .closed
        isWritable = false
        pool.forget(self)
        if stands { pool.standing -= 1 }
        let front = self.front
        self.front = nil
        switch ended {
        case .connecting, .idle, .closed:
            break
        case .head:
            front?.upstreamFailed(
                answered || inbox.readableBytes > 0 ? .cutShort : uses > 1 ? .stale : .unanswered)
        case .body, .chunked:
            front?.upstreamFailed(.cutShort)
        case .untilClose:
            // Over TLS only close_notify says that nothing was cut off (RFC 8446 § 6.1), over TCP an orderly end, which a reset is not.
            if target.tls == nil ? !failedUnderway : peerClosedCleanly {
                front?.upstreamEnded(trailers: nil)
            } else {
                front?.upstreamFailed(.cutShort)
            }
        case .tunnel:
            front?.tunnelEnded()
        }
        context.fireChannelInactive()
    }

    // MARK: Reading the answer

    private func digest() {
        while inbox.readableBytes > 0 {
            switch phase {
            case .head:
                guard digestHead() else { return }
            case .body(let remaining):
                let count = Int(min(remaining, UInt64(inbox.readableBytes)))
                if let piece = inbox.readSlice(length: count) { front?.upstreamSent(piece) }
                // The front may have given up at this piece.
                guard case .body = phase else { return }
                let left = remaining - UInt64(count)
                if left == 0 { return finish(trailers: nil) }
                phase = .body(remaining: left)
            case .chunked:
                guard digestChunks() else { return }
            case .untilClose:
                let all = inbox
                inbox = ByteBuffer()
                front?.upstreamSent(all)
            case .tunnel:
                let rest = inbox
                inbox = ByteBuffer()
                front?.tunnelSent(rest)
            case .idle, .connecting, .closed:
                return close()  // more than the answer: the next request would get it
            }
        }
    }

    /// - Returns: whether there may be more to digest.
    private func digestHead() -> Bool {
        let bytes = inbox
        var length = 0
        let goesOn: Bool = bytes.withUnsafeReadableBytes { lent in
            switch parser.parse(lent, answering: request) {
            case .needsMore:
                return false
            case .refused(let problem):
                fail(.protocolViolation(problem))
                return false
            case .complete(let count):
                length = count
                answered = true
                let head = parser.head
                if !head.isInterim {
                    keepsAlive = head.keepsAlive
                    switch head.body {
                    case .none: phase = .body(remaining: 0)
                    case .length(let total): phase = .body(remaining: total)
                    case .chunked:
                        chunks = ChunkedDecoder()
                        phase = .chunked
                    case .untilClose: phase = .untilClose
                    case .tunnel: phase = .tunnel
                    }
                }
                front?.upstreamAnswered(head, lent)
                return true
            }
        }
        guard goesOn else { return false }
        inbox.moveReaderIndex(forwardBy: length)
        if case .body(remaining: 0) = phase {
            finish(trailers: nil)
            return false
        }
        return true
    }

    /// - Returns: whether there may be more to digest.
    private func digestChunks() -> Bool {
        let bytes = inbox
        var position = 0
        var event = ChunkedDecoder.Event.needsMore
        repeat {
            event = bytes.withUnsafeReadableBytes { chunks.next(in: $0, at: &position) }
            if case .data(let range) = event,
                let piece = bytes.getSlice(at: bytes.readerIndex + range.lowerBound, length: range.count)
            {
                front?.upstreamSent(piece)
            }
        } while event.isData
        // The front may have given up in between.
        guard case .chunked = phase else { return false }
        inbox.moveReaderIndex(forwardBy: position)
        switch event {
        case .data, .needsMore: break
        case .end: finish(trailers: chunks.trailers)
        case .refused: fail(.protocolViolation(nil))
        }
        return false
    }

    private func finish(trailers: Trailers?) {
        let front = self.front
        let isReusable = keepsAlive && requestIsSent && inbox.readableBytes == 0
        self.front = nil
        if isReusable {
            phase = .idle
            inbox = ByteBuffer()
            pool.giveBack(self)
        } else {
            close()
        }
        front?.upstreamEnded(trailers: trailers)
    }

    private func fail(_ failure: ForwardFailure) {
        let front = self.front
        self.front = nil
        close()
        front?.upstreamFailed(failure)
    }

    private func close() {
        phase = .closed
        pool.forget(self)
        context?.close(promise: nil)
    }
}

extension ChunkedDecoder.Event {
    fileprivate var isData: Bool {
        if case .data = self { true } else { false }
    }
}

@available(*, unavailable)
extension UpstreamConnection: Sendable {}
