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
    /// `nil`: no WebSocket was offered.
    public var webSocket: WebSocketOffer?

    public init(toHead: Bool = false, webSocket: WebSocketOffer? = nil) {
        self.toHead = toHead
        self.webSocket = webSocket
    }

    /// - Parameters:
    ///   - bytes: what the request was parsed from.
    ///   - proof: as with `WebSocketOffer`.
    public init(
        of request: RequestHead, in bytes: UnsafeRawBufferPointer, proof: (UnsafeRawBufferPointer) -> [UInt8]
    ) {
        self.init(
            toHead: request.method == .head,
            webSocket: request.offersWebSocket ? WebSocketOffer(in: request, bytes, proof: proof) : nil)
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
