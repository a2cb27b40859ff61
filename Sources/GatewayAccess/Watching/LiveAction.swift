public import GatewayIdentity

/// Something that somebody did, or that became of it, in the words of its record.
public struct LiveAction: Hashable, Sendable {
    /// Its place in the trail.
    public let sequence: UInt64
    /// RFC 3339, as recorded.
    public let at: String
    /// `RecordType`.
    public let type: String
    public let outcome: String
    public let reason: String?
    public let account: AccountName?
    /// Of the session.
    public let session: String?
    /// SHA-256 of the public key.
    public let certificateKey: String?
    public let certificateSerial: String?
    public let console: ConsoleID?
    public let method: String?
    public let path: String?
    /// `permit`, `step_up`, `deny`.
    public let decision: String?

    public init(
        sequence: UInt64, at: String, type: String, outcome: String, reason: String? = nil,
        account: AccountName? = nil, session: String? = nil, certificateKey: String? = nil,
        certificateSerial: String? = nil, console: ConsoleID? = nil, method: String? = nil, path: String? = nil,
        decision: String? = nil
    ) {
        self.sequence = sequence
        self.at = at
        self.type = type
        self.outcome = outcome
        self.reason = reason
        self.account = account
        self.session = session
        self.certificateKey = certificateKey
        self.certificateSerial = certificateSerial
        self.console = console
        self.method = method
        self.path = path
        self.decision = decision
    }

    /// Whose it is: the session's, or else the certificate's.
    public var visitor: String? { session ?? certificateKey }
}
