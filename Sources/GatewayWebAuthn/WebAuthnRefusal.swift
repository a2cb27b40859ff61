public import GatewayIdentity

/// Why a registration or an assertion was refused, in the order of the steps of WebAuthn Level 2 sections 7.1 and 7.2.
///
/// The raw value goes into the audit trail. People and clients are told `reason` alone, which is the same for all.
public enum WebAuthnRefusal: String, Error, CaseIterable, Sendable {
    // The client data.
    case clientDataMalformed = "webauthn_client_data_malformed"
    /// `webauthn.get` where `webauthn.create` was due, or the other way round.
    case ceremonyMismatch = "webauthn_ceremony_mismatch"
    case challengeMismatch = "webauthn_challenge_mismatch"
    case originNotAllowed = "webauthn_origin_not_allowed"
    /// From a frame inside somebody else's page.
    case crossOrigin = "webauthn_cross_origin"
    /// Bound to a TLS connection by Token Binding, which the gateway does not speak.
    case tokenBinding = "webauthn_token_binding"
    // The authenticator data.
    case attestationObjectMalformed = "webauthn_attestation_object_malformed"
    case authenticatorDataMalformed = "webauthn_authenticator_data_malformed"
    case relyingPartyMismatch = "webauthn_rp_id_mismatch"
    case userNotPresent = "webauthn_user_not_present"
    case userNotVerified = "webauthn_user_not_verified"
    /// Backed up, and not eligible for it.
    case backupStateImpossible = "webauthn_backup_state_impossible"
    /// Can be copied to other devices where only a device-bound credential will do.
    case backupEligible = "webauthn_backup_eligible"
    // The credential.
    case algorithmNotAllowed = "webauthn_algorithm_not_allowed"
    case publicKeyUnusable = "webauthn_public_key_unusable"
    case attestationFormatUnsupported = "webauthn_attestation_format_unsupported"
    case attestationMalformed = "webauthn_attestation_malformed"
    case attestationForged = "webauthn_attestation_forged"
    /// Of a kind that the rules do not take: none, or by the credential's own key.
    case attestationInsufficient = "webauthn_attestation_insufficient"
    /// The certificates are not fit for attestation, or lead to no root that is known.
    case attestationUntrusted = "webauthn_attestation_untrusted"
    /// Its model, by AAGUID, is denied or not among those allowed.
    case authenticatorNotAllowed = "webauthn_authenticator_not_allowed"
    case credentialIDTooLong = "webauthn_credential_id_too_long"
    case credentialKnown = "webauthn_credential_known"
    /// The account has as many as it may.
    case tooManyCredentials = "webauthn_too_many_credentials"
    // The assertion.
    /// Another credential than the one whose record was found for it.
    case credentialMismatch = "webauthn_credential_mismatch"
    case userHandleMismatch = "webauthn_user_handle_mismatch"
    /// Eligible for backup now and not at registration, or the other way round.
    case backupEligibilityChanged = "webauthn_backup_eligibility_changed"
    case signatureForged = "webauthn_signature_forged"
    /// A genuine signature with a count that was seen before (`SuspectedClone`).
    case signatureCountRegressed = "webauthn_signature_count_regressed"

    public var reason: Reason { .factorFailed }
}
