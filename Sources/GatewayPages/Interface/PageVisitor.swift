public import GatewayIdentity

/// Who stands at the door: what the handshake proved, where the connection comes from, which of our names was asked.
public struct PageVisitor: Sendable {
    public let standing: CertificateStanding
    public let source: NetworkAddress
    public let host: PageHost
    /// The very name that was asked, lower case, without a port: cookies are for it alone.
    public let hostName: String
    /// The session that the cookie or the token of this request opens; judged already, certificate binding and limits
    /// included.
    public let session: OpenSession?
    /// Why what was shown opens nothing (any more); `nil` when it does, or when nothing was shown.
    public let sessionEnd: Reason?

    public init(
        standing: CertificateStanding, source: NetworkAddress, host: PageHost, hostName: String,
        session: OpenSession? = nil, sessionEnd: Reason? = nil
    ) {
        self.standing = standing
        self.source = source
        self.host = host
        self.hostName = hostName
        self.session = session
        self.sessionEnd = sessionEnd
    }
}

/// What became of the client certificate. Only `.verified` gets further than a page that explains.
public enum CertificateStanding: Sendable {
    case none
    /// Shown and refused. The certificate is `nil` when it could not be read.
    case problem(Reason, ClientCertificate?)
    /// Good, but bound to nobody here.
    case unbound(ClientCertificate)
    case verified(Person)
}

/// The owner of the verified certificate.
public struct Person: Sendable {
    public let account: AccountName
    /// For greeting; never for deciding.
    public let displayName: String
    public let roles: [RoleName]
    /// The account's own choice; the browser's choice is asked when there is none.
    public let language: Language?
    public let certificate: ClientCertificate
    /// A program, which signs in nowhere.
    public let isService: Bool

    public init(
        account: AccountName, displayName: String, roles: [RoleName], language: Language?,
        certificate: ClientCertificate, isService: Bool = false
    ) {
        self.account = account
        self.displayName = displayName
        self.roles = roles
        self.language = language
        self.certificate = certificate
        self.isService = isService
    }
}

/// The name that was asked for: the gate's own, the desk's, or a console's.
public enum PageHost: Hashable, Sendable {
    case gate
    /// Administrators; its own pages are made elsewhere.
    case desk
    case console(ConsoleID)
}

/// A session as the pages need it. No secret is in it: `handle` names the session, it does not open it.
public struct OpenSession: Hashable, Sendable {
    public let handle: SessionHandle
    public let factors: [FactorProof]
    public let startedAt: UnixTime
    public let expiresAt: UnixTime
    public let idleExpiresAt: UnixTime
    /// The highest grade that the proven factors reach now.
    public let gradeReached: Grade
    /// Put into every form of this session and demanded back: at least 128 bits that a foreign page cannot know,
    /// derived from the session by a keyed hash.
    public let formToken: String

    public init(
        handle: SessionHandle, factors: [FactorProof], startedAt: UnixTime, expiresAt: UnixTime,
        idleExpiresAt: UnixTime, gradeReached: Grade,
        formToken: String
    ) {
        self.handle = handle
        self.factors = factors
        self.startedAt = startedAt
        self.expiresAt = expiresAt
        self.idleExpiresAt = idleExpiresAt
        self.gradeReached = gradeReached
        self.formToken = formToken
    }
}

/// Names a session in a list or a form (for example its hash, in hexadecimal); worthless as a credential.
public struct SessionHandle: Hashable, Sendable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
}

/// A visitor with a verified certificate, as a service needs them to judge, to count and to record.
public struct Visit: Sendable {
    public let person: Person
    public let source: NetworkAddress
    public let host: PageHost
    /// As `PageVisitor.hostName`.
    public let hostName: String
    /// As sent, cut at 256 bytes; for the session list, never for deciding.
    public let userAgent: String?
    public let requestID: RequestID

    public init(
        person: Person, source: NetworkAddress, host: PageHost, hostName: String, userAgent: String?,
        requestID: RequestID
    ) {
        self.person = person
        self.source = source
        self.host = host
        self.hostName = hostName
        self.userAgent = userAgent
        self.requestID = requestID
    }
}
