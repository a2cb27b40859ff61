internal import GatewayHTTP1
internal import GatewayHTTP2
internal import NIOCore

/// One stream of an HTTP/2 connection to an upstream, for one exchange.
///
/// What the client does not take stays here, at most a window of it: the stream's window opens as the client reads.
final class HTTP2UpstreamStream: UpstreamLeg {
    private let connection: HTTP2UpstreamConnection
    private var id: HTTP2StreamID?
    private var front: (any UpstreamFront)?
    private var request = ResponseContext()
    private var inbox = ByteBuffer()
    private var holdsBack = false
    private var answered = false
    private var answerHasEnded = false
    private var requestIsSent = false
    private var trailers: Trailers?

    init(on connection: HTTP2UpstreamConnection) { self.connection = connection }

    private var session: HTTP2ClientSession { connection.session }

    // MARK: Towards the upstream

    var isWritable: Bool { id.map { session.isWritable($0) } ?? false }
    var hasTakenAll: Bool { id.map { session.queuedBytes(on: $0) == 0 } ?? false }

    func begin(for front: any UpstreamFront, _ request: ResponseContext, head: ByteBuffer, body: RequestBody) {
        self.front = front
        self.request = request
        requestIsSent = body.isEmpty
        guard let id = session.submitRequest(head, endsStream: body.isEmpty) else {
            // Between lending and use the upstream said that it is going: nothing of the request has left.
            return fail(.notProcessed)
        }
        self.id = id
        connection.adopt(self, as: id)
    }

    func send(_ piece: ByteBuffer) {
        if let id { session.submitData(piece, on: id) }
    }

    func sendEnd(_ trailers: Trailers?) {
        requestIsSent = true
        guard let id else { return }
        guard let trailers else { return session.submitEnd(on: id) }
        var lines = ByteBuffer()
        trailers.write(into: &lines)
        lines.endHead()
        session.submitEnd(on: id, trailers: lines)
    }

    func flush() { connection.scheduleFlush() }

    func holdReading() { holdsBack = true }

    func resumeReading() {
        guard holdsBack else { return }
        holdsBack = false
        deliver()
        front?.upstreamReadComplete()
    }

    func abandon() {
        front = nil
        inbox = ByteBuffer()
        if let id { session.reset(id, .cancel) }
        connection.scheduleFlush()
    }

    // MARK: From the upstream

    /// - Parameter bytes: the head as HTTP/1.1 would have written it, lent for the call.
    func receive(head bytes: UnsafeRawBufferPointer) {
        var parser = ResponseHeadParser()
        switch parser.parse(bytes, answering: request) {
        case .complete:
            answered = answered || !parser.head.isInterim
            front?.upstreamAnswered(parser.head, bytes)
        case .needsMore:
            refuse(nil)
        case .refused(let problem):
            refuse(problem)
        }
    }

    func receive(_ data: UnsafeRawBufferPointer) {
        inbox.writeBytes(data)
        if !holdsBack { deliver() }
    }

    func receive(trailers lines: UnsafeRawBufferPointer) {
        do throws(HeadProblem) {
            trailers = try Trailers(lines)
        } catch {
            refuse(error)
        }
    }

    func receiveEnd() {
        answerHasEnded = true
        if !holdsBack { deliver() }
    }

    func becameWritable() { front?.upstreamWritabilityChanged() }

    func readComplete() { front?.upstreamReadComplete() }

    private func deliver() {
        guard let id else { return }
        if inbox.readableBytes > 0 {
            let piece = inbox
            inbox = ByteBuffer()
            session.consume(piece.readableBytes, on: id)
            connection.scheduleFlush()
            front?.upstreamSent(piece)
        }
        guard answerHasEnded, inbox.readableBytes == 0, !holdsBack else { return }
        let front = self.front
        self.front = nil
        // RFC 9113 § 8.1: the answer is whole before the request is, so nobody wants the rest of the request.
        if !requestIsSent { session.reset(id, .noError) }
        front?.upstreamEnded(trailers: trailers)
    }

    private func refuse(_ problem: HeadProblem?) {
        if let id { session.reset(id, .protocolError) }
        fail(.protocolViolation(problem))
    }

    /// The stream is gone. An answer that is whole, and waits for a slow client, is not lost by it.
    func isClosed(with code: HTTP2ErrorCode) {
        guard !answerHasEnded else { return }
        // REFUSED_STREAM says that nothing was done about the request (RFC 9113 § 8.7).
        fail(code == .refusedStream ? .notProcessed : answered ? .cutShort : .unanswered)
    }

    /// What came on the connection was not HTTP/2.
    func isBroken() { fail(answered ? .cutShort : .protocolViolation(nil)) }

    private func fail(_ failure: ForwardFailure) {
        let front = self.front
        self.front = nil
        front?.upstreamFailed(failure)
    }
}

@available(*, unavailable)
extension HTTP2UpstreamStream: Sendable {}
