public import GatewayIdentity

/// What a rule can ask for: one kind of proof, or one of several kinds under a common name.
public enum FactorName: String, CaseIterable, Comparable, Sendable {
    case certificate, totp, webauthn, password
    case recoveryCode = "recovery_code"
    /// A second factor of another kind than the certificate: WebAuthn or TOTP.
    case second
    /// A phishing-resistant second factor that cannot be copied: WebAuthn, bound to its device.
    case strong

    /// The kinds that satisfy it. A recovery code stands in for a lost TOTP device, and a credential that can be copied for one that cannot, where
    /// `StandIn` permits; for `strong` nothing does.
    public func acceptedKinds(_ standIn: StandIn) -> [FactorKind] {
        switch self {
        case .certificate: [.certificate]
        case .totp: standIn == .permitted ? [.totp, .recoveryCode] : [.totp]
        case .webauthn: standIn == .permitted ? [.webauthn, .passkey] : [.webauthn]
        case .password: [.password]
        case .recoveryCode: standIn == .permitted ? [.recoveryCode] : []
        case .second: standIn == .permitted ? [.totp, .webauthn, .passkey, .recoveryCode] : [.totp, .webauthn]
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

    /// Whether whoever satisfies it satisfies the other too, with and without stand-ins.
    func implies(_ other: Self) -> Bool {
        [StandIn.permitted, .none].allSatisfy { standIn in
            let kinds = acceptedKinds(standIn)
            return !kinds.isEmpty && Set(kinds).isSubset(of: other.acceptedKinds(standIn))
        }
    }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Whether what is weaker counts for an authenticator, a recovery code or a passkey: not on classified consoles, not for external roles (SP 800-63B,
/// profile 2.3).
public enum StandIn: Sendable {
    case permitted, none
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
