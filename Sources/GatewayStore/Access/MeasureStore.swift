public import GatewayIdentity
public import GatewayPolicy

/// An alarm of a watch rule, with what was done about it and what lifting it will undo.
public struct TakenMeasure: Hashable, Sendable {
    /// Who lifted it, when and why.
    public struct Lift: Hashable, Sendable {
        public let at: UnixTime
        public let by: AccountName
        public let reason: String

        public init(at: UnixTime, by: AccountName, reason: String) {
            self.at = at
            self.by = by
            self.reason = reason
        }
    }

    /// What a measure put in the way, and lifting takes out of it: nothing else.
    public struct Effect: Hashable, Sendable {
        /// Grants that it paused.
        public var grants: [String]
        /// Grants that were paused already when it came: they rest for its sake, too.
        public var foundPaused: [String]
        /// Emergency locks that it set.
        public var locks: [String]
        public var sessionsEnded: Int

        public init(
            grants: [String] = [], foundPaused: [String] = [], locks: [String] = [], sessionsEnded: Int = 0
        ) {
            self.grants = grants
            self.foundPaused = foundPaused
            self.locks = locks
            self.sessionsEnded = sessionsEnded
        }
    }

    public let id: String
    public let at: UnixTime
    public let account: AccountName
    public let rule: String
    public let kind: WatchKind
    public let observed: String
    public let limit: String
    public let step: WatchMeasure
    public let severity: WatchSeverity
    /// `event_id` of the records that made it, oldest first.
    public let grounds: [String]
    /// Who looks after it; `nil`: the office of security.
    public let owner: AccountName?
    public let isDrill: Bool
    /// Of the sessions that it found: what it is to lock, if it locks. SHA-256.
    public let certificates: [SHA256Digest]
    public var effect: Effect
    /// `nil`: it holds.
    public var lift: Lift?

    public init(
        id: String, at: UnixTime, account: AccountName, rule: String, kind: WatchKind, observed: String, limit: String,
        step: WatchMeasure, severity: WatchSeverity, grounds: [String], owner: AccountName?, isDrill: Bool = false,
        certificates: [SHA256Digest] = [], effect: Effect = Effect(), lift: Lift? = nil
    ) {
        self.id = id
        self.at = at
        self.account = account
        self.rule = rule
        self.kind = kind
        self.observed = observed
        self.limit = limit
        self.step = step
        self.severity = severity
        self.grounds = grounds
        self.owner = owner
        self.isDrill = isDrill
        self.certificates = certificates
        self.effect = effect
        self.lift = lift
    }
}

public protocol MeasureStore: Sendable {
    /// - Returns: `false` when there is one of this identifier.
    func insert(_ measure: TakenMeasure) async throws(StoreError) -> Bool

    /// What it has put in the way so far.
    ///
    /// - Throws: `.notFound(.measure)`.
    func note(_ effect: TakenMeasure.Effect, of measure: String) async throws(StoreError)

    /// - Throws: `.notFound(.measure)` when it is unknown or lifted already.
    func liftMeasure(_ id: String, _ lift: TakenMeasure.Lift) async throws(StoreError)

    func measure(_ id: String) async throws(StoreError) -> TakenMeasure?

    /// Newest first.
    ///
    /// - Parameter lifted: whether those that were lifted are among them.
    func measures(lifted: Bool, limit: Int) async throws(StoreError) -> [TakenMeasure]

    /// Those that hold and put this lock or this grant in the way, or found it there. No drills.
    func measures(naming thing: String) async throws(StoreError) -> [TakenMeasure]

    /// Those that hold and are about this person, whatever they did. No drills.
    func measures(about account: AccountName) async throws(StoreError) -> [TakenMeasure]

    /// When what people proved before was last put in doubt, by measures that hold.
    func doubts() async throws(StoreError) -> [AccountName: UnixTime]

    /// Those that were lifted, and drills.
    func removeMeasures(takenBefore: UnixTime) async throws(StoreError)
}
