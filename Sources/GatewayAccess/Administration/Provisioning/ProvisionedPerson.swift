public import GatewayIdentity

/// One person as a file or a personnel system says they are to be.
public struct ProvisionedPerson: Hashable, Sendable {
    public var name: AccountName
    public var displayName: String
    public var organisation: String
    public var language: Language
    /// `false`: has left. `nil`: as it is.
    public var isActive: Bool?
    /// Left, and not to be shown to the personnel system any more.
    public var isDeleted: Bool
    /// `nil`: as it is.
    public var roles: Set<RoleName>?
    /// `nil`: as it is.
    public var externalID: String?

    public init(
        name: AccountName, displayName: String, organisation: String, language: Language, isActive: Bool?,
        roles: Set<RoleName>?, externalID: String?, isDeleted: Bool = false
    ) {
        self.name = name
        self.displayName = displayName
        self.organisation = organisation
        self.language = language
        self.isActive = isActive
        self.isDeleted = isDeleted
        self.roles = roles
        self.externalID = externalID
    }
}

/// What is to be done so that accounts are as was said: shown first, carried out whole or not at all.
public struct ProvisioningPlan: Hashable, Sendable {
    public enum Step: Hashable, Sendable {
        case add
        /// Waits for another person's approval.
        case requestAccount
        /// Takes back a request that nobody has decided.
        case withdrawRequest
        case describe
        case setRoles(Set<RoleName>)
        case requestRoles(Set<RoleName>)
        case disable, enable
        /// Disabled, and hidden from the personnel system.
        case deprovision
    }

    public struct Line: Hashable, Sendable {
        public let account: AccountName
        /// Empty: everything is as it should be.
        public let steps: [Step]
        /// Why nothing can be done for them.
        public let problem: AdministrationProblem?
    }

    /// In the order of what was said.
    public let lines: [Line]
    /// The same for the same plan: who orders it says which plan they saw.
    public let digest: SHA256Digest

    public var changes: Int { lines.count { !$0.steps.isEmpty } }
}
