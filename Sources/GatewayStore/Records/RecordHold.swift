public import GatewayIdentity

/// Records that are kept beyond their time, by somebody's order: an investigation, a dispute.
public struct RecordHold: Hashable, Sendable {
    public let id: String
    /// Records from then on; `nil`: from the first one.
    public let from: UnixTime?
    /// Records before then; `nil`: all that follow, also those to come.
    public let to: UnixTime?
    public let reason: String
    public let by: AccountName
    public let at: UnixTime

    public init(id: String, from: UnixTime?, to: UnixTime?, reason: String, by: AccountName, at: UnixTime) {
        self.id = id
        self.from = from
        self.to = to
        self.reason = reason
        self.by = by
        self.at = at
    }
}

public protocol RecordHoldStore: Sendable {
    /// - Throws: `.conflict(.identifierExists)`.
    func insert(_ hold: RecordHold) async throws(StoreError)

    /// Ends a hold; the row stays for the history.
    ///
    /// - Throws: `.notFound(.recordHold)` when it is unknown or lifted already.
    func liftHold(_ id: String, by: AccountName, at: UnixTime, reason: String) async throws(StoreError)

    /// Not lifted, oldest first.
    func holds() async throws(StoreError) -> [RecordHold]
}
