/// What a browser is asked for with `navigator.credentials.get()` (WebAuthn Level 2 section 5.5). User verification is always required.
public struct RequestOptions: Hashable, Sendable {
    public let challenge: [UInt8]
    public let relyingParty: String
    public let timeout: Duration
    /// One of these, and no other. Never empty: an empty list would ask for any credential of the relying party.
    public let allowed: [CredentialDescriptor]

    public init(challenge: [UInt8], relyingParty: String, timeout: Duration, allowed: [CredentialDescriptor]) {
        self.challenge = challenge
        self.relyingParty = relyingParty
        self.timeout = timeout
        self.allowed = allowed
    }
}
