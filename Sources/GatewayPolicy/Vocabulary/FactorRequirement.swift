public import GatewayIdentity

/// What a rule can ask for: one kind of proof, or one of several kinds under a common name.
public enum FactorName: String, CaseIterable, Comparable, Sendable {
    case certificate, totp, webauthn, password
    case recoveryCode = "recovery_code"
    /// A second factor of another kind than the certificate: WebAuthn or TOTP.
    case second
    /// A phishing-resistant second factor: WebAuthn.
    case strong

    /// The kinds that satisfy it. A recovery code stands in for a lost TOTP device where `StandIn` permits.
    public func acceptedKinds(_ standIn: StandIn) -> [FactorKind] {
        switch self {
        case .certificate: [.certificate]
        case .totp: standIn == .recoveryCode ? [.totp, .recoveryCode] : [.totp]
        case .webauthn: [.webauthn]
        case .password: [.password]
        case .recoveryCode: standIn == .recoveryCode ? [.recoveryCode] : []
        case .second: standIn == .recoveryCode ? [.totp, .webauthn, .recoveryCode] : [.totp, .webauthn]
        case .strong: [.webauthn]
        }
    }

    /// Whether it can be the second factor that sensitive and classified consoles must ask for. A password is known, and told, too easily.
    var isSecondFactor: Bool {
        switch self {
        case .totp, .webauthn, .second, .strong: true
        case .certificate, .password, .recoveryCode: false
        }
    }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Whether a recovery code counts for a lost authenticator: not on classified consoles, not for external roles (SP 800-63B, profile 2.3).
public enum StandIn: Sendable {
    case recoveryCode, none
}

public struct FactorRequirement: Hashable, Sendable {
    public let name: FactorName
    /// The proof counts while `now < proof.at + maximumAge`; `nil`: as long as the step-up age of grade and roles permits.
    public let maximumAge: Duration?

    public init(_ name: FactorName, maximumAge: Duration? = nil) {
        self.name = name
        self.maximumAge = maximumAge
    }
}
