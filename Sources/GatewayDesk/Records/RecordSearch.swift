public import GatewayAudit
internal import GatewayCrypto
package import GatewayIdentity

/// One question to the records of this node.
public struct RecordQuery: Hashable, Sendable {
    public var criteria: RecordCriteria
    /// Where an earlier answer left off.
    public var place: String?
    /// Records of the answer.
    public var limit: Int

    /// Records on a page where nobody says how many.
    public static let usualLimit = 50
    public static let largestLimit = 200

    public init(_ criteria: RecordCriteria = RecordCriteria(), place: String? = nil, limit: Int = usualLimit) {
        self.criteria = criteria
        self.place = place
        self.limit = limit
    }

    /// Stands for the question in the record of it: its words could be about people.
    package var digest: SHA256Digest { SHA256.digest(of: Array((criteria.spelled + "\n" + (place ?? "")).utf8)) }
}

/// What a search found, newest first.
public struct RecordPage: Sendable {
    public let records: [ParsedRecord]
    /// For `RecordQuery.place`; `nil`: there is nothing older.
    public let next: String?
    /// What of the trail could not be looked at, for the administrator.
    public let unread: [String]

    public init(records: [ParsedRecord], next: String?, unread: [String] = []) {
        self.records = records
        self.next = next
        self.unread = unread
    }
}

public enum RecordSearchProblem: Error, Hashable, Sendable {
    /// As many searches as there may be are under way.
    case busy
    /// For the log.
    case unreadable(String)
    /// It is not in what could be looked at; these parts could not be.
    case notReached([String])
}

/// A piece of the trail to be taken along, with what proves the records that were asked for without the others.
public struct RecordExtract: Sendable {
    /// The lines that were asked for, in their order, as they stand.
    public let records: [String]
    /// Of each record between them its proof, a line each (`OmissionProof`).
    public let omitted: [String]
    /// Of those between them that were deleted after their time what is left, a line for each stretch (`DeletedStretch`).
    public let deleted: [String]
    /// Of the records of this piece; 0 when there is none.
    public let first: UInt64
    public let last: UInt64
    /// `prev_hash` of the first.
    public let previousHash: String?
    /// `hash` of the last.
    public let lastHash: String?
    /// Whether more follows behind `last`.
    public let goesOn: Bool
    /// Signed points of the chain, as the trail keeps them.
    public let checkpoints: [String]

    public init(
        records: [String], omitted: [String], deleted: [String] = [], first: UInt64, last: UInt64,
        previousHash: String?, lastHash: String?,
        goesOn: Bool, checkpoints: [String]
    ) {
        self.records = records
        self.omitted = omitted
        self.deleted = deleted
        self.first = first
        self.last = last
        self.previousHash = previousHash
        self.lastHash = lastHash
        self.goesOn = goesOn
        self.checkpoints = checkpoints
    }
}

/// The records of this node, for search. Bounded in time and memory whatever is asked.
public protocol RecordSearch: Sendable {
    func page(_ query: RecordQuery) async throws(RecordSearchProblem) -> RecordPage
    /// The next piece of what is asked for, from behind a record on: the oldest first.
    func extract(_ criteria: RecordCriteria, after sequence: UInt64) async throws(RecordSearchProblem) -> RecordExtract
    /// What is left of records that were deleted after their time, in the order of the trail; those that follow each other as one.
    func deleted() async throws(RecordSearchProblem) -> [DeletedStretch]
}
