/// The flags of authenticator data (WebAuthn Level 2 section 6.1, bits 3 and 4 as Level 3 defines them).
struct AuthenticatorFlags: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let userPresent = AuthenticatorFlags(rawValue: 0x01)
    static let userVerified = AuthenticatorFlags(rawValue: 0x04)
    static let backupEligible = AuthenticatorFlags(rawValue: 0x08)
    static let backedUp = AuthenticatorFlags(rawValue: 0x10)
    static let attestedCredentialData = AuthenticatorFlags(rawValue: 0x40)
    static let extensionData = AuthenticatorFlags(rawValue: 0x80)

    /// Section 7.1 steps 14 and 15, section 7.2 steps 16 and 17; then Level 3 section 7.1 step 17, section 7.2 step 19.
    func check(_ userVerification: UserVerification) throws(WebAuthnRefusal) {
        guard contains(.userPresent) else { throw .userNotPresent }
        guard contains(.userVerified) || userVerification == .discouraged else { throw .userNotVerified }
        guard contains(.backupEligible) || !contains(.backedUp) else { throw .backupStateImpossible }
    }
}

/// Whether the authenticator must have recognised its owner, by fingerprint or PIN. Here it always must: the verified user is the factor.
enum UserVerification {
    case required
    case discouraged
}
