public import GatewayIdentity

/// A challenge that was issued and not answered yet. The store keeps its hash.
public struct WebAuthnChallenge: Hashable, Sendable {
    public enum Purpose: String, CaseIterable, Sendable {
        case assertion
        /// By an administrator's code, for somebody who may have no other factor.
        case enrolment
        /// By a person who is signed in, beside what they have.
        case addition
    }

    /// SHA-256 of the challenge.
    public let hash: SHA256Digest
    public let account: AccountName
    /// The key of the certificate that it was issued to; no other answers it.
    public let certificateKey: SHA256Digest
    public let purpose: Purpose
    public let expires: UnixTime
    /// Until when another one may take its place after an answer that would not do; `nil`: whoever wants another asks anew.
    public let renewable: UnixTime?

    public init(
        hash: SHA256Digest, account: AccountName, certificateKey: SHA256Digest, purpose: Purpose, expires: UnixTime,
        renewable: UnixTime? = nil
    ) {
        self.hash = hash
        self.account = account
        self.certificateKey = certificateKey
        self.purpose = purpose
        self.expires = expires
        self.renewable = renewable
    }

    /// Open at the same time for one account and purpose; the oldest gives way.
    public static let mostOpen = 8
}
