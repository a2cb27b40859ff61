/// Kinds of proof. Two of one kind count as one (policy semantics 9).
public enum FactorKind: String, CaseIterable, Comparable, Sendable {
    case certificate
    case totp
    case webauthn
    case password
    case recoveryCode = "recovery_code"

    /// RFC 8176 authentication method reference, for `amr`.
    public var methodReference: String {
        switch self {
        case .certificate: "swk"
        case .totp, .recoveryCode: "otp"
        case .webauthn: "hwk"
        case .password: "pwd"
        }
    }

    /// Whether this version has a way to prove it, a password where the node is told of a PAM service. A policy may name the others already: whoever has to
    /// show one does not pass.
    public var isOffered: Bool {
        switch self {
        case .certificate, .totp, .recoveryCode, .password: true
        case .webauthn: false
        }
    }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A factor that was verified: what, with which authenticator, when. A session's level is computed from these, never stored as a flag.
public struct FactorProof: Hashable, Sendable {
    public let kind: FactorKind
    public let authenticator: AuthenticatorID
    public let at: UnixTime

    public init(kind: FactorKind, authenticator: AuthenticatorID, at: UnixTime) {
        self.kind = kind
        self.authenticator = authenticator
        self.at = at
    }
}
