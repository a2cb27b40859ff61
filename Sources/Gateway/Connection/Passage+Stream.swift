internal import GatewayIdentity
internal import GatewayPages
internal import NIOCore

/// An answer of our own that is made while it is sent.
final class OwnStream {
    let body: StreamedBody
    let visitor: Visitor
    /// The connection may carry another request behind it.
    let keepsAlive: Bool
    /// It makes its next piece.
    var isAsked = false

    init(_ body: StreamedBody, for visitor: Visitor, keepsAlive: Bool) {
        self.body = body
        self.visitor = visitor
        self.keepsAlive = keepsAlive
    }
}

/// Streams of our own pages: one piece at a time, the next when the one before has left, for as long as whoever asked may have it.
extension Passage {
    /// A client that takes nothing for so long is cut.
    private static let streamPatience = TimeAmount.seconds(20)

    func begin(_ body: StreamedBody, of response: LocalResponse, to request: OwnRequest) {
        let knowsChunks = request.knowsChunks
        let keepsAlive = request.keepsAlive && knowsChunks
        guard !request.isHead, !loop.node.isDraining else {
            body.cancel()
            wire.send(response, isHead: true, keepsAlive: false)
            return finish(keepsAlive: false)
        }
        let stream = OwnStream(body, for: request.visitor, keepsAlive: keepsAlive)
        var head = loop.allocator.buffer(capacity: LoopContext.usualHead)
        response.writeHead(
            into: &head, framing: knowsChunks ? .chunked : .untilClose, keepsAlive: keepsAlive, at: loop.clock.now())
        phase = .streaming(stream)
        deadline = .distantFuture
        wire.sendHead(head, framing: knowsChunks ? .chunked : .untilClose)
        wire.flush()
        ask(stream)
    }

    /// Leaves the loop until there is a piece.
    private func ask(_ stream: OwnStream) {
        guard !stream.isAsked else { return }
        stream.isAsked = true
        deadline = .distantFuture
        let me = NIOLoopBound(self, eventLoop: loop.loop)
        let mine = NIOLoopBound(stream, eventLoop: loop.loop)
        let (eventLoop, body) = (loop.loop, stream.body)
        // One task a stream, because the next piece is asked for when this one is here; it ends when the body is cancelled.
        Task {
            let piece = await body.next()
            eventLoop.execute { me.value.send(piece, of: mine.value) }
        }
    }

    private func send(_ piece: [UInt8]?, of stream: OwnStream) {
        guard case .streaming(let current) = phase, current === stream else { return }
        stream.isAsked = false
        guard let piece else { return end(stream) }
        wire.sendBody(ByteBuffer(bytes: piece))
        wire.flush()
        goOn(with: stream)
    }

    /// The next piece, if the client takes it.
    func goOn(with stream: OwnStream) {
        if wire.isWritable { return ask(stream) }
        if !stream.isAsked, deadline == .distantFuture { deadline = loop.roughNow + Self.streamPatience }
    }

    /// In order: what was sent is whole.
    func end(_ stream: OwnStream) {
        phase = .waiting(nil)
        stream.body.cancel()
        wire.sendEnd(nil)
        finish(keepsAlive: stream.keepsAlive)
    }

    /// It lives by certificate and session of whoever asked, and no longer than the node serves.
    func review(_ stream: OwnStream, at now: UnixTime) {
        if loop.node.isDraining || caller.flow.refusal(of: stream.visitor, at: now) != nil { end(stream) }
    }
}
