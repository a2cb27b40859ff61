public import GatewayLimits

/// What one node takes on at a time, and how long it waits.
public struct ConnectionLimits: Hashable, Sendable {
    /// Connections in all; `nil`: as many as there are file descriptors for, and 20,000 at most. Each costs about 40 KiB with TLS, so those stay below
    /// 1 GiB.
    public var connections: Int?
    /// Connections of one source (an IPv4 address, an IPv6 /64). An office behind one address with 40 browsers of 6 connections fits.
    public var connectionsPerSource: Int
    /// TLS handshakes under way at once; each event loop has its share. Beyond it connections wait without a TLS object, and at last are closed.
    public var handshakes: Int
    /// Bytes that the process may have in memory before strangers are turned away; `nil`: three quarters of what it is given.
    public var memory: Int?
    /// From the accepted connection to the finished handshake.
    public var handshakeTime: Duration
    /// From the first byte of a head to its last.
    public var headerTime: Duration
    /// Between two pieces of a request body.
    public var bodyTime: Duration
    /// A connection without a request.
    public var keepAliveTime: Duration
    /// Bytes of a request head, request line included. Kerberos-sized cookies fit in 32 KiB.
    public var headSize: Int
    /// Header fields of one request.
    public var headFields: Int
    /// When sources that fail are blocked for a while; `nil`: throttles are off, for test benches on one address.
    public var sourceFailures: SourceLimits?
    /// How long the node says that it is going, and serves, before it closes its doors. None unless balancers have to look elsewhere first.
    public var drainNotice: Duration
    /// How long running exchanges may go on after that.
    public var drainTime: Duration
    /// Of clients that speak HTTP/2, beside the rest.
    public var http2 = HTTP2ConnectionLimits()

    public static let usualConnections = 20_000
    /// Of anything that is counted in connections.
    public static let largestCount = 1_000_000

    public init(
        connections: Int? = nil, connectionsPerSource: Int = 256, handshakes: Int = 256,
        memory: Int? = nil, handshakeTime: Duration = .seconds(10),
        headerTime: Duration = .seconds(10), bodyTime: Duration = .seconds(30), keepAliveTime: Duration = .seconds(75),
        headSize: Int = 32_768,
        headFields: Int = 100, sourceFailures: SourceLimits? = .normal, drainNotice: Duration = .zero,
        drainTime: Duration = .seconds(30)
    ) {
        self.connections = connections
        self.connectionsPerSource = connectionsPerSource
        self.handshakes = handshakes
        self.memory = memory
        self.handshakeTime = handshakeTime
        self.headerTime = headerTime
        self.bodyTime = bodyTime
        self.keepAliveTime = keepAliveTime
        self.headSize = headSize
        self.headFields = headFields
        self.sourceFailures = sourceFailures
        self.drainNotice = drainNotice
        self.drainTime = drainTime
    }
}
