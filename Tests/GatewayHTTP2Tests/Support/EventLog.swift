import GatewayHTTP2
import NIOCore

/// Writes down what a session tells, and answers if it was told to.
final class EventLog: HTTP2Events {
    enum Event: Equatable {
        case head(HTTP2StreamID, String, endsStream: Bool)
        case data(HTTP2StreamID, String)
        case trailers(HTTP2StreamID, String)
        case end(HTTP2StreamID)
        case closed(HTTP2StreamID, HTTP2ErrorCode)
        case writable(HTTP2StreamID)
        case goAway(HTTP2ErrorCode, HTTP2StreamID)
    }

    private(set) var events: [Event] = []
    var onHead: (HTTP2Head, HTTP2StreamID) -> Void = { _, _ in }
    var onData: (UnsafeRawBufferPointer, HTTP2StreamID) -> Void = { _, _ in }
    var onEnd: (HTTP2StreamID) -> Void = { _ in }
    var onWritable: (HTTP2StreamID) -> Void = { _ in }

    func received(_ head: HTTP2Head, on stream: HTTP2StreamID) {
        events.append(.head(stream, String(buffer: head.text), endsStream: head.endsStream))
        onHead(head, stream)
    }

    func received(_ data: UnsafeRawBufferPointer, on stream: HTTP2StreamID) {
        events.append(.data(stream, String(decoding: data, as: UTF8.self)))
        onData(data, stream)
    }

    func receivedTrailers(_ trailers: ByteBuffer, on stream: HTTP2StreamID) {
        events.append(.trailers(stream, String(buffer: trailers)))
    }

    func receivedEnd(on stream: HTTP2StreamID) {
        events.append(.end(stream))
        onEnd(stream)
    }

    func closed(_ stream: HTTP2StreamID, with code: HTTP2ErrorCode) { events.append(.closed(stream, code)) }

    func becameWritable(_ stream: HTTP2StreamID) {
        events.append(.writable(stream))
        onWritable(stream)
    }

    func receivedGoAway(_ code: HTTP2ErrorCode, last: HTTP2StreamID) { events.append(.goAway(code, last)) }

    /// The text of all data of a stream, however it was cut.
    func body(of stream: HTTP2StreamID) -> String {
        events.reduce(into: "") { text, event in
            if case .data(stream, let piece) = event { text += piece }
        }
    }

    func heads() -> [String] {
        events.compactMap { if case .head(_, let text, _) = $0 { text } else { nil } }
    }

    func forget() { events = [] }
}

extension HTTP2StreamID: ExpressibleByIntegerLiteral {
    init(integerLiteral value: Int32) { self.init(rawValue: value) }
}
