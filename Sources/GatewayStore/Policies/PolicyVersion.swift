public import GatewayIdentity

/// A policy that is or was in force. Kept for good, with its files.
public struct PolicyVersion: Hashable, Sendable {
    /// How it came into force.
    public enum Cause: String, CaseIterable, Sendable {
        /// The first one, taken from the folder.
        case founding
        /// By two people.
        case change, rollback
        /// By one, for some hours.
        case emergency
        /// The one before came back by itself.
        case restored
        /// The folder is the truth at this site, and was changed.
        case file
        /// The same, with the signatures that the site asks for.
        case signedFile = "signed_file"
    }

    /// From 1; one more than that of the version before.
    public let number: Int
    /// Of the bundle's canonical bytes, tests included.
    public let bundle: SHA256Digest
    /// As decisions are recorded under it.
    public let policy: SHA256Digest
    public let cause: Cause
    public let author: AccountName
    public let approver: AccountName?
    public let reason: String
    public let at: UnixTime
    /// The draft that it was.
    public let draft: String?
    /// Of an emergency change.
    public let emergency: Emergency?
    /// Whether the folder shows it.
    public let folderWrittenAt: UnixTime?

    public struct Emergency: Hashable, Sendable {
        public let by: PolicyHand
        /// Exclusive: if nobody ratified it by then, the version before comes back.
        public let until: UnixTime
        public let ratification: Ratification?

        public init(by: PolicyHand, until: UnixTime, ratification: Ratification? = nil) {
            self.by = by
            self.until = until
            self.ratification = ratification
        }
    }

    public struct Ratification: Hashable, Sendable {
        public let by: PolicyHand
        public let at: UnixTime
        public let reason: String

        public init(by: PolicyHand, at: UnixTime, reason: String) {
            self.by = by
            self.at = at
            self.reason = reason
        }
    }

    public init(
        number: Int, bundle: SHA256Digest, policy: SHA256Digest, cause: Cause, author: AccountName,
        approver: AccountName? = nil, reason: String, at: UnixTime, draft: String? = nil, emergency: Emergency? = nil,
        folderWrittenAt: UnixTime? = nil
    ) {
        self.number = number
        self.bundle = bundle
        self.policy = policy
        self.cause = cause
        self.author = author
        self.approver = approver
        self.reason = reason
        self.at = at
        self.draft = draft
        self.emergency = emergency
        self.folderWrittenAt = folderWrittenAt
    }

    /// In force by one person's word alone.
    public var isUnratified: Bool { emergency.map { $0.ratification == nil } ?? false }
}
