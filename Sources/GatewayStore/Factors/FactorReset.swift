public import GatewayIdentity

/// A request to take somebody's factors away, so that they can register new ones: asked for by one, approved by another.
public struct FactorReset: Hashable, Sendable {
    public struct Approval: Hashable, Sendable {
        public let by: AccountName
        public let at: UnixTime
        /// Not before.
        public let effective: UnixTime

        public init(by: AccountName, at: UnixTime, effective: UnixTime) {
            self.by = by
            self.at = at
            self.effective = effective
        }
    }

    public enum State: Hashable, Sendable {
        case asked
        case approved(Approval)
        /// Also by the person whom it is about: one press is enough.
        case cancelled(by: AccountName, at: UnixTime)
        case done(by: AccountName, at: UnixTime)
    }

    public let id: String
    /// Whose factors.
    public let account: AccountName
    public let askedBy: AccountName
    public let askedAt: UnixTime
    public let reason: String
    /// Exclusive: what was not carried out by then is not carried out.
    public let expires: UnixTime
    public let state: State

    public init(
        id: String, account: AccountName, askedBy: AccountName, askedAt: UnixTime, reason: String, expires: UnixTime,
        state: State = .asked
    ) {
        self.id = id
        self.account = account
        self.askedBy = askedBy
        self.askedAt = askedAt
        self.reason = reason
        self.expires = expires
        self.state = state
    }

    public func isOpen(at now: UnixTime) -> Bool {
        switch state {
        case .asked, .approved: now < expires
        case .cancelled, .done: false
        }
    }
}

/// Requests to reset factors. Those that are over are kept.
public protocol FactorResetStore: Sendable {
    /// One that has expired gives way.
    ///
    /// - Throws: `.conflict(.resetOpen)` when one is open for the account at the time it is asked for; `.notFound(.account)`.
    func insert(_ reset: FactorReset) async throws(StoreError)

    /// - Returns: `false` when it is not open and unapproved, or `approval.by` asked for it or is the person it is about.
    func approveReset(_ id: String, _ approval: FactorReset.Approval) async throws(StoreError) -> Bool

    /// - Returns: `false` when it is not open (any more).
    func cancelReset(_ id: String, by: AccountName, at: UnixTime) async throws(StoreError) -> Bool

    /// No approved reset of the account takes effect before this time: its owner could not say no meanwhile.
    func delayResets(of account: AccountName, until: UnixTime) async throws(StoreError)

    /// Carries it out, as `FactorStore.resetFactors` does.
    ///
    /// - Returns: `true` to exactly one caller, once it is approved, in effect and not expired; otherwise nothing changes.
    func carryOutReset(_ id: String, by: AccountName, at: UnixTime, leaving code: StoredEnrolmentCode)
        async throws(StoreError) -> Bool

    /// Open ones at an instant, oldest first.
    func resets(openAt: UnixTime) async throws(StoreError) -> [FactorReset]

    /// All of an account, newest first.
    func resets(of account: AccountName) async throws(StoreError) -> [FactorReset]
}
