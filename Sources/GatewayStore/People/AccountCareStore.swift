public import GatewayIdentity

/// When an account was last used and last looked at by somebody who answers for it.
public struct AccountCare: Hashable, Sendable {
    public let account: AccountName
    /// When it was made, or last became active again.
    public let activeSince: UnixTime
    /// The last time its certificate was let in.
    public let usedAt: UnixTime?
    public let review: SpecialListing.Check?

    public init(account: AccountName, activeSince: UnixTime, usedAt: UnixTime?, review: SpecialListing.Check?) {
        self.account = account
        self.activeSince = activeSince
        self.usedAt = usedAt
        self.review = review
    }
}

/// What the rules about unused accounts and the reviews of rights go by.
public protocol AccountCareStore: Sendable {
    /// Every account that was not removed, in order of names: `after` the last of the page before.
    func cares(after: AccountName?, limit: Int) async throws(StoreError) -> [AccountCare]

    /// - Throws: `.notFound(.account)`.
    func care(of account: AccountName) async throws(StoreError) -> AccountCare

    /// Notes uses; one that is earlier than what is stored changes nothing.
    func noteUse(_ times: [AccountName: UnixTime]) async throws(StoreError)

    /// Disables an active account that nobody used after `instant`.
    ///
    /// - Returns: `false` when it was used meanwhile, or is not active.
    func disable(_ account: AccountName, unusedSince instant: UnixTime) async throws(StoreError) -> Bool

    /// Suspends an active account that nobody reviewed after `instant`, and that was made before.
    func suspend(_ account: AccountName, unreviewedSince instant: UnixTime) async throws(StoreError) -> Bool

    /// - Throws: `.notFound(.account)`, also when `by` is the account itself.
    func signOffReview(of account: AccountName, by: AccountName, at: UnixTime) async throws(StoreError)

    /// - Throws: `.notFound(.specialListing)`, also when `by` is the account itself.
    func signOffSpecialCheck(of account: AccountName, by: AccountName, at: UnixTime) async throws(StoreError)

    /// Takes the turn to tell of an overdue review or check.
    ///
    /// - Returns: `false` when somebody was told after `instant`.
    func takeTurnToTell(of account: AccountName, at: UnixTime, unlessToldAfter instant: UnixTime)
        async throws(StoreError) -> Bool
}
