public import GatewayIdentity
public import GatewayPolicy

/// The export permission without which a foreign partner reaches nothing (national core technology guide, chapter 3).
public struct PartnerGrant: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case exportApproval = "export_approval"
        case exportNotification = "export_notification"
    }

    /// By whom and when a grant was ended or paused.
    public struct Ending: Hashable, Sendable {
        public let at: UnixTime
        public let by: AccountName

        public init(at: UnixTime, by: AccountName) {
            self.at = at
            self.by = by
        }
    }

    /// How far it has come.
    public enum Progress: String, CaseIterable, Sendable {
        /// It waits for approvals.
        case asked
        /// By everybody who has to, or entered by a security administrator.
        case given
        case refused
    }

    public let id: String
    public let account: AccountName
    /// The partner that it was given to: it counts for no person who has moved to another. `nil`: nobody said.
    public let organisation: String?
    public let consoles: Set<ConsoleID>
    public let kind: Kind
    /// The number of the approval or notification.
    public let reference: String
    /// The member of staff who answers for the partner.
    public let sponsor: AccountName
    /// Inclusive.
    public let from: UnixTime
    /// Exclusive.
    public let to: UnixTime
    public let scope: GrantScope
    public let progress: Progress
    /// The request for an approval that it came by, one for all persons of it; `nil`: it was entered.
    public let request: String?
    /// `nil`: it is not paused.
    public let pause: Ending?
    public let ending: Ending?

    public init(
        id: String, account: AccountName, organisation: String? = nil, consoles: Set<ConsoleID>, kind: Kind,
        reference: String, sponsor: AccountName, from: UnixTime, to: UnixTime, scope: GrantScope = .unlimited,
        progress: Progress = .given, request: String? = nil, pause: Ending? = nil, ending: Ending? = nil
    ) {
        self.id = id
        self.account = account
        self.organisation = organisation
        self.consoles = consoles
        self.kind = kind
        self.reference = reference
        self.sponsor = sponsor
        self.from = from
        self.to = to
        self.scope = scope
        self.progress = progress
        self.request = request
        self.pause = pause
        self.ending = ending
    }

    /// Nothing but the time keeps it from running.
    public var isInForce: Bool { progress == .given && pause == nil && ending == nil }

    public func runs(at now: UnixTime) -> Bool { isInForce && from <= now && now < to }

    /// It was given, and its time is up.
    public func isOver(at now: UnixTime) -> Bool { progress == .given && (ending != nil || to <= now) }
}

/// That what a partner received under a grant was destroyed on their side, once the grant was over.
public struct GrantDeletion: Hashable, Sendable {
    public let grant: String
    public let by: AccountName
    public let at: UnixTime
    /// What was confirmed, and by which document.
    public let confirmation: String

    public init(grant: String, by: AccountName, at: UnixTime, confirmation: String) {
        self.grant = grant
        self.by = by
        self.at = at
        self.confirmation = confirmation
    }
}

public protocol GrantStore: Sendable {
    /// Enters one that is given.
    ///
    /// - Throws: `.conflict(.identifierExists)`, `.notFound(.account)` for the partner or the sponsor.
    func insert(_ grant: PartnerGrant) async throws(StoreError)

    /// - Throws: `.notFound(.grant)` when it is unknown or ended already.
    func endGrant(_ id: String, by: AccountName, at: UnixTime) async throws(StoreError)

    /// - Throws: `.notFound(.grant)` unless it is given, not ended and not paused.
    func pauseGrant(_ id: String, by: AccountName, at: UnixTime) async throws(StoreError)

    /// - Throws: `.notFound(.grant)` unless it is paused, and neither ended nor over by then.
    func resumeGrant(_ id: String, at: UnixTime) async throws(StoreError)

    /// Past, running and future ones, oldest first.
    func grants(of account: AccountName) async throws(StoreError) -> [PartnerGrant]

    /// Every grant that is given, not ended, and runs or will run.
    func grants(endingAfter: UnixTime) async throws(StoreError) -> [PartnerGrant]

    /// Notes what was confirmed of a grant that was given and is over by then.
    ///
    /// - Returns: `true` once.
    func confirm(_ deletion: GrantDeletion) async throws(StoreError) -> Bool

    /// All that were confirmed, oldest first.
    func deletions() async throws(StoreError) -> [GrantDeletion]
}
