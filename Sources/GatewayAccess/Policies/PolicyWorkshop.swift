public import GatewayIdentity
public import GatewayPolicy
public import GatewayStore

/// Where policies are read, tried and taken into use: the node, seen from those who decide about its policy.
public protocol PolicyWorkshop: Sendable {
    /// Reads the files as the node would, and runs their tests. What is wrong is in the findings; nothing is taken into use.
    ///
    /// - Parameters:
    ///   - base: what it is held against.
    ///   - people: the accounts there are, so that names of others are told of.
    ///   - replaying: whether recorded requests are asked of both, which may take seconds.
    func inspect(_ bundle: PolicyBundle, over base: PolicyBundle?, people: Set<AccountName>, replaying: Bool) async
        -> PolicyFindings

    /// Makes everything ready that can go wrong, so that taking it into use cannot.
    func prepare(_ bundle: PolicyBundle) async throws(PolicyUnfit) -> PreparedPolicy

    /// Reads files as a policy that is only asked: what taking it into use would stumble over is not looked at.
    func compile(_ bundle: PolicyBundle) async throws(PolicyUnfit) -> PolicySnapshot

    /// Asks this policy about every request as well from now on, so that records say what it would have answered; `nil`: none.
    /// It decides nothing.
    func putOnTrial(_ policy: PolicySnapshot?) async

    /// Denies every request to every console until another policy is taken into use. The desk stays open.
    func suspend() async
}

/// What reading and trying a policy came to.
public struct PolicyFindings: Sendable {
    /// `FILE:LINE:COLUMN: what, value, expected`: why it cannot be read. None: `snapshot` is there.
    public let defects: [String]
    /// Tests of its own that it does not pass.
    public let failingTests: [String]
    /// Why what it is held against cannot be read here: then nobody can tell what changes.
    public let defectsOfBase: [String]
    /// What is allowed, and probably not meant.
    public let warnings: [String]
    /// The same, with why it matters and what to do.
    public let remarks: [PolicyRemark]
    public let tests: Int
    /// Tests of its base; `nil`: there is none.
    public let testsBefore: Int?
    public let snapshot: PolicySnapshot?
    /// What it says otherwise than its base, its tests included.
    public let changes: [PolicyAlteration]
    /// Whose grade is lower than in its base: `console fab: classified -> open`.
    public let lowered: [String]
    /// What it would have decided otherwise; `nil`: not tried.
    public let replay: PolicyReplayReport?

    public init(
        defects: [String], failingTests: [String] = [], defectsOfBase: [String] = [], warnings: [String] = [],
        remarks: [PolicyRemark] = [], tests: Int = 0, testsBefore: Int? = nil, snapshot: PolicySnapshot? = nil,
        changes: [PolicyAlteration] = [], lowered: [String] = [], replay: PolicyReplayReport? = nil
    ) {
        self.defects = defects
        self.failingTests = failingTests
        self.defectsOfBase = defectsOfBase
        self.warnings = warnings
        self.remarks = remarks
        self.tests = tests
        self.testsBefore = testsBefore
        self.snapshot = snapshot
        self.changes = changes
        self.lowered = lowered
        self.replay = replay
    }
}

/// What a policy says and probably does not mean, for whoever is to mend it.
public struct PolicyRemark: Hashable, Sendable {
    /// `FILE:LINE:COLUMN`
    public let position: String
    /// A name that stays: `shadowed-rule`.
    public let code: String
    /// Of the policy: `rule 'night-shift'`.
    public let place: String
    public let korean: Advice
    public let english: Advice

    /// What was found, why it matters, what to do about it: a sentence each.
    public struct Advice: Hashable, Sendable {
        public let finding: String
        public let why: String
        public let remedy: String

        public init(finding: String, why: String, remedy: String) {
            self.finding = finding
            self.why = why
            self.remedy = remedy
        }
    }

    public init(position: String, code: String, place: String, korean: Advice, english: Advice) {
        self.position = position
        self.code = code
        self.place = place
        self.korean = korean
        self.english = english
    }

    /// `FILE:LINE:COLUMN: [code]: place: finding remedy`
    public var line: String { "\(position): [\(code)]: \(place): \(english.finding) \(english.remedy)" }

    public func advice(in language: Language) -> Advice {
        switch language {
        case .korean: korean
        case .english: english
        }
    }
}

/// A policy beside the one in force, over requests that were recorded.
public struct PolicyReplayReport: Codable, Hashable, Sendable {
    /// Of the report's canonical JSON.
    public let sha256: String
    /// Requests that would be allowed and were not, and the other way round; those of which less, or more, would be asked; the
    /// same answer for another reason or with other words; the same; not to be decided from what was recorded.
    public let gained: Int
    public let lost: Int
    public let eased: Int
    public let tightened: Int
    public let reworded: Int
    public let unchanged: Int
    public let undecidable: Int
    /// Whether people and requests are numbers in it, and not named. Then `sha256` is of the one that names them.
    public let masked: Bool?
    /// Canonical JSON; what is in it is the replay's own business.
    public let report: String

    public init(
        sha256: String, gained: Int, lost: Int, eased: Int, tightened: Int, reworded: Int, unchanged: Int,
        undecidable: Int, masked: Bool? = nil, report: String
    ) {
        self.sha256 = sha256
        self.gained = gained
        self.lost = lost
        self.eased = eased
        self.tightened = tightened
        self.reworded = reworded
        self.unchanged = unchanged
        self.undecidable = undecidable
        self.masked = masked
        self.report = report
    }
}

/// A policy that only waits to be taken into use.
public struct PreparedPolicy: Sendable {
    public let snapshot: PolicySnapshot
    /// Swaps it in: the next request is decided by it. Also brings the folder up to date; a folder that cannot be written
    /// changes nothing about what is in force.
    let take: @Sendable (PolicyVersion) async -> Void

    public init(snapshot: PolicySnapshot, take: @escaping @Sendable (PolicyVersion) async -> Void) {
        self.snapshot = snapshot
        self.take = take
    }
}

/// Why a policy cannot be taken into use here: lines as the log has them.
public struct PolicyUnfit: Error, Hashable, Sendable {
    public let lines: [String]

    public init(_ lines: [String]) { self.lines = lines }
}
