public import GatewayIdentity

/// An entry in the list of special-purpose accounts (guide, NCT2-4.2-U4): without one, nobody acts in a special role.
public struct SpecialListing: Hashable, Sendable {
    public let account: AccountName
    /// What the account is for, in the words of whoever asked for it.
    public let purpose: String
    /// Who answers for the entry: the approver, not the applicant.
    public let listedBy: AccountName
    public let listedAt: UnixTime
    /// The last time somebody looked whether it is still needed.
    public let check: Check?

    public struct Check: Hashable, Sendable {
        public let at: UnixTime
        public let by: AccountName

        public init(at: UnixTime, by: AccountName) {
            self.at = at
            self.by = by
        }
    }

    public init(account: AccountName, purpose: String, listedBy: AccountName, listedAt: UnixTime, check: Check? = nil) {
        self.account = account
        self.purpose = purpose
        self.listedBy = listedBy
        self.listedAt = listedAt
        self.check = check
    }
}

/// What becomes of an account's entry in that list when its roles change.
public enum ListingChange: Hashable, Sendable {
    case keep
    /// One that is there already stays as it is.
    case enter(SpecialListing)
    case leave
}
