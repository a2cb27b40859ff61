internal import GatewayWebAuthn

/// Why a key was not registered, as far as it helps the person who holds it. The record has the whole reason.
public enum SecurityKeyRefusal: Hashable, Sendable {
    /// It did not check finger or PIN.
    case notVerified
    /// It can be copied to other devices, and this person reaches what such a key must not open.
    case copyable
    /// Its model is not among those allowed, or not proved.
    case modelNotAllowed
    case alreadyRegistered
    /// The person has as many as anybody may.
    case tooMany
    /// Whatever else.
    case invalid

    init(_ refusal: WebAuthnRefusal) {
        switch refusal {
        case .userNotVerified: self = .notVerified
        case .backupEligible: self = .copyable
        case .authenticatorNotAllowed, .attestationInsufficient, .attestationUntrusted,
            .attestationFormatUnsupported:
            self = .modelNotAllowed
        case .credentialKnown: self = .alreadyRegistered
        case .tooManyCredentials: self = .tooMany
        case .clientDataMalformed, .ceremonyMismatch, .challengeMismatch, .originNotAllowed, .crossOrigin,
            .tokenBinding, .attestationObjectMalformed, .authenticatorDataMalformed, .relyingPartyMismatch,
            .userNotPresent, .backupStateImpossible, .algorithmNotAllowed, .publicKeyUnusable,
            .attestationMalformed, .attestationForged, .credentialIDTooLong, .credentialMismatch,
            .userHandleMismatch, .backupEligibilityChanged, .signatureForged, .signatureCountRegressed:
            self = .invalid
        }
    }
}
