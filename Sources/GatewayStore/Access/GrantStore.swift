public import GatewayIdentity

/// The export permission without which a foreign partner reaches nothing (national core technology guide, chapter 3).
public struct PartnerGrant: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case exportApproval = "export_approval"
        case exportNotification = "export_notification"
    }

    /// How a grant ended before its time.
    public struct Ending: Hashable, Sendable {
        public let at: UnixTime
        public let by: AccountName

        public init(at: UnixTime, by: AccountName) {
            self.at = at
            self.by = by
        }
    }

    public let id: String
    public let account: AccountName
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
    public let ending: Ending?

    public init(
        id: String, account: AccountName, consoles: Set<ConsoleID>, kind: Kind, reference: String, sponsor: AccountName,
        from: UnixTime, to: UnixTime, ending: Ending? = nil
    ) {
        self.id = id
        self.account = account
        self.consoles = consoles
        self.kind = kind
        self.reference = reference
        self.sponsor = sponsor
        self.from = from
        self.to = to
        self.ending = ending
    }

    public func runs(at now: UnixTime) -> Bool { ending == nil && from <= now && now < to }
}

public protocol GrantStore: Sendable {
    /// - Throws: `.conflict(.identifierExists)`, `.notFound(.account)` for the partner or the sponsor.
    func insert(_ grant: PartnerGrant) async throws(StoreError)

    /// - Throws: `.notFound(.grant)` when it is unknown or ended already.
    func endGrant(_ id: String, by: AccountName, at: UnixTime) async throws(StoreError)

    /// Past, running and future ones, oldest first.
    func grants(of account: AccountName) async throws(StoreError) -> [PartnerGrant]

    /// Every grant that runs or will run, to fill the snapshot in memory.
    func grants(endingAfter: UnixTime) async throws(StoreError) -> [PartnerGrant]
}
