package import GatewayAudit
internal import GatewayIdentity

/// A record with those that say how it came to it: who, what, when, where, and by whose approval.
package struct RecordStory: Sendable {
    package let record: ParsedRecord
    /// Others of the same request, the session's beginning and end, what the person had been allowed by then. Newest first.
    package let chapters: [Chapter]
    package let unread: [String]

    package struct Chapter: Sendable {
        package let kind: Kind
        package let records: [ParsedRecord]
    }

    package enum Kind: String, CaseIterable, Sendable {
        case request, session, grants, rights, requests
    }

    /// - Returns: `nil` when no record has this identifier.
    package static func tell(of event: String, from search: any RecordSearch) async throws(RecordSearchProblem)
        -> RecordStory?
    {
        var criteria = RecordCriteria()
        criteria.eventID = event
        var unread: Set<String> = []
        func find(_ limit: Int, _ change: (inout RecordCriteria) -> Void) async throws(RecordSearchProblem)
            -> [ParsedRecord]
        {
            var criteria = RecordCriteria()
            change(&criteria)
            let page = try await search.page(RecordQuery(criteria, limit: limit))
            unread.formUnion(page.unread)
            return page.records
        }
        guard let record = try await find(1, { $0.eventID = event }).first else { return nil }
        var chapters: [Chapter] = []
        if let request = record.text(.requestID) {
            chapters.append(Chapter(kind: .request, records: try await find(20) { $0.requestID = request }))
        }
        if let session = record.text(.sessionHash) {
            var found: [ParsedRecord] = []
            for type in [RecordType.sessionEnd, .sessionStepUp, .sessionStart] {
                found += try await find(5) {
                    $0.sessionHash = session
                    $0.type = type
                }
            }
            chapters.append(Chapter(kind: .session, records: found))
        }
        if let account = record.text(.account), let time = record.time {
            for (kind, type) in [
                (Kind.grants, RecordType.grantChange), (.rights, .roleChange), (.requests, .accountRequest),
            ] {
                let found = try await find(5) {
                    $0.person = account
                    $0.type = type
                    $0.to = time + .milliseconds(1)
                }
                chapters.append(Chapter(kind: kind, records: found))
            }
        }
        let own = record.text(.eventID)
        return RecordStory(
            record: record,
            chapters: chapters.map { chapter in
                Chapter(kind: chapter.kind, records: chapter.records.filter { $0.text(.eventID) != own })
            }.filter { !$0.records.isEmpty },
            unread: unread.sorted())
    }
}
