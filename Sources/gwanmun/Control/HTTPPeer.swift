import GatewayIdentity
import GatewayPolicy
import GatewayTLS

/// The server of an exchange, and how it is reached.
struct HTTPPeer: Sendable {
    enum Transport: Sendable {
        case unixSocket(path: String)
        case tcp(host: String, port: Int)
        /// The certificate must be good for `host`.
        case tls(host: String, port: Int, TLSClientContext)
    }

    let transport: Transport
    /// Of the field `Host`.
    let name: String

    /// A node's control socket.
    init(controlSocket path: String) {
        transport = .unixSocket(path: path)
        name = "localhost"
    }

    /// - Parameter identity: how an https server is verified, and what it is shown.
    init(_ url: UpstreamURL, verifiedBy identity: TLSClientContext) {
        switch url.scheme {
        case .http: transport = .tcp(host: url.host, port: Int(url.port))
        case .https: transport = .tls(host: url.host, port: Int(url.port), identity)
        }
        name = url.hostHeader
    }

    /// - Parameter url: plain http.
    init(plain url: UpstreamURL) {
        transport = .tcp(host: url.host, port: Int(url.port))
        name = url.hostHeader
    }

    /// Names that RFC 6761 § 6.3 keeps for this machine are not asked of anybody else.
    static func connectable(_ host: String) -> String {
        host == "localhost" || host.hasSuffix(".localhost") ? "127.0.0.1" : host
    }

    static func isAddress(_ host: String) -> Bool { NetworkAddress(host) != nil }
}
