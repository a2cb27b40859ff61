public import GatewayIdentity

/// Whether a session may be used now.
public enum SessionStanding: Hashable, Sendable {
    case live
    /// Why not: `sessionEnded`, `sessionIdle`, `sessionAbsolute`, `sessionCertificateMismatch` or `clockUnsafe`.
    case ended(Reason)
}

/// The certificate that a session is bound to: both digests must match on every request.
public struct SessionBinding: Hashable, Sendable {
    /// SHA-256 over the whole certificate.
    public let fingerprint: SHA256Digest
    /// SHA-256 over its SubjectPublicKeyInfo.
    public let publicKey: SHA256Digest

    public init(fingerprint: SHA256Digest, publicKey: SHA256Digest) {
        self.fingerprint = fingerprint
        self.publicKey = publicKey
    }

    public init(_ certificate: ClientCertificate) {
        self.init(fingerprint: certificate.fingerprint, publicKey: certificate.publicKey)
    }
}

/// Where a login came from, for the list of one's own sessions. Says nothing about who may use the session.
public struct SessionOrigin: Hashable, Sendable {
    public let source: NetworkAddress
    /// What the browser called itself, shortened by whoever took it.
    public let userAgent: String

    public init(source: NetworkAddress, userAgent: String) {
        self.source = source
        self.userAgent = userAgent
    }
}

/// A person logged in at one machine. Its level is computed from the proofs and their times, never stored as a flag.
public struct Session: Hashable, Sendable {
    /// How far in the future a session may have begun before the clock is called unsafe: nodes differ by less.
    private static let clockTolerance: Duration = .seconds(60)

    public let id: SessionID
    public let account: AccountName
    public let binding: SessionBinding
    /// In the order they were given; the certificate's comes first.
    public let proofs: [FactorProof]
    public let createdAt: UnixTime
    public var lastSeenAt: UnixTime
    public let limits: SessionLimits
    public let origin: SessionOrigin?
    public var ending: SessionEnding?

    public init(
        id: SessionID, account: AccountName, binding: SessionBinding, proofs: [FactorProof], createdAt: UnixTime,
        lastSeenAt: UnixTime, limits: SessionLimits, origin: SessionOrigin? = nil, ending: SessionEnding? = nil
    ) {
        self.id = id
        self.account = account
        self.binding = binding
        self.proofs = proofs
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
        self.limits = limits
        self.origin = origin
        self.ending = ending
    }

    /// Judges the session for a request at an instant over a connection that proved a certificate.
    public func standing(at now: UnixTime, certificate: SessionBinding) -> SessionStanding {
        if let ending { return .ended(ending.cause.reason) }
        guard certificate == binding else { return .ended(.sessionCertificateMismatch) }
        guard createdAt <= now + Self.clockTolerance else { return .ended(.clockUnsafe) }
        guard now < absoluteExpiry else { return .ended(.sessionAbsolute) }
        guard now < idleExpiry else { return .ended(.sessionIdle) }
        return .live
    }

    /// The first instant at which the session is over whatever its owner does.
    public var absoluteExpiry: UnixTime {
        let end = createdAt + limits.absolute
        return limits.notAfter.map { min($0, end) } ?? end
    }

    /// The first instant at which the session is over unless a request comes before; never after `absoluteExpiry`.
    public var idleExpiry: UnixTime { min(lastSeenAt + limits.idle, absoluteExpiry) }

    /// When a kind of factor was proved last, `nil` if never in this session.
    public func lastProof(of kind: FactorKind) -> UnixTime? {
        proofs.lazy.filter { $0.kind == kind }.map(\.at).max()
    }

    /// The same login with more proofs, under a new id so that a token taken before is worth nothing after.
    ///
    /// The absolute limit goes on from the first login. Of each kind and authenticator the newest proof is kept.
    public func elevated(by newProofs: [FactorProof], as id: SessionID, at now: UnixTime, limits: SessionLimits)
        -> Session
    {
        let kept = proofs.filter { old in
            !newProofs.contains { $0.kind == old.kind && $0.authenticator == old.authenticator }
        }
        return Session(
            id: id, account: account, binding: binding, proofs: kept + newProofs, createdAt: createdAt, lastSeenAt: now,
            limits: self.limits.tightened(by: limits), origin: origin)
    }
}
