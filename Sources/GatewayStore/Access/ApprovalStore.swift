public import GatewayIdentity
public import GatewayPolicy

/// An approval that somebody needs: asked for, voted on by the groups that the policy names, and then held in `[from, to)`.
public struct ApprovalRequest: Hashable, Sendable {
    public struct Vote: Hashable, Sendable {
        public let by: AccountName
        public let at: UnixTime
        public let reason: String

        public init(by: AccountName, at: UnixTime, reason: String) {
            self.by = by
            self.at = at
            self.reason = reason
        }
    }

    public enum Verdict: String, CaseIterable, Sendable {
        case given, rejected
        /// Taken back after it had been given.
        case withdrawn
    }

    public struct Decision: Hashable, Sendable {
        public let verdict: Verdict
        /// Whoever had the last word.
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
    /// Who is to have it; of a grant for several persons, the first.
    public let account: AccountName
    /// `ApprovalName.grant`: for the partner grants whose `request` it is.
    public let name: ApprovalName
    public let consoles: Selection<ConsoleID>
    /// Inclusive.
    public let from: UnixTime
    /// Exclusive.
    public let to: UnixTime
    public let applicant: AccountName
    public let reason: String
    public let askedAt: UnixTime
    /// Exclusive: what was not decided by then is not decided.
    public let expires: UnixTime
    /// Oldest first.
    public let votes: [Vote]
    public let decision: Decision?

    public init(
        id: String, account: AccountName, name: ApprovalName, consoles: Selection<ConsoleID>, from: UnixTime,
        to: UnixTime, applicant: AccountName, reason: String, askedAt: UnixTime, expires: UnixTime,
        votes: [Vote] = [], decision: Decision? = nil
    ) {
        self.id = id
        self.account = account
        self.name = name
        self.consoles = consoles
        self.from = from
        self.to = to
        self.applicant = applicant
        self.reason = reason
        self.askedAt = askedAt
        self.expires = expires
        self.votes = votes
        self.decision = decision
    }

    public func isOpen(at now: UnixTime) -> Bool { decision == nil && now < expires }
    public func runs(at now: UnixTime) -> Bool { decision?.verdict == .given && from <= now && now < to }
}

/// Approvals of persons. Nothing is ever removed: who asked, who voted and what came of it stays.
public protocol ApprovalStore: Sendable {
    /// Files a request, or what is decided already.
    ///
    /// - Parameter grants: what it is about, one for each person; they begin to count when the request is approved.
    /// - Throws: `.conflict(.identifierExists)`, `.notFound(.account)`.
    func insert(_ request: ApprovalRequest, for grants: [PartnerGrant]) async throws(StoreError)

    /// Casts a vote on an open request, once for each voter, never by who asked or is to have it, or one of its grants.
    ///
    /// - Parameter completing: how many votes there are with this one, where it is the last that was missing: the request is then given by
    ///   the same stroke. `nil`: others are missing.
    /// - Throws: `.notFound(.approval)` when it is not open, was voted on by them, or has another number of votes by now: nothing is changed.
    func cast(_ vote: ApprovalRequest.Vote, on id: String, completing: Int?) async throws(StoreError)

    /// Turns an open request down.
    ///
    /// - Throws: `.notFound(.approval)` when it is not open.
    func rejectApproval(_ id: String, by: AccountName, at: UnixTime, reason: String) async throws(StoreError)

    /// Takes back what was given.
    ///
    /// - Throws: `.notFound(.approval)` when it is not given, or was over by then.
    func withdrawApproval(_ id: String, by: AccountName, at: UnixTime, reason: String) async throws(StoreError)

    func approval(_ id: String) async throws(StoreError) -> ApprovalRequest?

    /// Those that can be voted on, oldest first.
    func approvals(openAt: UnixTime, limit: Int) async throws(StoreError) -> [ApprovalRequest]

    /// All of an account, oldest first.
    func approvals(of account: AccountName) async throws(StoreError) -> [ApprovalRequest]
}
