internal import GatewayAccess
internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewayPages
internal import NIOCore

/// One request on its way through the gate: asks `RequestFlow` what becomes of it, brings it there and the answer back, and sees to its record.
///
/// The stages decide and the wire speaks; this class carries out. An HTTP/1.1 connection uses one again and again, HTTP/2 has one a stream. Its parts
/// are in `Passage+Local` (our own pages, refusals), `+Forward` (upstreams) and `+Tick` (deadlines, re-judging).
final class Passage {
    enum Phase {
        /// Nobody asks for anything.
        case idle
        /// Reading the body of a request for one of our own pages.
        case collecting(OwnRequest)
        /// The page is being made; or the record of a decision is on its way to the disk.
        case waiting(OwnRequest?)
        case forwarding(Exchange)
        case tunnel(Exchange)
        /// An answer of our own that has no end of its own.
        case streaming(OwnStream)
        /// The client is gone, or the request cut off: nothing more is sent.
        case over
    }

    /// What becomes of body bytes that arrive.
    enum Intake {
        case open
        /// Whoever they are for takes no more at the moment.
        case full
        /// They are for nobody (yet).
        case shut
    }

    let caller: Caller
    unowned let wire: any ClientWire
    var phase = Phase.idle
    var deadline = NIODeadline.distantFuture
    /// The request has arrived to its last byte.
    var bodyIsDone = true
    /// When the head of the request was there.
    private(set) var began = NIODeadline.now()

    init(of caller: Caller, over wire: any ClientWire) {
        self.caller = caller
        self.wire = wire
    }

    var loop: LoopContext { caller.loop }

    // MARK: The request

    /// A head is understood: what becomes of the request?
    ///
    /// - Parameter bytes: what the head was parsed from, lent for the call.
    func begin(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer) {
        bodyIsDone = head.body.isEmpty
        began = .now()
        let id = loop.nextRequestID()
        let now = loop.clock.now()
        let view = RequestView(head, bytes)
        switch caller.flow.verdict(on: view, request: id, at: now) {
        case .answer(let visitor):
            answerOurselves(head, bytes, visitor, id, at: now)
        case .refuse(let refusal, let visitor):
            refuse(head, bytes, view, refusal, visitor, id, at: now)
        case .forward(let permit, let route, let visitor, let client, let inputs):
            forward(head, bytes, view, permit, route, visitor, client, inputs, id, at: now)
        }
    }

    var intake: Intake {
        switch phase {
        case .collecting: .open
        case .forwarding(let exchange):
            if bodyIsDone {
                .shut
            } else if let upstream = exchange.upstream {
                upstream.isWritable ? .open : .full
            } else {
                .shut
            }
        case .tunnel(let exchange): exchange.upstream?.isWritable == true ? .open : .full
        case .idle, .waiting, .streaming, .over: .shut
        }
    }

    /// The next bytes of the body, or of the tunnel. Offered while `intake` is open.
    func take(_ piece: ByteBuffer) {
        switch phase {
        case .collecting(let request): collect(piece, for: request)
        case .forwarding(let exchange): relay(piece, of: exchange)
        case .tunnel(let exchange): relayToTunnel(piece, exchange)
        case .idle, .waiting, .streaming, .over: break
        }
    }

    /// The body is whole.
    func endBody(_ trailers: Trailers?) {
        bodyIsDone = true
        switch phase {
        case .collecting(let request): respond(to: request)
        case .forwarding(let exchange): endRequest(of: exchange, trailers)
        case .idle, .waiting, .tunnel, .streaming, .over: break
        }
    }

    /// All that has arrived was offered: nothing may stay behind unflushed, for the client may have nothing more to say.
    func paused() {
        switch phase {
        case .forwarding(let exchange): pausedSending(exchange)
        case .tunnel(let exchange): exchange.upstream?.flush()
        case .idle, .collecting, .waiting, .streaming, .over: break
        }
    }

    /// What was to be the body is none.
    func refuseBody() {
        switch phase {
        case .forwarding(let exchange): refuseRest(of: exchange)
        case .collecting: refuseMalformedBody()
        case .idle, .waiting, .tunnel, .streaming, .over: break
        }
    }

    // MARK: The client

    func clientWritabilityChanged() {
        switch phase {
        case .forwarding(let exchange), .tunnel(let exchange):
            guard exchange.held == nil else { return }
            if wire.isWritable { exchange.upstream?.resumeReading() } else { exchange.upstream?.holdReading() }
        case .streaming(let stream): goOn(with: stream)
        case .idle, .collecting, .waiting, .over: break
        }
    }

    /// Whoever asked is gone: so is what was asked for.
    func clientIsGone() {
        let ended = phase
        phase = .over
        switch ended {
        case .forwarding(let exchange):
            exchange.upstream?.abandon()
            recordEnd(of: exchange, failure: .clientGone)
        case .tunnel(let exchange):
            exchange.upstream?.abandon()
            recordEnd(of: exchange, failure: nil)
        case .streaming(let stream): stream.body.cancel()
        case .idle, .collecting, .waiting, .over: break
        }
    }

    /// The answer is written to its end.
    func finish(keepsAlive: Bool) {
        phase = .idle
        deadline = .distantFuture
        wire.finish(keepsAlive: keepsAlive)
    }

    func breakOff() {
        if case .streaming(let stream) = phase { stream.body.cancel() }
        phase = .over
        wire.breakOff()
    }
}

extension RequestBody {
    var isEmpty: Bool {
        switch self {
        case .none, .length(0): true
        case .length, .chunked: false
        }
    }
}

@available(*, unavailable)
extension Passage: Sendable {}
