public import GatewayIdentity
public import GatewayPolicy
public import GatewayReview

/// Reviews as tasks, and rights that are kept although nobody uses them. What was signed stays as it is.
public protocol ReviewStore: Sendable {
    /// Makes a task unless there is one of its identifier.
    ///
    /// - Returns: whether it was made now, by this call.
    func make(_ task: ReviewTask) async throws(StoreError) -> Bool

    /// Where the last period ends that has a task of a kind; `nil`: none has.
    func lastReview(of kind: ReviewKind) async throws(StoreError) -> UnixTime?

    func review(_ id: String) async throws(StoreError) -> ReviewTask?

    /// The latest first. Without their sheets: what is listed is short.
    func reviews(limit: Int) async throws(StoreError) -> [ReviewTask]

    /// Those that nobody signed, the first to be due first, without their sheets.
    func openReviews(limit: Int) async throws(StoreError) -> [ReviewTask]

    /// Those whose period was over by then and that have no sheet yet, oldest first.
    func reviewsToPrepare(endedBy now: UnixTime, limit: Int) async throws(StoreError) -> [ReviewTask]

    /// Puts in what is to be looked at, once.
    ///
    /// - Returns: `false` when it has a sheet by then, is signed or gone.
    func put(_ sheet: ReviewSheet, into id: String) async throws(StoreError) -> Bool

    /// Signs a task off whose sheet is that one.
    ///
    /// - Throws: `.notFound(.review)` when it is signed, has another sheet or none.
    func sign(_ id: String, _ signOff: ReviewTask.SignOff) async throws(StoreError)

    /// Takes the turn to tell that a task is overdue.
    ///
    /// - Returns: `false` when somebody told of it after `instant`, or it is signed.
    func takeTurnToTell(ofReview id: String, at: UnixTime, unlessToldAfter instant: UnixTime)
        async throws(StoreError) -> Bool

    /// Removes unsigned tasks of periods that end after an instant: a clock that was ahead made them.
    func removeReviews(ofPeriodsEndingAfter now: UnixTime) async throws(StoreError) -> Int

    /// Approvals of these names that were given and are over, whose bundle of records nobody made yet, oldest first.
    ///
    /// - Parameter after: those that ended before are not asked for any more.
    func approvalsToBundle(named names: Set<ApprovalName>, endedAfter after: UnixTime, by now: UnixTime, limit: Int)
        async throws(StoreError) -> [ApprovalRequest]

    /// Keeps a right, or says anew why and until when.
    func keep(_ right: KeptRight) async throws(StoreError)

    /// Ends it before its time.
    ///
    /// - Throws: `.notFound(.keptRight)` when nothing holds by then.
    func endKeeping(_ right: String, at: UnixTime) async throws(StoreError)

    /// Those that hold then, by name.
    func keptRights(holdingAt now: UnixTime) async throws(StoreError) -> [KeptRight]
}
