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
    public let use: AccountUse
    /// What the personnel system calls the person (SCIM `externalId`); `nil` where nobody provisions the account.
    public var externalID: String?
    /// The personnel system deleted the person: disabled, and no longer shown to it.
    public let isDeprovisioned: Bool
    public let createdAt: UnixTime

    /// A program is known by its certificate: it signs in nowhere, and has no factors.
    public var signsIn: Bool {
        switch use {
        case .person, .shared: true
        case .service: false
        }
    }

    public init(
        name: AccountName, displayName: String, roles: Set<RoleName>, organisation: String, language: Language,
        state: AccountState = .active, use: AccountUse = .person, externalID: String? = nil,
        isDeprovisioned: Bool = false, createdAt: UnixTime
    ) {
        self.name = name
        self.displayName = displayName
        self.roles = roles
        self.organisation = organisation
        self.language = language
        self.state = state
        self.use = use
        self.externalID = externalID
        self.isDeprovisioned = isDeprovisioned
        self.createdAt = createdAt
    }
}

public enum AccountState: String, CaseIterable, Sendable {
    case active
    /// For a while: leave, investigation, a review that is overdue.
    case suspended
    /// Left, or unused for too long. An administrator can enable it again.
    case disabled
    /// For good: without certificates and factors. The name stays taken, so that old records keep their meaning.
    case removed
}

/// Who stands behind an account.
public enum AccountUse: String, CaseIterable, Sendable {
    case person
    /// Several people: only with a reason and the security officer's approval (guide, NCT2-4.2-U2).
    case shared
    /// A program, known by its certificate.
    case service
}
