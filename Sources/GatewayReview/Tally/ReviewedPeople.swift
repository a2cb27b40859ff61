public import GatewayIdentity
public import GatewayPolicy

/// Who may do what, when a review begins.
public struct ReviewedPeople: Hashable, Sendable {
    public struct Person: Hashable, Sendable {
        public let account: AccountName
        public let roles: Set<RoleName>
        public let organisation: String
        public let state: String
        public let isExternal: Bool
        public let lastUse: UnixTime?
        /// When somebody last answered for these rights: `gwanmun user review`.
        public let reviewedAt: UnixTime?
        public let reviewDue: UnixTime

        public init(
            account: AccountName, roles: Set<RoleName>, organisation: String, state: String, isExternal: Bool,
            lastUse: UnixTime?, reviewedAt: UnixTime?, reviewDue: UnixTime
        ) {
            self.account = account
            self.roles = roles
            self.organisation = organisation
            self.state = state
            self.isExternal = isExternal
            self.lastUse = lastUse
            self.reviewedAt = reviewedAt
            self.reviewDue = reviewDue
        }
    }

    public struct GrantLine: Hashable, Sendable {
        public let id: String
        public let account: AccountName
        public let organisation: String
        public let consoles: Set<ConsoleID>
        public let reference: String
        public let sponsor: AccountName
        public let from: UnixTime
        public let to: UnixTime
        public let state: String
        /// When it was ended before its time; `nil`: it was not.
        public let endedAt: UnixTime?

        public init(
            id: String, account: AccountName, organisation: String, consoles: Set<ConsoleID>, reference: String,
            sponsor: AccountName, from: UnixTime, to: UnixTime, state: String, endedAt: UnixTime? = nil
        ) {
            self.id = id
            self.account = account
            self.organisation = organisation
            self.consoles = consoles
            self.reference = reference
            self.sponsor = sponsor
            self.from = from
            self.to = to
            self.state = state
            self.endedAt = endedAt
        }

        /// Whether there was a moment of the period that it was for.
        public func touches(_ period: ReviewPeriod) -> Bool {
            from < period.to && period.from < min(to, endedAt ?? to)
        }
    }

    public struct ApprovalLine: Hashable, Sendable {
        public let account: AccountName
        public let name: ApprovalName
        public let from: UnixTime
        public let to: UnixTime

        public init(account: AccountName, name: ApprovalName, from: UnixTime, to: UnixTime) {
            self.account = account
            self.name = name
            self.from = from
            self.to = to
        }
    }

    public var persons: [Person]
    /// Also of people who were removed since.
    public var grants: [GrantLine]
    public var approvals: [ApprovalLine]

    public init(persons: [Person] = [], grants: [GrantLine] = [], approvals: [ApprovalLine] = []) {
        self.persons = persons
        self.grants = grants
        self.approvals = approvals
    }

    /// People of partners, and what is theirs.
    public var externals: ReviewedPeople {
        let names = Set(persons.filter(\.isExternal).map(\.account))
        return ReviewedPeople(
            persons: persons.filter(\.isExternal), grants: grants.filter { names.contains($0.account) },
            approvals: approvals.filter { names.contains($0.account) })
    }

    /// Whoever was a partner in that time, as far as it shows now: those who are one, and those who had a grant then, whatever they are by now.
    public func partners(during period: ReviewPeriod) -> Set<AccountName> {
        Set(persons.filter(\.isExternal).map(\.account))
            .union(grants.filter { $0.touches(period) }.map(\.account))
    }

    /// One organisation's.
    public func only(_ organisation: String) -> ReviewedPeople {
        let kept = persons.filter { $0.organisation == organisation }
        let names = Set(kept.map(\.account))
        return ReviewedPeople(
            persons: kept, grants: grants.filter { names.contains($0.account) },
            approvals: approvals.filter { names.contains($0.account) })
    }
}
