public import GatewayPolicy

/// What the gateway proves itself with.
public struct ServerTLSSettings: Hashable, Sendable {
    public var profile: CipherProfile
    /// At least one; chosen by the name the client asks for.
    public var certificates: [ServerCertificate]

    /// Which versions, suites, groups and signatures are spoken (compliance profile 2.4).
    public enum CipherProfile: String, CaseIterable, Sendable {
        case modern
    }

    public init(profile: CipherProfile = .modern, certificates: [ServerCertificate]) {
        self.profile = profile
        self.certificates = certificates
    }
}

public struct ServerCertificate: Hashable, Sendable {
    /// Names it is shown for.
    public var names: [ServerName]
    /// PEM: the certificate, then its intermediates.
    public var chain: String
    /// PEM, readable by the owner alone.
    public var key: String

    public init(names: [ServerName], chain: String, key: String) {
        self.names = names
        self.chain = chain
        self.key = key
    }
}

/// An exact name, or every name one label below a domain (RFC 6125 § 6.4.3).
public enum ServerName: Hashable, Sendable, CustomStringConvertible {
    case exact(HostName)
    case below(HostName)

    /// `gate.gw.localhost`, `*.gw.localhost`.
    public init?(_ text: String) {
        if text.hasPrefix("*.") {
            guard let domain = HostName(text.dropFirst(2)) else { return nil }
            self = .below(domain)
        } else {
            guard let name = HostName(text) else { return nil }
            self = .exact(name)
        }
    }

    public func matches(_ host: HostName) -> Bool {
        switch self {
        case .exact(let name):
            return name == host
        case .below(let domain):
            guard let dot = host.text.firstIndex(of: ".") else { return false }
            return host.text[host.text.index(after: dot)...] == domain.text
        }
    }

    public var description: String {
        switch self {
        case .exact(let name): name.text
        case .below(let domain): "*." + domain.text
        }
    }
}
