package import GatewayIdentity

extension FactorKind {
    /// What people call it.
    package var phrase: Phrase {
        switch self {
        case .certificate: .factorCertificate
        case .totp: .factorTOTP
        case .webauthn: .factorWebAuthn
        case .passkey: .factorPasskey
        case .password: .factorPassword
        case .recoveryCode: .factorRecoveryCode
        }
    }
}
