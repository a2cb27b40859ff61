/// How a request's body is framed (RFC 9112 § 6.3).
public enum RequestBody: Hashable, Sendable {
    case none
    /// `Content-Length`, in bytes; may be 0; at most 2^63 - 1.
    case length(UInt64)
    case chunked
}

/// The head of a request: what was understood, as ranges of the caller's bytes.
public struct RequestHead: Sendable {
    /// From the first byte given to the body: the leading CRLF, if any, and the empty line included.
    public internal(set) var length = 0
    public internal(set) var method = RequestMethod.other
    public internal(set) var methodRange = ByteRange.empty
    public internal(set) var target = RequestTarget(form: .origin, whole: .empty, path: .empty, query: nil)
    public internal(set) var version = HTTPVersion.http11
    public internal(set) var fields = HeadFields()
    /// Always there in HTTP/1.1; may be missing in HTTP/1.0.
    public internal(set) var host: Authority?
    public internal(set) var body = RequestBody.none
    /// Whether the client wants another exchange on this connection (RFC 9112 § 9.3).
    public internal(set) var keepsAlive = false
    /// `Expect: 100-continue` from a client that understands it.
    public internal(set) var expectsContinue = false
    /// `TE: trailers`.
    public internal(set) var acceptsTrailers = false
    /// A well-formed offer of RFC 6455 § 4.1. Offers of other protocols, as h2c, are ignored and not forwarded.
    public internal(set) var offersWebSocket = false
    /// The 32 digits of the identifier of the trace it belongs to (W3C Trace Context); `nil` without a well-formed `traceparent`.
    public internal(set) var traceID: ByteRange?

    init() {}
}
