package import GatewayAudit

/// What was found over as many pages as it took.
package struct RecordFinding: Sendable {
    /// Newest first.
    package private(set) var records: [ParsedRecord] = []
    /// What of the trail could not be looked at, or not in time.
    package private(set) var unread: [String] = []

    /// How long somebody waits for an answer.
    package static let patience = Duration.seconds(20)

    /// Looks on while too few were found and there is more: a page can end long before the trail does, where the index does not help.
    ///
    /// - Parameters:
    ///   - limit: as many are enough.
    ///   - end: it stops then, and says what was left.
    package init(
        _ limit: Int, of criteria: RecordCriteria, in search: any RecordSearch, before end: ContinuousClock.Instant
    ) async throws(RecordSearchProblem) {
        var place: String?
        var parts: Set<String> = []
        while true {
            let page = try await search.page(RecordQuery(criteria, place: place, limit: limit - records.count))
            records += page.records
            parts.formUnion(page.unread)
            guard records.count < limit, let next = page.next else { break }
            guard next != place, ContinuousClock.now < end, !Task.isCancelled else {
                parts.insert("what lies before \(next) was not reached in time")
                break
            }
            place = next
        }
        unread = parts.sorted()
    }
}

extension RecordSearch {
    /// The record with this identifier.
    ///
    /// - Returns: `nil` when there is none.
    /// - Throws: `.notReached` when it may be where nobody could look.
    package func record(_ event: String, within patience: Duration = RecordFinding.patience)
        async throws(RecordSearchProblem) -> ParsedRecord?
    {
        var criteria = RecordCriteria()
        criteria.eventID = event
        let found = try await RecordFinding(1, of: criteria, in: self, before: .now + patience)
        if let record = found.records.first { return record }
        guard found.unread.isEmpty else { throw .notReached(found.unread) }
        return nil
    }
}
