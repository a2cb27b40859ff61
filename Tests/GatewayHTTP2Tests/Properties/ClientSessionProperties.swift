import GatewayHTTP1
import GatewayHTTP2
import NIOCore

/// What must hold for a client's session whatever bytes an upstream sends. Fuzzed, and replayed by ordinary tests.
package enum ClientSessionProperties {
    /// - Parameter input: what the upstream sends to four requests, one of them HEAD and one with a body under way.
    /// - Returns: what does not hold, or `nil`.
    package static func violation(in input: [UInt8]) -> String? {
        let whole = trace(of: input, inPiecesOf: .max)
        if let violation = whole.violation { return violation }
        for size in [1, 17, 1_000] where size > input.count / 500 {
            let pieces = trace(of: input, inPiecesOf: size)
            if let violation = pieces.violation { return "in pieces of \(size): \(violation)" }
            if pieces.settled != whole.settled { return "in pieces of \(size): \(pieces.steps), whole: \(whole.steps)" }
        }
        return nil
    }

    private static func trace(of input: [UInt8], inPiecesOf size: Int) -> SessionTrace {
        let streams: [Int32] = [1, 3, 5, 7]
        let trace = SessionTrace(opened: streams.map { HTTP2StreamID(rawValue: $0) }, judge: problem)
        guard let session = session(), ask(session, trace) else { return trace }
        trace.onData = { count, stream in session.consume(count, on: stream) }
        var start = 0
        while start < input.count {
            let piece = Array(input[start..<min(input.count, start + min(size, input.count))])
            _ = piece.withUnsafeBytes { session.receive($0, at: now, telling: trace) }
            start += piece.count
        }
        var frames = FrameStream()
        var output = ByteBuffer()
        _ = session.writeOutput(into: &output, atMost: 1 << 24, at: now, telling: trace)
        if let problem = frames.add(Array(output.readableBytesView)) {
            trace.violate(problem, HTTP2StreamID(rawValue: 0))
        }
        return trace
    }

    private static func ask(_ session: HTTP2ClientSession, _ trace: SessionTrace) -> Bool {
        for (request, ends) in [("GET", true), ("HEAD", true), ("POST", false), ("GET", true)] {
            let head = ByteBuffer(string: "\(request) / HTTP/1.1\r\nHost: a\r\n\r\n")
            guard let stream = session.submitRequest(head, endsStream: ends) else { return false }
            if !ends { session.submitData(ByteBuffer(repeating: 1, count: 100_000), on: stream) }
        }
        var output = ByteBuffer()
        return session.writeOutput(into: &output, atMost: 1 << 24, at: now, telling: trace) == nil
    }

    /// A head must be whole, and be framed otherwise than by the end of the connection.
    private static func problem(of head: HTTP2Head) -> String? {
        for context in [ResponseContext(), ResponseContext(toHead: true)] {
            var parser = ResponseHeadParser()
            switch head.text.withUnsafeReadableBytes({ parser.parse($0, answering: context) }) {
            case .refused: break
            case .needsMore: return "a head that wants more"
            case .complete(let length):
                if length != head.text.readableBytes { return "a head and more" }
                if parser.head.body == .tunnel { return "a tunnel nobody asked for" }
            }
        }
        return nil
    }

    private static func session() -> HTTP2ClientSession? {
        var limits = HTTP2Limits.standard
        limits.queuedFrames = 1 << 20
        return try? HTTP2ClientSession(limits: limits)
    }

    private static let now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
}
