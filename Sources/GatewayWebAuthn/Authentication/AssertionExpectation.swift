/// What an assertion must turn out to be.
public struct AssertionExpectation: Sendable {
    public let relyingParty: RelyingParty
    /// At least 16 random bytes, used once; that it is unused, fresh and this account's is the caller's to see.
    public let challenge: [UInt8]
    /// The record that the account has for the credential.
    public let credential: CredentialRecord
    /// Refuses credentials that can be copied to other devices (compliance profile 2.3: classified resources).
    public let mustBeDeviceBound: Bool

    public init(
        relyingParty: RelyingParty, challenge: [UInt8], credential: CredentialRecord, mustBeDeviceBound: Bool
    ) {
        self.relyingParty = relyingParty
        self.challenge = challenge
        self.credential = credential
        self.mustBeDeviceBound = mustBeDeviceBound
    }
}
