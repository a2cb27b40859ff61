internal import GatewayIdentity
public import GatewayTLS
internal import NIOCore

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
///
/// In the event loop's own measure: each request sets several deadlines.
public struct ForwardTimeouts: Sendable {
    /// Until the connection to the upstream stands, TLS included.
    let connect: TimeAmount
    /// From the end of the request to the head of the answer.
    let header: TimeAmount
    /// Longest silence within a body, either way.
    let idle: TimeAmount
    /// The whole exchange; `nil`: as long as it moves.
    let total: TimeAmount?
    /// Longest silence of a tunnel (WebSocket), either way.
    let tunnelIdle: TimeAmount

    public init(connect: Duration, header: Duration, idle: Duration, total: Duration?, tunnelIdle: Duration) {
        self.connect = TimeAmount(connect)
        self.header = TimeAmount(header)
        self.idle = TimeAmount(idle)
        self.total = total.map { TimeAmount($0) }
        self.tunnelIdle = TimeAmount(tunnelIdle)
    }
}
