internal import GatewayAudit
internal import GatewayIdentity
internal import GatewayJSON

/// The filters of a search in records, as the API spells them.
enum RecordFilters {
    static let members: [QueryMember] = [
        QueryMember(
            "person", .text(1...200, example: "kim-7f3a"), "Who did it, to whom it was done, who asked or allowed."),
        QueryMember("console", .text(1...200, example: "fab"), "The console."),
        QueryMember("type", .choice(of: RecordType.self), "The kind of record."),
        QueryMember("outcome", .choice(of: Outcome.self), "How it came out."),
        QueryMember("reason", .text(1...64, example: "default_deny"), "The reason."),
        QueryMember(
            "request", .text(digits(32, "6e1c9d207b3f4a58000000000001a2b3")), "The request it belongs to."),
        QueryMember("event", .text(digits(32, "6e1c9d207b3f4a58000000000001a2b3")), "Its own identifier."),
        QueryMember("address", .text(1...64, example: "10.20.0.5"), "Where it came from."),
        QueryMember("grant", .text(1...200, example: "g-17"), "The grant, or the request for it."),
        QueryMember("session", .text(digits(64, TextSchema.digest.example)), "SHA-256 of the session's token."),
        QueryMember("from", .instant, "At or after."),
        QueryMember("to", .instant, "Before."),
    ]

    /// However they are typed: `RecordKey.ordered`.
    private static func digits(_ count: Int, _ example: String) -> TextSchema {
        TextSchema(pattern: "^[0-9a-fA-F]{\(count)}$", example: example)
    }

    static func criteria(_ value: (String) -> String?) throws(DeskProblem) -> RecordCriteria {
        func text(_ name: String, _ most: Int) throws(DeskProblem) -> String? {
            guard let text = value(name) else { return nil }
            guard (1...most).contains(text.unicodeScalars.count) else {
                throw .badRequest("'\(name)' has \(text.unicodeScalars.count) characters, expected 1 to \(most)")
            }
            return text
        }
        var criteria = RecordCriteria()
        criteria.person = try text("person", 200)
        criteria.console = try text("console", 200)
        criteria.reason = try text("reason", 64)
        criteria.grant = try text("grant", 200)
        criteria.requestID = try ordered(.request, value)
        criteria.eventID = try ordered(.event, value)
        criteria.sessionHash = try ordered(.session, value)
        criteria.address = try ordered(.address, value)
        if let text = value("type") { criteria.type = try choice("type", text) }
        if let text = value("outcome") { criteria.outcome = try choice("outcome", text) }
        if let text = value("from") { criteria.from = try Instant.read(text, "from") }
        if let text = value("to") { criteria.to = try Instant.read(text, "to") }
        return criteria
    }

    private static func ordered(_ key: RecordKey, _ value: (String) -> String?) throws(DeskProblem) -> String? {
        guard let text = value(key.rawValue) else { return nil }
        if let ordered = key.ordered(text) { return ordered }
        let detail = "'\(key.rawValue)' is \(text.prefix(100).debugDescription), expected \(key.expected)"
        // No pattern says what an address is.
        throw key == .address ? DeskProblem(status: 422, reason: .badRequest, detail: detail) : .badRequest(detail)
    }

    private static func choice<Word: RawRepresentable<String> & CaseIterable>(_ name: String, _ text: String)
        throws(DeskProblem) -> Word
    {
        guard let word = Word(rawValue: text) else {
            throw .badRequest(
                "'\(name)' is '\(text)', expected one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }
}

struct ExportRecords: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "ExportRecords", "Which records to take along, and why.",
        RecordFilters.members.map { .maybe($0.name == "reason" ? "reason_code" : $0.name, $0.value, $0.note) } + [
            .maybe("after", .sequence, "`last` of the piece before; absent: from the beginning."),
            .needed("format", .words("json", "csv"), "What is made of it, for the record."),
            .reason,
        ])

    let person: String?
    let console: String?
    let type: String?
    let outcome: String?
    let reasonCode: String?
    let request: String?
    let event: String?
    let address: String?
    let grant: String?
    let session: String?
    let from: String?
    let to: String?
    let after: Int?
    let format: String
    let reason: String

    private enum CodingKeys: String, CodingKey {
        case person, console, type, outcome, request, event, address, grant, session, from, to, after, format, reason
        case reasonCode = "reason_code"
    }

    func criteria() throws(DeskProblem) -> RecordCriteria {
        guard ["json", "csv"].contains(format) else {
            throw .badRequest("'format' is '\(format)', expected json or csv")
        }
        guard (0...9_007_199_254_740_991).contains(after ?? 0) else {
            throw .badRequest("'after' is a record's number")
        }
        let values = [
            "person": person, "console": console, "type": type, "outcome": outcome, "reason": reasonCode,
            "request": request, "event": event,
            "address": address, "grant": grant, "session": session, "from": from, "to": to,
        ]
        return try RecordFilters.criteria { values[$0] ?? nil }
    }
}
