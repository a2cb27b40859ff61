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
    /// Who began it.
    public let author: AccountName
    /// Everybody who wrote in it, the author first.
    public let writers: [AccountName]
    public let approver: AccountName?
    /// Of files that were signed.
    public let signing: Signing?
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

    /// By whose signatures the files were taken.
    public struct Signing: Hashable, Sendable {
        /// Grows from one set of signed files to the next, so that none of them comes twice.
        public let serial: Int
        /// As their certificates, or else their keys, name them.
        public let signers: [String]

        public init(serial: Int, signers: [String]) {
            self.serial = serial
            self.signers = signers
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
        writers: [AccountName]? = nil, approver: AccountName? = nil, signing: Signing? = nil, reason: String,
        at: UnixTime, draft: String? = nil, emergency: Emergency? = nil, folderWrittenAt: UnixTime? = nil
    ) {
        self.number = number
        self.bundle = bundle
        self.policy = policy
        self.cause = cause
        self.author = author
        self.writers = writers ?? [author]
        self.approver = approver
        self.signing = signing
        self.reason = reason
        self.at = at
        self.draft = draft
        self.emergency = emergency
        self.folderWrittenAt = folderWrittenAt
    }

    /// In force by one person's word alone.
    public var isUnratified: Bool { emergency.map { $0.ratification == nil } ?? false }

    /// The hours of that one person are over, and nobody else stands behind it: it permits nothing any more.
    public func hasLapsed(at now: UnixTime) -> Bool { isUnratified && (emergency.map { $0.until <= now } ?? false) }
}
