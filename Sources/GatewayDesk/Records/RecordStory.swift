package import GatewayAudit
internal import GatewayIdentity

/// A record with those that say how it came to it: who, what, when, where, and by whose approval.
package struct RecordStory: Sendable {
    package let record: ParsedRecord
    /// Others of the same request, the session's beginning and end, what the person had been allowed by then. Newest first.
    package let chapters: [Chapter]
    /// Parts of the trail where more of it may be.
    package let unread: [String]

    package struct Chapter: Sendable {
        package let kind: Kind
        package let records: [ParsedRecord]
    }

    package enum Kind: String, CaseIterable, Sendable {
        case request, session, grants, rights, requests
    }

    /// - Parameter patience: how long the whole may take; what was not reached by then is in `unread`.
    /// - Returns: `nil` when no record has this identifier.
    /// - Throws: `.notReached` when one may have it where nobody could look.
    package static func tell(
        of event: String, from search: any RecordSearch, within patience: Duration = RecordFinding.patience
    ) async throws(RecordSearchProblem) -> RecordStory? {
        let end = ContinuousClock.now + patience
        var unread: Set<String> = []
        func find(_ limit: Int, _ change: (inout RecordCriteria) -> Void) async throws(RecordSearchProblem)
            -> [ParsedRecord]
        {
            var criteria = RecordCriteria()
            change(&criteria)
            let found = try await RecordFinding(limit, of: criteria, in: search, before: end)
            unread.formUnion(found.unread)
            return found.records
        }
        guard let record = try await search.record(event, within: patience) else { return nil }
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
