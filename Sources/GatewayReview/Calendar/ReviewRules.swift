public import GatewayIdentity

/// How a site reviews: how often, until when, by whom.
public struct ReviewRules: Hashable, Sendable {
    /// Who answers for a review: told when it is late. Signing is for whoever holds a role that may.
    public enum Owner: Hashable, Sendable {
        case role(RoleName)
        case account(AccountName)
    }

    public static let mostDueDays = 31

    public var intervals: [ReviewKind: ReviewInterval]
    /// After the end of the period.
    public var dueDays: Int
    public var owners: [ReviewKind: Owner]

    public init(
        intervals: [ReviewKind: ReviewInterval] = [:], dueDays: Int = 10, owners: [ReviewKind: Owner] = [:]
    ) {
        self.intervals = intervals
        self.dueDays = dueDays
        self.owners = owners
    }

    /// `nil`: not by the calendar. Never more seldom than the profile says.
    public func interval(of kind: ReviewKind) -> ReviewInterval? {
        kind.slowest.map { min(intervals[kind] ?? $0, $0) }
    }

    public func owner(of kind: ReviewKind) -> Owner? { owners[kind] }

    public func due(_ period: ReviewPeriod) -> UnixTime { period.to + .seconds(Int64(dueDays) * 86400) }
}

extension ReviewRules.Owner: CustomStringConvertible {
    /// `role:auditor`, `account:kim-7f3a`.
    public var description: String {
        switch self {
        case .role(let role): "role:\(role.text)"
        case .account(let account): "account:\(account.text)"
        }
    }
}
