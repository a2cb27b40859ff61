public import GatewayTLS

/// One origin server behind a console, and how it is reached. Its identity is the pool's key: a reload makes new ones, and kept connections of the
/// old ones run out.
public final class UpstreamTarget: Sendable {
    public let host: String
    public let port: Int
    /// `nil`: plain HTTP.
    public let tls: TLSClientContext?
    /// What the upstream's certificate must be for; the host unless the console says otherwise.
    public let serverName: String
    /// The host is an IP literal: matched against IP names of the certificate, and never sent as SNI.
    public let isAddress: Bool
    /// `host:port` as a Host field has it, without a default port.
    public let authority: String

    public init(host: String, port: Int, tls: TLSClientContext?, serverName: String?, isAddress: Bool) {
        self.host = host
        self.port = port
        self.tls = tls
        self.serverName = serverName ?? host
        self.isAddress = isAddress && serverName == nil
        let bracketed = host.contains(":") ? "[\(host)]" : host
        authority = port == (tls == nil ? 80 : 443) ? bracketed : "\(bracketed):\(port)"
    }
}

/// What a console allows its requests to take.
public struct ForwardTimeouts: Sendable {
    /// Until the connection to the upstream stands, TLS included.
    public var connect: Duration
    /// From the end of the request to the head of the answer.
    public var header: Duration
    /// Longest silence within a body, either way.
    public var idle: Duration
    /// The whole exchange; `nil`: as long as it moves.
    public var total: Duration?
    /// Longest silence of a tunnel (WebSocket), either way.
    public var tunnelIdle: Duration

    public init(connect: Duration, header: Duration, idle: Duration, total: Duration?, tunnelIdle: Duration) {
        self.connect = connect
        self.header = header
        self.idle = idle
        self.total = total
        self.tunnelIdle = tunnelIdle
    }
}
