/// What this end of a connection announces in its SETTINGS frame (RFC 9113 § 6.5.2), with our values.
public struct HTTP2Settings: Hashable, Sendable {
    /// Streams a peer may have open at once. RFC 9113 recommends at least 100.
    public var maxConcurrentStreams: UInt32
    /// How many bytes of one stream's body may be under way before its consumer has taken them; at most 2^31 - 1.
    public var initialWindow: UInt32
    /// The same for all streams of a connection together: what one connection can have us hold. At least 65,535.
    public var connectionWindow: UInt32
    /// Names, values and 32 bytes a field, as an advice to the peer; what is enforced is in `HTTP2Limits`.
    public var maxHeaderListSize: UInt32
    /// The largest frame that may be sent to us: 16,384 to 2^24 - 1 bytes.
    public var maxFrameSize: UInt32
    /// The dynamic tables of HPACK (RFC 7541 § 4.2), ours and the peer's, in bytes each. 0 to 65,536.
    public var headerTableSize: UInt32
    /// Whether WebSockets may be opened on a stream (RFC 8441). For servers.
    public var enableConnectProtocol: Bool

    public init(
        maxConcurrentStreams: UInt32 = 100, initialWindow: UInt32 = 262_144, connectionWindow: UInt32 = 1_048_576,
        maxHeaderListSize: UInt32 = 65_536, maxFrameSize: UInt32 = 16_384, headerTableSize: UInt32 = 4_096,
        enableConnectProtocol: Bool = true
    ) {
        precondition(maxConcurrentStreams > 0 && initialWindow <= 1 << 31 - 1)
        precondition((65_535...1 << 31 - 1).contains(connectionWindow) && maxHeaderListSize > 0)
        precondition((16_384...1 << 24 - 1).contains(maxFrameSize) && headerTableSize <= 65_536)
        self.maxConcurrentStreams = maxConcurrentStreams
        self.initialWindow = initialWindow
        self.connectionWindow = connectionWindow
        self.maxHeaderListSize = maxHeaderListSize
        self.maxFrameSize = maxFrameSize
        self.headerTableSize = headerTableSize
        self.enableConnectProtocol = enableConnectProtocol
    }

    public static let standard = HTTP2Settings()
}
