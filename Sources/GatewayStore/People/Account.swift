public import GatewayIdentity

/// A person (or a service) that may be let through.
public struct Account: Hashable, Sendable {
    public let name: AccountName
    /// For pages and notices only.
    public var displayName: String
    public var roles: Set<RoleName>
    /// The name of a company or unit; emergency locks and partner rules go by it.
    public var organisation: String
    public var language: Language
    public var state: AccountState
    public let createdAt: UnixTime

    public init(
        name: AccountName, displayName: String, roles: Set<RoleName>, organisation: String, language: Language,
        state: AccountState = .active, createdAt: UnixTime
    ) {
        self.name = name
        self.displayName = displayName
        self.roles = roles
        self.organisation = organisation
        self.language = language
        self.state = state
        self.createdAt = createdAt
    }
}

public enum AccountState: String, CaseIterable, Sendable {
    case active
    /// For a while: leave, investigation, an unused account.
    case suspended
    /// For good: the name stays taken, so that old records keep their meaning.
    case disabled
}
