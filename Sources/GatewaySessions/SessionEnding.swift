public import GatewayIdentity

/// What ended a session.
public enum SessionEndCause: String, CaseIterable, Sendable {
    case logout
    case idle
    case absolute
    /// A newer login took its place under the concurrency limit.
    case replacedByLogin = "replaced_by_login"
    /// The same person proved one more factor and goes on under a new id.
    case elevated
    /// Its token came over a connection with another certificate: stolen, or a person at two machines.
    case certificateMismatch = "cert_mismatch"
    /// An emergency lock or a lock of the account.
    case locked
    /// The certificate was revoked or unbound.
    case revoked
    case administrator
    /// A policy or a grant no longer allows it.
    case policy

    /// What the audit trail says when a client still shows a token of the ended session.
    public var reason: Reason {
        switch self {
        case .idle: .sessionIdle
        case .absolute: .sessionAbsolute
        case .certificateMismatch: .sessionCertificateMismatch
        case .replacedByLogin: .sessionDisplaced
        case .logout, .elevated, .locked, .revoked, .administrator, .policy: .sessionEnded
        }
    }
}

public struct SessionEnding: Hashable, Sendable {
    public let at: UnixTime
    public let cause: SessionEndCause

    public init(at: UnixTime, cause: SessionEndCause) {
        self.at = at
        self.cause = cause
    }
}
