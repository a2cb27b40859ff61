public import GatewayIdentity

/// Requests about accounts, and what was decided: kept for good, as the proof of who asked and who approved.
public protocol AccountRequestStore: Sendable {
    /// - Throws: `.conflict(.requestOpen)` when one of the same kind is open for the account; `.conflict(.accountExists)`
    ///   for an admission under a name that is taken.
    func insert(_ request: AccountRequest) async throws(StoreError)

    /// Decides a request that is open, and brings about what it asked for: both or neither.
    ///
    /// - Throws: `.notFound(.accountRequest)` when it is unknown, decided or expired, or when `by` is the applicant or the
    ///   person whom it is for; `.conflict(.rolesChanged)` when it is about roles and the account holds others than those
    ///   that it replaces; what the outcome can throw: `.conflict(.accountExists)`, `.notFound(.account)`,
    ///   `.notFound(.service)`.
    func approve(_ id: String, by: AccountName, at: UnixTime, reason: String, bringing outcome: RequestOutcome)
        async throws(StoreError)

    /// Anybody may, the applicant too: that is how a request is withdrawn.
    ///
    /// - Throws: `.notFound(.accountRequest)` when it is unknown, decided or expired.
    func reject(_ id: String, by: AccountName, at: UnixTime, reason: String) async throws(StoreError)

    func request(_ id: String) async throws(StoreError) -> AccountRequest?

    /// Open ones at an instant, oldest first, at most `limit`.
    func requests(openAt: UnixTime, limit: Int) async throws(StoreError) -> [AccountRequest]

    /// All that were ever made for an account, oldest first.
    func requests(for account: AccountName) async throws(StoreError) -> [AccountRequest]

    /// Marks as expired what was not decided in time, at most `limit`.
    ///
    /// - Returns: those marked by this call: whoever marks, records.
    func expireRequests(at: UnixTime, limit: Int) async throws(StoreError) -> [AccountRequest]
}
