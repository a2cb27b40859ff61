import GatewayHTTP2
import NIOCore

/// What a session tells while it is fed any bytes, in a form that does not depend on how they were cut; and what it must
/// never tell.
final class SessionTrace: HTTP2Events {
    enum Step: Equatable {
        case head(String)
        case data([UInt8])
        case trailers(String)
        case end
        case closed(HTTP2ErrorCode)
        case goAway(HTTP2ErrorCode)
    }

    /// How far a stream has come.
    private enum Phase {
        case heads, body, ended
    }

    /// The steps of each stream; those of the connection under 0.
    private(set) var steps: [HTTP2StreamID: [Step]] = [:]
    private(set) var violation: String?
    private var phases: [HTTP2StreamID: Phase] = [:]
    private let judge: (HTTP2Head) -> String?
    var onHead: (HTTP2Head, HTTP2StreamID) -> Void = { _, _ in }
    var onData: (Int, HTTP2StreamID) -> Void = { _, _ in }
    var onEnd: (HTTP2StreamID) -> Void = { _ in }

    /// - Parameters:
    ///   - opened: streams that are known before anything is told of them.
    ///   - judge: what is wrong with a head, if anything.
    init(opened: [HTTP2StreamID] = [], judge: @escaping (HTTP2Head) -> String?) {
        self.judge = judge
        for stream in opened { phases[stream] = .heads }
    }

    func received(_ head: HTTP2Head, on stream: HTTP2StreamID) {
        if phases[stream] ?? .heads != .heads { violate("a head behind the body", stream) }
        phases[stream] = head.text.readableBytesView.starts(with: Array("HTTP/1.1 1".utf8)) ? .heads : .body
        let text = Array(head.text.readableBytesView)
        if let problem = Self.lineProblem(text) ?? judge(head) { violate(problem, stream) }
        add(.head(String(decoding: text, as: UTF8.self)), to: stream)
        onHead(head, stream)
    }

    func received(_ data: UnsafeRawBufferPointer, on stream: HTTP2StreamID) {
        if phases[stream] != .body { violate("data outside a body", stream) }
        if data.isEmpty { violate("no data", stream) }
        if case .data(let before) = steps[stream]?.last {
            steps[stream]?.removeLast()
            add(.data(before + data), to: stream)
        } else {
            add(.data(Array(data)), to: stream)
        }
        onData(data.count, stream)
    }

    func receivedTrailers(_ trailers: ByteBuffer, on stream: HTTP2StreamID) {
        if phases[stream] != .body { violate("trailers outside a body", stream) }
        let text = Array(trailers.readableBytesView)
        if let problem = text == [13, 10] ? nil : Self.lineProblem(text) { violate(problem, stream) }
        add(.trailers(String(decoding: text, as: UTF8.self)), to: stream)
    }

    func receivedEnd(on stream: HTTP2StreamID) {
        if phases[stream] != .body { violate("an end outside a body", stream) }
        phases[stream] = .ended
        add(.end, to: stream)
        onEnd(stream)
    }

    func closed(_ stream: HTTP2StreamID, with code: HTTP2ErrorCode) {
        if phases.removeValue(forKey: stream) == nil { violate("closed without having been opened", stream) }
        add(.closed(code), to: stream)
    }

    func becameWritable(_ stream: HTTP2StreamID) {
        if phases[stream] == nil { violate("writable and not open", stream) }
    }

    func receivedGoAway(_ code: HTTP2ErrorCode, last: HTTP2StreamID) {
        add(.goAway(code), to: HTTP2StreamID(rawValue: 0))
    }

    /// What must be the same however the bytes are cut. How much of a body is handed out before it turns out to be
    /// wrong may differ, and so may what is still read once the peer has said that it is going.
    var settled: [HTTP2StreamID: [Step]] {
        steps.mapValues { steps in
            if steps.contains(.end) { return steps }
            if case .goAway = steps.first { return Array(steps.prefix(1)) }
            return steps.filter { if case .data = $0 { false } else { true } }
        }
    }

    private func add(_ step: Step, to stream: HTTP2StreamID) { steps[stream, default: []].append(step) }

    func violate(_ what: String, _ stream: HTTP2StreamID) { violation = violation ?? "\(what), stream \(stream)" }

    /// Lines end with CR LF and hold neither beside; one empty line, the last.
    private static func lineProblem(_ text: [UInt8]) -> String? {
        guard text.count >= 4, text.suffix(4).elementsEqual([13, 10, 13, 10]) else { return "no empty line at the end" }
        var lineStart = 0
        for (index, byte) in text.enumerated() {
            switch byte {
            case 13: if index + 1 == text.count || text[index + 1] != 10 { return "a bare CR" }
            case 10:
                if index == 0 || text[index - 1] != 13 { return "a bare LF" }
                if index == lineStart + 1, index + 1 != text.count { return "an empty line inside" }
                lineStart = index + 1
            case 0: return "NUL"
            default: break
            }
        }
        return nil
    }
}
