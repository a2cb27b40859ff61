public import GatewayIdentity

/// What somebody looks for in the records: every filter that is set must fit.
public struct RecordCriteria: Hashable, Sendable {
    /// Who did it, to whom it was done, who asked for it, who allowed it.
    public var person: String?
    /// Which console, or what was done to it.
    public var console: String?
    public var type: RecordType?
    public var outcome: Outcome?
    public var reason: String?
    public var requestID: String?
    public var eventID: String?
    /// As records spell it.
    public var address: String?
    /// The grant itself, or the request it came from.
    public var grant: String?
    public var sessionHash: String?
    /// By the record's own time: at or after, and before.
    public var from: UnixTime?
    public var to: UnixTime?

    public init() {}

    /// Whether this record is looked for. The index finds candidates; this is what decides.
    public func matches(_ record: ParsedRecord) -> Bool {
        for filter in filters where !filter.fields.contains(where: { record.text($0) == filter.text }) { return false }
        if from == nil, to == nil { return true }
        guard let time = record.time else { return false }
        return from.map { $0 <= time } ?? true && to.map { time < $0 } ?? true
    }

    /// Each filter but time: the text, and the fields one of which must hold it.
    public var filters: [RecordTextFilter] {
        let texts: [(RecordKey, String?)] = [
            (.person, person), (.console, console), (.type, type?.rawValue), (.outcome, outcome?.rawValue),
            (.reason, reason), (.request, requestID), (.event, eventID), (.address, address), (.grant, grant),
            (.session, sessionHash),
        ]
        return texts.compactMap { key, text in text.map { RecordTextFilter(key: key, text: $0) } }
    }

    /// One spelling for each question, of which the record of the search keeps a digest. Times are milliseconds.
    public var spelled: String {
        let texts = filters.map { "\($0.key.rawValue)=\($0.text)" }
        let times = [("from", from), ("to", to)].compactMap { name, time in time.map { "\(name)=\($0.milliseconds)" } }
        return (texts + times).joined(separator: "\n")
    }
}

/// One filter of a search.
public struct RecordTextFilter: Hashable, Sendable {
    public let key: RecordKey
    public let text: String

    public var fields: [RecordField] { key.fields }

    public init(key: RecordKey, text: String) {
        self.key = key
        self.text = text
    }
}

/// What records can be found by, beside time. The raw values stand in the digest of a search.
public enum RecordKey: String, CaseIterable, Sendable {
    case person, console, type, outcome, reason, request, event, address, grant, session

    /// Where it may stand in a record.
    public var fields: [RecordField] {
        switch self {
        case .person: [.account, .object, .recipient, .applicant, .approver]
        case .console: [.upstream, .object]
        case .type: [.type]
        case .outcome: [.outcome]
        case .reason: [.reason]
        case .request: [.requestID]
        case .event: [.eventID]
        case .address: [.sourceAddress]
        case .grant: [.object, .request]
        case .session: [.sessionHash]
        }
    }
}
