public import GatewayIdentity

/// Who asks: an account with the roles in use.
public struct Subject: Hashable, Sendable {
    public var account: AccountName
    public var roles: Set<RoleName>
    public var condition: Condition

    public enum Condition: String, CaseIterable, Sendable {
        case active, locked, disabled
    }

    public init(account: AccountName, roles: Set<RoleName>, condition: Condition = .active) {
        self.account = account
        self.roles = roles
        self.condition = condition
    }
}

/// Under what circumstances: everything the decision depends on beside the subject and the request.
public struct Circumstances: Hashable, Sendable {
    public var at: UnixTime
    public var source: NetworkAddress
    /// What the session has proved, the certificate included.
    public var proofs: [FactorProof]
    public var certificate: CertificateTie
    public var grants: [Grant]
    public var approvals: [HeldApproval]
    /// Where the source address lies; `nil`: nobody knows.
    public var country: CountryCode?
    public var device: DeviceTie
    /// What the console's answer says that it counts as, where there is an answer and the console may say so; `nil`: nothing.
    public var label: Grade?
    /// When the list or answer was made that says that the certificate is not revoked.
    public var revocationKnownAt: UnixTime

    /// Whether the certificate of this connection is the one the session was opened with.
    public enum CertificateTie: String, CaseIterable, Sendable {
        case same, other
    }

    /// - Parameter revocationKnownAt: `nil`: just now.
    public init(
        at: UnixTime, source: NetworkAddress, proofs: [FactorProof], certificate: CertificateTie = .same,
        grants: [Grant] = [], approvals: [HeldApproval] = [], country: CountryCode? = nil, device: DeviceTie = .none,
        label: Grade? = nil, revocationKnownAt: UnixTime? = nil
    ) {
        self.at = at
        self.source = source
        self.proofs = proofs
        self.certificate = certificate
        self.grants = grants
        self.approvals = approvals
        self.country = country
        self.device = device
        self.label = label
        self.revocationKnownAt = revocationKnownAt ?? at
    }
}

extension Circumstances {
    /// As if it were asked at another time, when revocation lists are as young as they were.
    public mutating func move(to time: UnixTime) {
        revocationKnownAt = time - (at - revocationKnownAt)
        at = time
    }
}

/// The subject's permission of record for one console, running in `[from, to)`, as far as its scope reaches.
public struct Grant: Hashable, Sendable {
    /// The permission of record's own, by which records name it; `nil` where there is none: in a test, in a "what if".
    public var id: String?
    public var console: ConsoleID
    public var from: UnixTime
    public var to: UnixTime
    public var scope: GrantScope

    public init(
        id: String? = nil, console: ConsoleID, from: UnixTime, to: UnixTime, scope: GrantScope = .unlimited
    ) {
        self.id = id
        self.console = console
        self.from = from
        self.to = to
        self.scope = scope
    }
}

/// Everything that one decision depends on: what `policy test`, `policy explain` and the record of a decision hold.
public struct Question: Hashable, Sendable {
    public var subject: Subject
    public var console: ConsoleID
    public var circumstances: Circumstances
    public var method: RequestMethod
    /// As it arrived, without the query.
    public var path: String

    public init(subject: Subject, console: ConsoleID, circumstances: Circumstances, method: RequestMethod, path: String)
    {
        self.subject = subject
        self.console = console
        self.circumstances = circumstances
        self.method = method
        self.path = path
    }
}
