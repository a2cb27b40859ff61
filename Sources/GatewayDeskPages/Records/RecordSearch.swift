public import GatewayAudit
public import GatewayIdentity

/// What somebody looks for in the records.
public struct RecordQuery: Hashable, Sendable {
    /// Who did it, or to whom it was done.
    public var person: String?
    public var console: String?
    public var type: RecordType?
    public var outcome: Outcome?
    public var reason: String?
    public var requestID: String?
    /// At or after, and before.
    public var from: UnixTime?
    public var to: UnixTime?
    /// Where an earlier answer left off.
    public var place: String?

    public init() {}

    /// One spelling for each query, of which the record keeps a digest.
    package var spelled: String {
        [
            person, console, type?.rawValue, outcome?.rawValue, reason, requestID, from.map { RFC3339.string($0) },
            to.map { RFC3339.string($0) }, place,
        ].map { $0 ?? "" }.joined(separator: "\n")
    }
}

/// What a search found, newest first.
public struct RecordPage: Sendable {
    public let records: [ParsedRecord]
    /// For `RecordQuery.place`; `nil`: there is nothing older.
    public let next: String?

    public init(records: [ParsedRecord], next: String?) {
        self.records = records
        self.next = next
    }
}

public enum RecordSearchProblem: Error, Hashable, Sendable {
    /// As many searches as there may be are under way.
    case busy
    /// For the log.
    case unreadable(String)
}

/// The records of this node, for search. Bounded in time and memory whatever is asked.
public protocol RecordSearch: Sendable {
    func page(_ query: RecordQuery) async throws(RecordSearchProblem) -> RecordPage
}
