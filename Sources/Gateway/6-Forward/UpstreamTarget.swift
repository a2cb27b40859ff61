internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayTLS
internal import NIOCore

/// One member as the routes in force reach it. Its identity is the pool's key: new TLS settings make a new one, and kept connections of the old one
/// run out.
public final class UpstreamTarget: Sendable {
    let member: UpstreamMember
    let host: String
    let port: Int
    /// `nil`: plain HTTP.
    let tls: TLSClientContext?
    /// What the upstream's certificate must be for; the host unless the console says otherwise.
    let serverName: String
    /// The host is an IP literal: matched against IP names of the certificate, and never sent as SNI.
    let isAddress: Bool
    /// What is agreed on at least.
    let tlsFloor: UpstreamTLSFloor
    /// `host:port` as a Host field has it, without a default port.
    let authority: String
    /// One connection carries many exchanges (RFC 9113); without TLS with prior knowledge (§ 3.3).
    let speaksHTTP2: Bool

    /// - Parameter tls: for members with `https`.
    init(
        _ member: UpstreamMember, tls: TLSClientContext?, serverName: String?,
        floor: UpstreamTLSFloor = UpstreamTLSFloor(nil)
    ) {
        self.member = member
        host = member.url.host
        port = Int(member.url.port)
        switch member.url.scheme {
        case .http: self.tls = nil
        case .https: self.tls = tls
        }
        self.serverName = serverName ?? host
        isAddress = NetworkAddress(host) != nil && serverName == nil
        tlsFloor = floor
        authority = member.url.hostHeader
        speaksHTTP2 = member.speaksHTTP2
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
