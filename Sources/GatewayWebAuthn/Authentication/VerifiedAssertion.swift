/// An assertion that went through every step of WebAuthn Level 2 section 7.2: made here alone.
///
/// It counts once the store has replaced the signature count it was judged by, in one conditional statement: of two assertions with one count, one.
public struct VerifiedAssertion: Hashable, Sendable {
    public let credentialID: [UInt8]
    /// What the store held, and holds for as long as nobody was quicker.
    public let previousSignatureCount: UInt32
    /// What the store holds from now on.
    public let signatureCount: UInt32
    public let isBackedUp: Bool
}

/// A genuine signature whose counter did not advance: a sign, no proof, that the credential's key has been copied.
///
/// Compliance profile 2.10: denied, and the owner and the security officer are told at once.
public struct SuspectedClone: Hashable, Sendable {
    public let credentialID: [UInt8]
    public let storedSignatureCount: UInt32
    public let presentedSignatureCount: UInt32
}

public enum AssertionVerdict: Hashable, Sendable {
    case verified(VerifiedAssertion)
    case cloneSuspected(SuspectedClone)
    case refused(WebAuthnRefusal)
}
