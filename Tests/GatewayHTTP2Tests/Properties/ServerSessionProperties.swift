import GatewayHTTP1
import GatewayHTTP2
import NIOCore

/// What must hold for a server's session whatever bytes a client sends. Fuzzed, and replayed by ordinary tests.
package enum ServerSessionProperties {
    /// - Parameter input: what the client sends; without a preface one is put before it.
    /// - Returns: what does not hold, or `nil`.
    package static func violation(in input: [UInt8]) -> String? {
        let bytes = input.starts(with: "PRI ".utf8) ? input : greeting + input
        let whole = trace(of: bytes, inPiecesOf: .max)
        if let violation = whole.violation { return violation }
        for size in [1, 17, 1_000] where size > bytes.count / 500 {
            let pieces = trace(of: bytes, inPiecesOf: size)
            if let violation = pieces.violation { return "in pieces of \(size): \(violation)" }
            if pieces.settled != whole.settled { return "in pieces of \(size): \(pieces.steps), whole: \(whole.steps)" }
        }
        return answering(bytes)
    }

    /// The preface and an empty SETTINGS frame.
    static let greeting = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]

    /// Reads alone: nothing is written, as if the socket were full.
    private static func trace(of bytes: [UInt8], inPiecesOf size: Int) -> SessionTrace {
        let trace = SessionTrace(judge: problem)
        guard let session = session() else { return trace }
        var start = 0
        while start < bytes.count {
            // A copy of its own: reading beside it is caught by the address sanitizer.
            let piece = Array(bytes[start..<min(bytes.count, start + min(size, bytes.count))])
            _ = piece.withUnsafeBytes { session.receive($0, at: now, telling: trace) }
            start += piece.count
        }
        return trace
    }

    /// Answers in every way there is, and writes after each piece.
    private static func answering(_ bytes: [UInt8]) -> String? {
        let trace = SessionTrace(judge: problem)
        guard let session = session() else { return nil }
        trace.onHead = { head, stream in answer(head, on: stream, by: session) }
        trace.onData = { count, stream in
            session.consume(count, on: stream)
            session.submitData(ByteBuffer(repeating: 0x62, count: 3 * count), on: stream)
        }
        trace.onEnd = {
            session.submitEnd(on: $0, trailers: $0.rawValue % 4 == 1 ? ByteBuffer(string: "a: b\r\n\r\n") : nil)
        }
        var frames = FrameStream()
        for start in stride(from: 0, to: bytes.count, by: 500) {
            let piece = Array(bytes[start..<min(bytes.count, start + 500)])
            _ = piece.withUnsafeBytes { session.receive($0, at: now, telling: trace) }
            var output = ByteBuffer()
            _ = session.writeOutput(into: &output, atMost: 700, at: now, telling: trace)
            if let problem = frames.add(Array(output.readableBytesView)) { return problem }
        }
        var output = ByteBuffer()
        _ = session.writeOutput(into: &output, atMost: 1 << 24, at: now, telling: trace)
        if let problem = frames.add(Array(output.readableBytesView)) { return problem }
        if !frames.endsWithWholeFrame { return "half a frame" }
        if session.failure != nil, !session.isFinished { return "failed and not finished" }
        return trace.violation
    }

    private static func answer(_ head: HTTP2Head, on stream: HTTP2StreamID, by session: HTTP2ServerSession) {
        let kind = head.text.readableBytes % 8
        if head.isWebSocket {
            session.submitHead(ByteBuffer(string: "HTTP/1.1 101 S\r\n\r\n"), on: stream, endsStream: false)
            return
        }
        switch kind {
        case 0: session.reset(stream, .cancel)
        case 1: session.submitHead(ByteBuffer(string: "HTTP/1.1 204 N\r\na: b\r\n\r\n"), on: stream, endsStream: true)
        case 2: session.submitHead(ByteBuffer(string: "no head"), on: stream, endsStream: true)
        default:
            if kind == 3 {
                session.submitHead(ByteBuffer(string: "HTTP/1.1 100 C\r\n\r\n"), on: stream, endsStream: false)
            }
            session.submitHead(ByteBuffer(string: "HTTP/1.1 200 O\r\na: b\r\n\r\n"), on: stream, endsStream: false)
            session.submitData(ByteBuffer(repeating: 0x61, count: kind * 9_000), on: stream)
            if kind == 4 { session.submitEnd(on: stream) }
        }
    }

    /// A head must be whole: read to its end, or refused for what it says.
    private static func problem(of head: HTTP2Head) -> String? {
        var parser = RequestHeadParser()
        switch head.text.withUnsafeReadableBytes({ parser.parse($0) }) {
        case .refused: return nil
        case .needsMore: return "a head that wants more"
        case .complete(let length):
            if length != head.text.readableBytes { return "a head and more" }
            if head.isWebSocket != parser.head.offersWebSocket { return "a WebSocket that is none, or the other way" }
            if head.endsStream, parser.head.body == .chunked { return "a body without bytes" }
            return nil
        }
    }

    private static func session() -> HTTP2ServerSession? {
        var limits = HTTP2Limits.standard
        // How much waits depends on when it is written, which is what is varied here.
        limits.queuedFrames = 1 << 20
        return try? HTTP2ServerSession(limits: limits, webSocketKey: { WebSocketKey(random: (1, 2)) })
    }

    private static let now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
}
