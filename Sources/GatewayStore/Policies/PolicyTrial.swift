public import GatewayIdentity

/// A draft that is asked about every request as well, for a while: what it would answer is recorded, and it decides nothing.
public struct PolicyTrial: Hashable, Sendable {
    /// Its identifier.
    public let draft: String
    /// The files that are on trial, of the bundle's canonical bytes: an edit ends it.
    public let bundle: SHA256Digest
    /// As records name it.
    public let policy: SHA256Digest
    /// The version in force beside which it is tried.
    public let base: Int
    public let startedBy: AccountName
    public let reason: String
    public let startedAt: UnixTime
    /// Exclusive.
    public let until: UnixTime

    public init(
        draft: String, bundle: SHA256Digest, policy: SHA256Digest, base: Int, startedBy: AccountName, reason: String,
        startedAt: UnixTime, until: UnixTime
    ) {
        self.draft = draft
        self.bundle = bundle
        self.policy = policy
        self.base = base
        self.startedBy = startedBy
        self.reason = reason
        self.startedAt = startedAt
        self.until = until
    }
}
