/// Kinds of proof. Two of one kind count as one (policy semantics 9).
public enum FactorKind: String, CaseIterable, Comparable, Sendable {
    case certificate
    case totp
    /// A credential that cannot leave its authenticator.
    case webauthn
    /// A WebAuthn credential that can be copied to other devices (SP 800-63B section 3.1.7: a syncable authenticator).
    case passkey
    case password
    case recoveryCode = "recovery_code"

    /// RFC 8176 authentication method reference, for `amr`.
    public var methodReference: String {
        switch self {
        case .certificate, .passkey: "swk"
        case .totp, .recoveryCode: "otp"
        case .webauthn: "hwk"
        case .password: "pwd"
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
