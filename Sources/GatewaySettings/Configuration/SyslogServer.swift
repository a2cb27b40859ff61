internal import GatewayPolicy

/// Who receives syslog messages, and how. What names people leaves this machine inside TLS alone (compliance profile
/// nct-2025-04, T63).
public struct SyslogServer: Hashable, Sendable, CustomStringConvertible {
    public enum Transport: String, Sendable {
        /// RFC 5425.
        case tls
        /// RFC 6587 § 3.4.1, to this machine.
        case tcp
        /// RFC 5426, to this machine.
        case udp

        var usualPort: UInt16 {
            switch self {
            case .tls: 6514
            case .tcp: 601
            case .udp: 514
            }
        }
    }

    public let transport: Transport
    /// A host name in lower case, or the text of an IP address.
    public let host: String
    public let port: UInt16

    /// `tls://siem.example.kr`, `tls://10.1.2.3:6514`, `tcp://127.0.0.1:601`, `udp://localhost`; `nil` for anything else,
    /// and for `tcp` and `udp` to another machine.
    public init?(_ text: String) {
        guard let separator = text.firstRange(of: "://"),
            let transport = Transport(rawValue: String(text[..<separator.lowerBound]))
        else { return nil }
        let authority = text[separator.upperBound...]
        // Read as any server's address, first without a port: what is read then has none.
        guard !authority.contains("/"), let url = UpstreamURL("https://" + authority) else { return nil }
        let namesPort = url.port != 443 || authority.hasSuffix(":443")
        switch transport {
        case .tls: break
        case .tcp, .udp: guard url.isLoopback else { return nil }
        }
        self.transport = transport
        host = url.host
        port = namesPort ? url.port : transport.usualPort
    }

    public var description: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return "\(transport.rawValue)://\(name):\(port)"
    }
}
