public import GatewayIdentity
public import GatewaySIEM

/// Who gets the records beside this machine's disk: the section `siem`.
public struct SIEMSettings: Hashable, Sendable {
    /// By name, in the order of the file.
    public var receivers: [SIEMReceiver]
    /// The folder in which each receiver's position is kept.
    public var positions: String

    public init(receivers: [SIEMReceiver] = [], positions: String = "") {
        self.receivers = receivers
        self.positions = positions
    }
}

public struct SIEMReceiver: Hashable, Sendable {
    /// A file's name, too: lower-case letters, digits and hyphens.
    public var name: String
    public var way: Way
    public var filter: ForwardingFilter
    /// In which records are put into words.
    public var language: Language

    public enum Way: Hashable, Sendable {
        case syslog(Syslog)
        case file(path: String)
        case otlp(OTLP)
    }

    /// RFC 5424 over TLS (RFC 5425). There is no plain way, not to this machine either (compliance profile nct-2025-04, T63).
    public struct Syslog: Hashable, Sendable {
        public var server: SyslogServer
        /// What its certificate must be good for; usually the host of `server`.
        public var name: String
        public var papers: Papers
        public var payload: SyslogForm.Payload
        /// Of the structured data's name (IANA private enterprise numbers).
        public var enterprise: Int

        public static let exampleEnterprise = 32473

        public init(
            server: SyslogServer, name: String, papers: Papers, payload: SyslogForm.Payload = .rfc5424,
            enterprise: Int = exampleEnterprise
        ) {
            self.server = server
            self.name = name
            self.papers = papers
            self.payload = payload
            self.enterprise = enterprise
        }
    }

    /// OpenTelemetry's logs over HTTPS.
    public struct OTLP: Hashable, Sendable {
        public var endpoint: WarningSettings.Endpoint
        public var papers: Papers
        /// A file with what `Authorization` says, 0600.
        public var authorization: String?

        public init(endpoint: WarningSettings.Endpoint, papers: Papers, authorization: String? = nil) {
            self.endpoint = endpoint
            self.papers = papers
            self.authorization = authorization
        }
    }

    /// PEM files.
    public struct Papers: Hashable, Sendable {
        /// Who may have issued the receiver's certificate; `nil`: the system's authorities.
        public var trust: String?
        public var chain: String?
        public var key: String?

        public init(trust: String?, chain: String? = nil, key: String? = nil) {
            self.trust = trust
            self.chain = chain
            self.key = key
        }
    }

    public init(name: String, way: Way, filter: ForwardingFilter = .init(), language: Language = .korean) {
        self.name = name
        self.way = way
        self.filter = filter
        self.language = language
    }

    /// What may go wrong for this receiver must not take others along: how many there are is bounded.
    public static let most = 8
}
