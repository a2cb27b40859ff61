/// What the store keeps of a registered credential and an assertion is judged by.
public struct CredentialRecord: Hashable, Sendable {
    public let id: [UInt8]
    /// `VerifiedRegistration.encodedPublicKey`.
    public let encodedPublicKey: [UInt8]
    /// Of the assertion accepted last, or of the registration.
    public let signatureCount: UInt32
    public let isBackupEligible: Bool
    /// What `user.id` was at registration.
    public let userHandle: [UInt8]

    public init(
        id: [UInt8], encodedPublicKey: [UInt8], signatureCount: UInt32, isBackupEligible: Bool, userHandle: [UInt8]
    ) {
        self.id = id
        self.encodedPublicKey = encodedPublicKey
        self.signatureCount = signatureCount
        self.isBackupEligible = isBackupEligible
        self.userHandle = userHandle
    }
}
