internal import GatewayHTTP1
internal import GatewayHTTP2
internal import GatewayPages
internal import NIOCore

/// One stream of a client's HTTP/2 connection: one request and its answer.
final class HTTP2Stream {
    let id: HTTP2StreamID
    let readsSuccessAsTunnel: Bool
    private unowned let connection: HTTP2Connection
    private(set) lazy var passage = Passage(of: connection.caller, over: self)
    /// Body that has come and that nobody has taken. The stream's window bounds it: what lies here does not open it again.
    private var inbox = ByteBuffer()
    private var bodyHasEnded = false
    private var trailers: Trailers?
    /// A head waits for what follows it, which may be the end.
    private var head: ByteBuffer?
    private var answerHasEnded = false
    private var isOffering = false

    init(_ id: HTTP2StreamID, isWebSocket: Bool, of connection: HTTP2Connection) {
        self.id = id
        readsSuccessAsTunnel = isWebSocket
        self.connection = connection
    }

    private var session: HTTP2ServerSession { connection.session }

    // MARK: What the client sends

    /// - Parameter bytes: what the head was parsed from, lent for the call.
    func begin(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer) { passage.begin(head, bytes) }

    func refuse(_ problem: HeadProblem) { passage.refuseMalformed(problem) }

    func receive(_ data: UnsafeRawBufferPointer) {
        // What comes behind the answer is for nobody; the session gives its bytes back to the window.
        if !answerHasEnded { inbox.writeBytes(data) }
    }

    func receive(_ trailers: Trailers) { self.trailers = trailers }

    func receiveEnd() {
        bodyHasEnded = true
        endTunnelWhenEmpty()
    }

    /// Once the client's half of a tunnel has been passed on, what is still to come from the other side has nobody to talk to.
    private func endTunnelWhenEmpty() {
        guard bodyHasEnded, inbox.readableBytes == 0, case .tunnel = passage.phase else { return }
        passage.paused()
        passage.clientIsGone()
        finish(keepsAlive: false)
    }

    func isClosed() { passage.clientIsGone() }
}

// MARK: - What the client is told

extension HTTP2Stream: ClientWire {
    var isWritable: Bool { session.isWritable(id) }

    func send(_ response: LocalResponse, isHead: Bool, keepsAlive: Bool) {
        var head = connection.caller.loop.allocator.buffer(capacity: LoopContext.usualHead)
        response.writeHead(into: &head, at: connection.caller.loop.clock.now())
        let hasBody = !isHead && response.hasBody
        session.submitHead(head, on: id, endsStream: !hasBody)
        answerHasEnded = true
        guard hasBody else { return }
        session.submitData(ByteBuffer(bytes: response.body), on: id)
        session.submitEnd(on: id)
    }

    func sendInterim(_ head: ByteBuffer) {
        session.submitHead(head, on: id, endsStream: false)
        connection.scheduleFlush()
    }

    func sendHead(_ head: ByteBuffer, framing: AnswerFraming) {
        switch framing {
        case .none, .asIs, .chunked, .untilClose: self.head = head
        case .tunnel:
            session.submitHead(head, on: id, endsStream: false)
            connection.scheduleFlush()
            askForBody()
        }
    }

    func takeBackHead() -> Bool {
        guard head != nil else { return false }
        head = nil
        return true
    }

    func sendBody(_ piece: ByteBuffer) {
        submitHead(endsStream: false)
        session.submitData(piece, on: id)
    }

    func sendEnd(_ trailers: Trailers?) {
        guard !answerHasEnded else { return }
        answerHasEnded = true
        guard let trailers else {
            if head == nil { session.submitEnd(on: id) } else { submitHead(endsStream: true) }
            return
        }
        submitHead(endsStream: false)
        var lines = ByteBuffer()
        trailers.write(into: &lines)
        lines.endHead()
        session.submitEnd(on: id, trailers: lines)
    }

    private func submitHead(endsStream: Bool) {
        guard let head else { return }
        self.head = nil
        session.submitHead(head, on: id, endsStream: endsStream)
    }

    func flush() {
        submitHead(endsStream: false)
        connection.scheduleFlush()
    }

    func askForBody() {
        // Whoever takes a piece may ask for the next from within.
        guard !isOffering else { return }
        isOffering = true
        defer { isOffering = false }
        while inbox.readableBytes > 0, passage.intake == .open {
            let piece = inbox
            inbox = ByteBuffer()
            passage.take(piece)
            session.consume(piece.readableBytes, on: id)
            connection.scheduleFlush()
        }
        if bodyHasEnded, inbox.readableBytes == 0, !passage.bodyIsDone, passage.intake != .shut {
            passage.endBody(trailers)
        }
        passage.paused()
        endTunnelWhenEmpty()
    }

    func finish(keepsAlive: Bool) {
        sendEnd(nil)
        inbox = ByteBuffer()
        connection.scheduleFlush()
    }

    func breakOff() {
        session.reset(id, .internalError)
        connection.scheduleFlush()
    }
}

@available(*, unavailable)
extension HTTP2Stream: Sendable {}
