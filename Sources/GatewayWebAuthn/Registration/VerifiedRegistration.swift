public import GatewayFIDO2

/// A credential that went through every step of WebAuthn Level 2 section 7.1: made here alone.
///
/// The proof of possession binds it to the challenge. It counts once the store has taken it under the account whose challenge it was.
public struct VerifiedRegistration: Hashable, Sendable {
    /// At most 1023 bytes; not yet known to the caller.
    public let credentialID: [UInt8]
    /// The COSE key as the authenticator encoded it: what is stored, and given back in `CredentialRecord`.
    public let encodedPublicKey: [UInt8]
    public let algorithm: SignatureAlgorithm
    /// 0 from authenticators that do not count.
    public let signatureCount: UInt32
    public let model: AAGUID
    /// Can be copied to other devices; never changes for a credential.
    public let isBackupEligible: Bool
    public let isBackedUp: Bool
    public let attestation: Attestation

    /// What is known of where the credential is kept.
    public enum Attestation: String, Hashable, Sendable {
        /// Nothing.
        case none
        /// Signed by the credential's own key: nothing beyond that it was there.
        case own = "self"
        /// Genuine, under certificates that nobody was asked to trust.
        case unanchored
        /// Genuine, under certificates that lead to a known root.
        case anchored
    }
}

public enum RegistrationVerdict: Hashable, Sendable {
    case verified(VerifiedRegistration)
    case refused(WebAuthnRefusal)
}
