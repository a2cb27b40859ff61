public import GatewayIdentity

/// For a while, a rule holds in more places or at more times than it says (semantics 13). It relaxes zones and windows and can relax nothing else.
public struct RuleException: Hashable, Sendable {
    /// Of an allow rule it widens `zones` and `windows`, of a deny rule `unless`.
    public var rule: RuleID
    /// `all`: everybody whom the rule is for.
    public var accounts: Selection<AccountName>
    public var zones: Set<ZoneName>
    public var windows: Set<WindowName>
    /// Inclusive.
    public var from: UnixTime
    /// Exclusive: at that very second it is over.
    public var expires: UnixTime
    public var reason: String
    /// Who answers for it.
    public var approvedBy: AccountName

    public init(
        to rule: RuleID, accounts: Selection<AccountName> = .all, zones: Set<ZoneName> = [],
        windows: Set<WindowName> = [], from: UnixTime, expires: UnixTime, reason: String, approvedBy: AccountName
    ) {
        self.rule = rule
        self.accounts = accounts
        self.zones = zones
        self.windows = windows
        self.from = from
        self.expires = expires
        self.reason = reason
        self.approvedBy = approvedBy
    }
}
