public import NIOCore

/// The head of a message as HTTP/1.1 would have written it.
public struct HTTP2Head: Sendable {
    /// A whole head with its empty line, for `RequestHeadParser` (on a server) or `ResponseHeadParser` (on a client).
    /// A body without a length is announced as chunked; it comes without that coding, as plain `received(_:on:)`.
    public let text: ByteBuffer
    /// No body and no trailers follow.
    public let endsStream: Bool
    /// An offer of RFC 8441, written as the one of RFC 6455. Once it is accepted, data is the tunnel's.
    public let isWebSocket: Bool
}

/// What happens on a connection. Called inside `receive` and `writeOutput` of a session, and nowhere else.
///
/// Everything of a session may be called from here but those two. A stream's events come in this order: heads, data,
/// trailers, the end, and `closed`, which is always the last and may come at any time.
public protocol HTTP2Events: AnyObject {
    /// A request on a server; on a client an answer, of which interim ones (1xx) may come before.
    func received(_ head: HTTP2Head, on stream: HTTP2StreamID)

    /// Bytes of a body, valid during the call. The peer's window stays smaller by them until they are consumed.
    func received(_ data: UnsafeRawBufferPointer, on stream: HTTP2StreamID)

    /// Field lines and an empty line.
    func receivedTrailers(_ trailers: ByteBuffer, on stream: HTTP2StreamID)

    /// The peer has said all it had to say on this stream.
    func receivedEnd(on stream: HTTP2StreamID)

    /// The stream is gone; its number is not known any more. An orderly end, or a reset by either side.
    func closed(_ stream: HTTP2StreamID, with code: HTTP2ErrorCode)

    /// A producer that was held back may go on.
    func becameWritable(_ stream: HTTP2StreamID)

    /// The peer is going: streams above `last` were not looked at, and no new ones may be opened.
    func receivedGoAway(_ code: HTTP2ErrorCode, last: HTTP2StreamID)
}
