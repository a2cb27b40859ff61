public import GatewayIdentity
public import GatewayReview

/// The register of reports that others made. What is removed is gone from it; the records hold that it was there.
public protocol ReportStore: Sendable {
    /// - Throws: `.conflict(.tooManyReports)` where there are `most` of them, `.conflict(.reportExists)` where this file is there with the same kind and
    ///   matter.
    func file(_ report: FiledReport, atMost most: Int) async throws(StoreError)

    /// All, the last filed first.
    func reports() async throws(StoreError) -> [FiledReport]

    func report(_ id: String) async throws(StoreError) -> FiledReport?

    /// - Throws: `.notFound(.report)` when it is not there, or not any more.
    func removeReport(_ id: String) async throws(StoreError)

    /// Takes the turn to tell that the next one is overdue.
    ///
    /// - Returns: `false` when somebody told of it after `instant`, or it is gone.
    func takeTurnToTell(ofReport id: String, at: UnixTime, unlessToldAfter instant: UnixTime)
        async throws(StoreError) -> Bool
}
