internal import GatewayIdentity
public import GatewayUpstreams

/// Where a console listens: scheme, host and port. A path, a query or credentials have no place here, so that the path a rule judged is the path sent.
public struct UpstreamURL: Hashable, Sendable, CustomStringConvertible {
    public enum Scheme: String, Sendable {
        case http, https
    }

    public let scheme: Scheme
    /// A host name in lower case, or the text of an IP address (IPv6 without brackets).
    public let host: String
    public let port: UInt16

    /// `http://10.0.0.5:8080`, `https://console.internal`, `http://[::1]:80/`; `nil` for anything else.
    public init?(_ text: String) {
        guard let separator = text.firstRange(of: "://"),
            let scheme = Scheme(rawValue: String(text[..<separator.lowerBound]))
        else { return nil }
        var rest = text[separator.upperBound...]
        if rest.last == "/" { rest.removeLast() }
        guard let authority = Authority(rest) else { return nil }
        self.scheme = scheme
        host = authority.host
        switch (authority.port, scheme) {
        case (let port?, _): self.port = port
        case (nil, .http): port = 80
        case (nil, .https): port = 443
        }
    }

    /// What goes into `Host` when the console's own name is wanted there: the default port is left out (RFC 9110 § 4.2.3).
    public var hostHeader: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        switch (scheme, port) {
        case (.http, 80), (.https, 443): return name
        case (.http, _), (.https, _): return "\(name):\(port)"
        }
    }

    public var description: String { "\(scheme.rawValue)://\(hostHeader)" }
}

extension UpstreamURL {
    /// An address of this machine, or a name that RFC 6761 § 6.3 keeps for it.
    public var isLoopback: Bool {
        switch UpstreamHost(host) {
        case .address(let address): address.isLoopback
        case .thisMachine: true
        case .name: false
        }
    }

    /// What its address is for when it is written as one; `nil` for names.
    public var addressKind: AddressKind? {
        switch UpstreamHost(host) {
        case .address(let address): AddressKind(of: address)
        case .thisMachine, .name: nil
        }
    }
}
