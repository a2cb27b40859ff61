internal import GatewayAccess
internal import GatewayAudit
internal import GatewayCrypto
internal import GatewayIdentity
internal import Hummingbird

/// The records: search, one with its story, one whole, some to be taken along.
struct RecordRoutes: DeskRoutes {
    static let tag = DeskTag(name: "Records", note: "The audit trail. Whoever reads it is in it.")

    private let administration: Administration
    private let records: any RecordSearch

    init(_ services: DeskServices) {
        administration = services.access.administration
        records = services.records
    }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "records", "searchRecords", "Records that fit every filter, the newest first.",
            query: RecordFilters.members + [
                QueryMember("limit", .count(1...RecordQuery.largestLimit), "Records of the answer; 50 otherwise."),
                QueryMember(
                    "before", .text(TextSchema(pattern: "^[0-9]+-[0-9]+$", example: "1-4711")),
                    "`next` of an earlier answer."),
            ],
            answers: .ok(RecordPageDocument.self, "What was found."), refuses: [.impossible], use: Self.search),
        .get(
            "records/{event}", "readRecord", "One record, with those that say how it came to it.",
            in: ["event": .event], answers: .ok(RecordStoryDocument.self, "The record."), refuses: [.notThere],
            use: Self.story),
        .post(
            "records/{event}/unmask", "unmaskRecord", "See a record whole that is shown in part.",
            by: .right(.unmaskRecords), in: ["event": .event],
            answers: .ok(RecordDocument.self, "The record."), refuses: [.notThere], use: Self.unmask),
        .post(
            "record-exports", "exportRecords",
            "The next piece of the records that fit, to be taken along, the oldest first.",
            by: .right(.exportRecords), taking: ExportRecords.self,
            answers: .ok(RecordExtractDocument.self, "The piece."), refuses: [.impossible], use: Self.export),
    ]

    @Sendable private func search(_ call: DeskCall) async throws -> DeskAnswer {
        let criteria = try RecordFilters.criteria { call.query($0) }
        let limit = try call.query("limit").map { text in
            guard let limit = Int(text), (1...RecordQuery.largestLimit).contains(limit) else {
                throw DeskProblem.badRequest("'limit' is '\(text)', expected 1 to \(RecordQuery.largestLimit)")
            }
            return limit
        }
        let place = call.query("before")
        if let place, place.wholeMatch(of: /[0-9]+-[0-9]+/) == nil {
            throw DeskProblem.badRequest("'before' is '\(place)', expected 'next' of an earlier answer, such as 1-4711")
        }
        let query = RecordQuery(criteria, place: place, limit: limit ?? RecordQuery.usualLimit)
        // Recorded before anything is shown, or not shown.
        try await administration.noteSearch(of: query.digest, by: call.actor, requestID: call.requestID)
        let page = try await find { try await records.page(query) }
        return try .json(
            RecordPageDocument(
                records: page.records.map { RecordDocument($0, masked: isMasked(call)) }, next: page.next,
                unread: page.unread))
    }

    @Sendable private func story(_ call: DeskCall) async throws -> DeskAnswer {
        try .json(RecordStoryDocument(try await story(of: call.parameter("event"), call), masked: isMasked(call)))
    }

    @Sendable private func unmask(_ call: DeskCall) async throws -> DeskAnswer {
        let mandate = try call.order(ReasonOnly.self).mandate
        let event = try call.parameter("event")
        guard let record = try await find({ try await records.record(event) }) else { throw Self.unknown(event) }
        // Recorded before it is shown, or not shown; and only where there is something to show.
        try await administration.noteUnmasking(of: event, mandate)
        return try .json(RecordDocument(record, masked: false))
    }

    @Sendable private func export(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(ExportRecords.self)
        let criteria = try body.criteria()
        let extract = try await find { try await records.extract(criteria, after: UInt64(clamping: body.after ?? 0)) }
        // Recorded before anything leaves, or nothing leaves.
        try await administration.noteExport(
            of: RecordQuery(criteria).digest, format: body.format, first: extract.first, last: extract.last,
            records: extract.records.count, mandate)
        return try .json(RecordExtractDocument(extract))
    }

    // MARK: Finding

    private func story(of event: String, _ call: DeskCall) async throws -> RecordStory {
        var criteria = RecordCriteria()
        criteria.eventID = event
        try await administration.noteSearch(
            of: RecordQuery(criteria).digest, by: call.actor, requestID: call.requestID)
        let story = try await find { try await RecordStory.tell(of: event, from: records) }
        guard let story else { throw Self.unknown(event) }
        return story
    }

    private func find<Found>(_ look: () async throws -> Found) async throws -> Found {
        do {
            return try await look()
        } catch let problem as RecordSearchProblem {
            throw DeskProblem(problem)
        }
    }

    /// Whoever may not change people looks on.
    private func isMasked(_ call: DeskCall) -> Bool { !call.holds(.changePeople) }

    private static func unknown(_ event: String) -> DeskProblem {
        .notFound("there is no record \(event.debugDescription)")
    }
}

extension DeskProblem {
    init(_ problem: RecordSearchProblem) {
        let detail =
            switch problem {
            case .busy: "other searches are under way; try again in a moment"
            case .unreadable: "the records cannot be read; the node's log says why"
            case .notReached(let parts):
                "it is not in what could be looked at, and these parts could not be: \(parts.joined(separator: "; "))"
            }
        self.init(status: 503, reason: .overloaded, detail: detail)
    }
}

extension ValueSchema {
    /// A record's number: as far as every reader of JSON counts.
    static let sequence = Self.count(0...9_007_199_254_740_991)
    static let event = Self.text(TextSchema(pattern: "^[0-9a-f]{32}$", example: "6e1c9d207b3f4a58000000000001a2b3"))
}
