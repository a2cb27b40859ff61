public import GatewayIdentity
public import GatewayReview
public import GatewayStore
internal import Synchronization

/// Reviews as tasks: made by the calendar, put together from the records, signed off by people (compliance profile nct-2025-04, 2.9).
///
/// What each account may do is confirmed at the account (`user review`); a review of rights is the look at all of them at once, and shows when each was
/// confirmed.
public struct Reviews: Sendable {
    let administration: Administration
    let store: any ReviewStore
    public let rules: ReviewRules
    private let counts = ReviewCounts()

    public init(access: Access, store: any ReviewStore, rules: ReviewRules) {
        administration = access.administration
        self.store = store
        self.rules = rules
    }

    var core: AccessCore { administration.core }

    /// Tasks that one answer lists: of five years.
    public static let mostListed = 500
    /// Of the reviewer's own words, in bytes.
    public static let mostFindings = 8192

    // MARK: Reading

    /// The latest first, without their sheets.
    public func list(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem) -> [ReviewTask] {
        try await administration.noteReading("review tasks", actor, requestID)
        return try await reading { () throws(StoreError) in try await store.reviews(limit: Self.mostListed) }
    }

    public func show(_ id: String, readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem)
        -> ReviewTask
    {
        try await administration.noteReading("review task", actor, requestID)
        return try await require(id)
    }

    /// Rights that are kept now.
    public func kept(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem) -> [KeptRight] {
        try await administration.noteReading("kept rights", actor, requestID)
        let now = core.now()
        return try await reading { () throws(StoreError) in try await store.keptRights(holdingAt: now) }
    }

    /// How many wait, and how many are late, as of the last look. Numbers name nobody.
    public var standing: ReviewStanding { counts.now.withLock { $0 } }

    func note(_ standing: ReviewStanding) { counts.now.withLock { $0 = standing } }

    func require(_ id: String) async throws(AdministrationProblem) -> ReviewTask {
        guard let task = try await reading({ () throws(StoreError) in try await store.review(id) }) else {
            throw .notFound(.review)
        }
        return task
    }

    func reading<Value>(_ read: () async throws(StoreError) -> Value) async throws(AdministrationProblem) -> Value {
        do throws(StoreError) { return try await read() } catch { throw AdministrationProblem(error) }
    }

    /// Whom the one who answers for a review is, for pages: an account, or a role.
    public func owner(of kind: ReviewKind) -> ReviewRules.Owner? { rules.owner(of: kind) }
}

public struct ReviewStanding: Hashable, Sendable {
    public var open: Int
    public var overdue: Int

    public init(open: Int = 0, overdue: Int = 0) {
        self.open = open
        self.overdue = overdue
    }
}

private final class ReviewCounts: Sendable {
    let now = Mutex(ReviewStanding())
}
