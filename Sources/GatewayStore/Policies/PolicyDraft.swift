public import GatewayIdentity

/// A policy on its way into force: files, what they were examined to do, and who stands behind them.
public struct PolicyDraft: Hashable, Sendable {
    /// What it is about.
    public enum Purpose: Hashable, Sendable {
        case change
        /// The files of an older version.
        case rollback(to: Int)
    }

    public enum State: Hashable, Sendable {
        case open
        case approved(Approval)
        case closed(Closing)
        /// In force since, as this version.
        case activated(version: Int, at: UnixTime)
    }

    /// Another person's word for exactly these files over exactly this base, after exactly this examination.
    public struct Approval: Hashable, Sendable {
        public let by: PolicyHand
        public let at: UnixTime
        /// Exclusive: from then on it stands for nothing.
        public let until: UnixTime
        public let reason: String
        /// `PolicySeal`
        public let seal: SHA256Digest
        /// When the node is to take it into use by itself; `nil`: when somebody says so.
        public let due: UnixTime?

        public init(
            by: PolicyHand, at: UnixTime, until: UnixTime, reason: String, seal: SHA256Digest, due: UnixTime? = nil
        ) {
            self.by = by
            self.at = at
            self.until = until
            self.reason = reason
            self.seal = seal
            self.due = due
        }
    }

    public struct Closing: Hashable, Sendable {
        public enum Kind: String, CaseIterable, Sendable {
            case rejected, dropped
        }

        public let kind: Kind
        public let by: AccountName
        public let at: UnixTime
        public let reason: String

        public init(_ kind: Kind, by: AccountName, at: UnixTime, reason: String) {
            self.kind = kind
            self.by = by
            self.at = at
            self.reason = reason
        }
    }

    public let id: String
    public let purpose: Purpose
    public let author: AccountName
    public let createdAt: UnixTime
    public let content: Content
    /// Everybody who ever wrote in it, the author first.
    public let hands: [PolicyHand]
    public let state: State

    /// What an edit replaces, whole.
    public struct Content: Hashable, Sendable {
        /// Of the bundle's canonical bytes.
        public let bundle: SHA256Digest
        /// The number of the version that it would follow.
        public let base: Int
        public let reason: String
        public let editedAt: UnixTime
        public let examination: StoredExamination

        public init(
            bundle: SHA256Digest, base: Int, reason: String, editedAt: UnixTime, examination: StoredExamination
        ) {
            self.bundle = bundle
            self.base = base
            self.reason = reason
            self.editedAt = editedAt
            self.examination = examination
        }
    }

    public init(
        id: String, purpose: Purpose, author: AccountName, createdAt: UnixTime, content: Content,
        hands: [PolicyHand], state: State = .open
    ) {
        self.id = id
        self.purpose = purpose
        self.author = author
        self.createdAt = createdAt
        self.content = content
        self.hands = hands
        self.state = state
    }
}

/// A person and the certificate by which they act: two hands are two people only if both differ.
public struct PolicyHand: Hashable, Sendable {
    public let account: AccountName
    /// The key of the certificate, as proofs name it.
    public let key: AuthenticatorID

    public init(_ account: AccountName, key: AuthenticatorID) {
        self.account = account
        self.key = key
    }
}

/// What looking at a draft came to, as its approval signs it.
public struct StoredExamination: Hashable, Sendable {
    /// JSON, in one spelling.
    public let report: String
    public let sha256: SHA256Digest
    /// Nothing is wrong with it: it may be approved.
    public let isSound: Bool

    public init(report: String, sha256: SHA256Digest, isSound: Bool) {
        self.report = report
        self.sha256 = sha256
        self.isSound = isSound
    }
}
