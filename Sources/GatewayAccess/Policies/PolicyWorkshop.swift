public import GatewayIdentity
public import GatewayPolicy
public import GatewayStore

/// Where policies are read, tried and taken into use: the node, seen from those who decide about its policy.
public protocol PolicyWorkshop: Sendable {
    /// Reads the files as the node would, and runs their tests. What is wrong is in the findings; nothing is taken into use.
    ///
    /// - Parameters:
    ///   - base: what it is held against.
    ///   - replaying: whether recorded requests are asked of both, which may take seconds.
    func inspect(_ bundle: PolicyBundle, over base: PolicyBundle?, replaying: Bool) async -> PolicyFindings

    /// Makes everything ready that can go wrong, so that taking it into use cannot.
    func prepare(_ bundle: PolicyBundle) async throws(PolicyUnfit) -> PreparedPolicy
}

/// What reading and trying a policy came to.
public struct PolicyFindings: Sendable {
    /// `FILE:LINE:COLUMN: what, value, expected`: why it cannot be read. None: `snapshot` is there.
    public let defects: [String]
    /// Tests of its own that it does not pass.
    public let failingTests: [String]
    /// What is allowed, and probably not meant.
    public let warnings: [String]
    public let tests: Int
    public let snapshot: PolicySnapshot?
    /// What it says otherwise than its base.
    public let changes: [PolicyAlteration]
    /// What it would have decided otherwise; `nil`: not tried.
    public let replay: PolicyReplayReport?

    public init(
        defects: [String], failingTests: [String] = [], warnings: [String] = [], tests: Int = 0,
        snapshot: PolicySnapshot? = nil, changes: [PolicyAlteration] = [],
        replay: PolicyReplayReport? = nil
    ) {
        self.defects = defects
        self.failingTests = failingTests
        self.warnings = warnings
        self.tests = tests
        self.snapshot = snapshot
        self.changes = changes
        self.replay = replay
    }
}

/// One thing that a policy says otherwise than another.
public struct PolicyAlteration: Codable, Hashable, Sendable {
    public enum Change: String, Codable, Sendable {
        case added, removed, changed
    }

    public let change: Change
    /// As the section is called in the files.
    public let section: String
    public let name: String

    public init(change: Change, section: String, name: String) {
        self.change = change
        self.section = section
        self.name = name
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
    /// Canonical JSON; what is in it is the replay's own business.
    public let report: String

    public init(
        sha256: String, gained: Int, lost: Int, eased: Int, tightened: Int, reworded: Int, unchanged: Int,
        undecidable: Int, report: String
    ) {
        self.sha256 = sha256
        self.gained = gained
        self.lost = lost
        self.eased = eased
        self.tightened = tightened
        self.reworded = reworded
        self.unchanged = unchanged
        self.undecidable = undecidable
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
