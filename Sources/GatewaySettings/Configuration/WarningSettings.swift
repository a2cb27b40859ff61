public import GatewayIdentity
public import GatewayPolicy

/// Where warnings of unlawful sign-in attempts go, beside the log.
public struct WarningSettings: Hashable, Sendable {
    public var webhook: Webhook?
    public var mail: Mail?
    public var syslog: Syslog?
    /// Warnings that could not be delivered yet wait here, one file each in a folder of each channel, and survive a
    /// restart.
    public var spool: String
    /// In which the security officer is warned; `nil`: the site's.
    public var officerLanguage: Language?
    /// A login outside is told to the officer.
    public var workingHours: AccessWindow

    public struct Webhook: Hashable, Sendable {
        public var endpoint: Endpoint
        /// A file of 32 or more random bytes, 0600: the key of the HMAC-SHA-256 over each body.
        public var keyFile: String

        public init(endpoint: Endpoint, keyFile: String) {
            self.endpoint = endpoint
            self.keyFile = keyFile
        }
    }

    /// Mail through a program with the interface of sendmail: the message on standard input, recipients from its fields.
    public struct Mail: Hashable, Sendable {
        /// An absolute path.
        public var program: String
        /// The same for every message; nothing of a warning is ever among them.
        public var arguments: [String]
        public var from: MailAddress
        /// The security officers; at least one.
        public var officers: [MailAddress]

        public static let usualProgram = "/usr/sbin/sendmail"
        /// `-t`: recipients from the fields; `-i`: a line of one full stop ends nothing.
        public static let usualArguments = ["-t", "-i"]

        public init(
            program: String = usualProgram, arguments: [String] = usualArguments, from: MailAddress,
            officers: [MailAddress]
        ) {
            self.program = program
            self.arguments = arguments
            self.from = from
            self.officers = officers
        }
    }

    public struct Syslog: Hashable, Sendable {
        public var server: SyslogServer
        /// PEM file with the authorities that may have issued the server's certificate; `nil`: the system's.
        public var trustFile: String?
        /// What we are shown by, where the server asks (RFC 5425 § 4.2.2).
        public var identity: Identity?

        public struct Identity: Hashable, Sendable {
            public var chain: String
            public var key: String

            public init(chain: String, key: String) {
                self.chain = chain
                self.key = key
            }
        }

        public init(server: SyslogServer, trustFile: String? = nil, identity: Identity? = nil) {
            self.server = server
            self.trustFile = trustFile
            self.identity = identity
        }
    }

    /// A server and a path on it.
    public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
        public var server: UpstreamURL
        /// Starts with a slash; a query is part of it.
        public var path: String

        /// `https://siem.example/hooks/gwanmun?team=7`. Plain http to loopback only: a warning names people.
        public init?(_ text: String) {
            guard let separator = text.firstRange(of: "://") else { return nil }
            let afterScheme = text[separator.upperBound...]
            let slash = afterScheme.firstIndex(of: "/") ?? afterScheme.endIndex
            guard let server = UpstreamURL(String(text[..<slash])), server.scheme == .https || server.isLoopback else {
                return nil
            }
            let path = slash == afterScheme.endIndex ? "/" : String(afterScheme[slash...])
            guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else { return nil }
            self.server = server
            self.path = path
        }

        public var description: String { server.description + path }
    }

    public init(
        webhook: Webhook? = nil, mail: Mail? = nil, syslog: Syslog? = nil, spool: String = "",
        officerLanguage: Language? = nil, workingHours: AccessWindow = .koreanOfficeHours
    ) {
        self.webhook = webhook
        self.mail = mail
        self.syslog = syslog
        self.spool = spool
        self.officerLanguage = officerLanguage
        self.workingHours = workingHours
    }
}
