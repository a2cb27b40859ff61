public import GatewayIdentity

/// What somebody looks for in the records: every filter that is set must fit.
public struct RecordCriteria: Hashable, Sendable {
    /// Who did it, to whom it was done, who asked for it, who wrote it, who allowed it.
    public var person: String?
    /// Which console, or what was done to it.
    public var console: String?
    public var type: RecordType?
    public var outcome: Outcome?
    public var reason: String?
    public var requestID: String?
    public var eventID: String?
    /// As records spell it (`RecordKey.ordered`), as are the request, the event and the session.
    public var address: String?
    /// The grant itself, the request it came from, or what was decided and done while it was one of the person's for that console.
    public var grant: String?
    public var sessionHash: String?
    /// By the record's own time: at or after, and before.
    public var from: UnixTime?
    public var to: UnixTime?

    public init() {}

    /// Whether this record is looked for. The index finds candidates; this is what decides.
    public func matches(_ record: ParsedRecord) -> Bool {
        for filter in filters where !filter.stands(in: record) { return false }
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

/// One filter of a search. Held against records byte by byte, however they are looked at.
public struct RecordTextFilter: Hashable, Sendable {
    public let key: RecordKey
    public let text: String
    /// The text as it was typed, and with its characters composed where that is another: a record that holds one of them fits.
    public let texts: [String]

    public var fields: [RecordField] { key.fields }

    func stands(in record: ParsedRecord) -> Bool {
        if fields.contains(where: { record.text($0).map(isWanted) ?? false }) { return true }
        return switch key {
        case .person: record.writers.contains(where: isWanted)
        case .grant: record.grantIDs.contains(where: isWanted)
        case .console, .type, .outcome, .reason, .request, .event, .address, .session: false
        }
    }

    private func isWanted(_ recorded: String) -> Bool { texts.contains { $0.isSpelled(as: recorded) } }

    /// Bytes one of which stands in every record that fits, and in few others.
    public var spellings: [[UInt8]] { texts.flatMap(spellings) }

    private func spellings(of text: String) -> [[UInt8]] {
        let spelled = fields.map { $0.spelling(of: text) }
        // ,"name":"text"
        let value = spelled[0].dropFirst(fields[0].rawValue.utf8.count + 4)
        switch key {
        case .grant: return spelled + [Array("{\"id\":".utf8) + value]
        case .person:
            // Whichever field or list it is the text of, and one of several in one text.
            let (first, others) = (RecordField.applicant.spelling(of: text).dropLast(), [0x20] + value.dropFirst())
            return [Array(value), first + [0x20], others, others.dropLast() + [0x20]]
        case .console, .type, .outcome, .reason, .request, .event, .address, .session: return spelled
        }
    }

    public init(key: RecordKey, text: String) {
        self.key = key
        self.text = text
        let composed = text.composed
        texts = composed.isSpelled(as: text) ? [text] : [text, composed]
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

extension RecordKey {
    /// A text that somebody typed, as records spell it: the one place where that is put in order, whichever way it came.
    ///
    /// - Returns: `nil` for what no record can hold there; `expected` says what would be right.
    public func ordered(_ text: String) -> String? {
        switch self {
        case .address: NetworkAddress(text)?.description
        case .request, .event: Self.digits(text, count: 32)
        case .session: Self.digits(text, count: 64)
        case .person, .console, .type, .outcome, .reason, .grant: text
        }
    }

    /// For people, behind "is not".
    public var expected: String {
        switch self {
        case .address: "an address such as 10.20.0.5 or 2001:db8::7"
        case .request, .event: "32 hexadecimal digits"
        case .session: "64 hexadecimal digits"
        case .person, .console, .type, .outcome, .reason, .grant: "text"
        }
    }

    private static func digits(_ text: String, count: Int) -> String? {
        let isDigits = text.unicodeScalars.allSatisfy { $0.isASCII && Character($0).isHexDigit }
        return isDigits && text.utf8.count == count ? text.lowercased() : nil
    }
}

extension ParsedRecord {
    /// The grants that a decision considered, or that the decision on what this record tells considered.
    public var grantIDs: [String] {
        guard case .array(let grants)? = self[.grants] else { return [] }
        return grants.compactMap { grant in
            guard case .object(let members) = grant,
                case .string(let id)? = members.first(where: { $0.name == "id" })?.value
            else { return nil }
            return id
        }
    }
}
