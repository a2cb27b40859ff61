public import GatewayIdentity

/// What somebody asks for and another person decides: an account, roles, the opening of an emergency account, the terms of a
/// service.
public struct AccountRequest: Hashable, Sendable {
    public enum Wish: Hashable, Sendable {
        /// A new account, as it is to be.
        case admission(Applied)
        /// Exactly these roles for an account that exists, in place of those that it held when they were asked for.
        case roles(Set<RoleName>, replacing: Set<RoleName>)
        /// One hour of a break-glass account.
        case opening
        /// These terms for a service that exists.
        case terms(ServiceTerms)
    }

    /// What a new account is to be.
    public struct Applied: Hashable, Sendable {
        public var displayName: String
        public var roles: Set<RoleName>
        public var organisation: String
        public var language: Language
        public var use: AccountUse
        public var externalID: String?
        /// Of a service.
        public var terms: ServiceTerms?

        public init(
            displayName: String, roles: Set<RoleName>, organisation: String, language: Language,
            use: AccountUse = .person, externalID: String? = nil, terms: ServiceTerms? = nil
        ) {
            self.displayName = displayName
            self.roles = roles
            self.organisation = organisation
            self.language = language
            self.use = use
            self.externalID = externalID
            self.terms = terms
        }
    }

    public struct Decision: Hashable, Sendable {
        public enum Verdict: String, CaseIterable, Sendable {
            case approved, rejected
            /// By nobody: its time ran out.
            case expired
        }

        public let verdict: Verdict
        public let by: AccountName
        public let at: UnixTime
        public let reason: String

        public init(_ verdict: Verdict, by: AccountName, at: UnixTime, reason: String) {
            self.verdict = verdict
            self.by = by
            self.at = at
            self.reason = reason
        }
    }

    public let id: String
    /// Whom it is for.
    public let account: AccountName
    public let wish: Wish
    /// Never the one who approves.
    public let applicant: AccountName
    public let reason: String
    public let at: UnixTime
    /// Exclusive: undecided by then means no.
    public let expires: UnixTime
    public let decision: Decision?

    public init(
        id: String, account: AccountName, wish: Wish, applicant: AccountName, reason: String, at: UnixTime,
        expires: UnixTime, decision: Decision? = nil
    ) {
        self.id = id
        self.account = account
        self.wish = wish
        self.applicant = applicant
        self.reason = reason
        self.at = at
        self.expires = expires
        self.decision = decision
    }

    public func isOpen(at now: UnixTime) -> Bool { decision == nil && now < expires }
}

/// What an approval brings about, with the same stroke.
public enum RequestOutcome: Hashable, Sendable {
    case admission(Account, SpecialListing?, ServiceTerms? = nil)
    case roles(Set<RoleName>, ListingChange)
    case opening
    case terms(ServiceTerms)
}
