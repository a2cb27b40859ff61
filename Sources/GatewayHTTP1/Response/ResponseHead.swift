/// How a response's body is framed (RFC 9112 § 6.3).
public enum ResponseBody: Hashable, Sendable {
    /// No body, whatever the fields say: to HEAD, 1xx, 204, 304.
    case none
    case length(UInt64)
    case chunked
    /// Until the upstream closes. An end without a close of the transport's own kind (TLS close_notify) is a
    /// truncation.
    case untilClose
    /// 101: from here on the connection is a tunnel.
    case tunnel
}

/// What was asked, as far as the reading of the answer depends on it.
public struct ResponseContext: Hashable, Sendable {
    public var toHead: Bool
    public var toWebSocketOffer: Bool

    public init(toHead: Bool = false, toWebSocketOffer: Bool = false) {
        self.toHead = toHead
        self.toWebSocketOffer = toWebSocketOffer
    }

    public init(of request: RequestHead) {
        self.init(toHead: request.method == .head, toWebSocketOffer: request.offersWebSocket)
    }
}

/// The head of a response: what was understood, as ranges of the caller's bytes.
public struct ResponseHead: Sendable {
    /// From the first byte given to the body, the empty line included.
    public internal(set) var length = 0
    /// 100 to 599.
    public internal(set) var status = 0
    public internal(set) var reasonPhrase = ByteRange.empty
    public internal(set) var version = HTTPVersion.http11
    public internal(set) var fields = HeadFields()
    public internal(set) var body = ResponseBody.none
    /// Whether the connection may carry another exchange when the body has ended as framed.
    public internal(set) var keepsAlive = false

    /// 1xx but 101: the answer proper is still to come (RFC 9110 § 15.2).
    public var isInterim: Bool { status < 200 && status != 101 }

    init() {}
}
