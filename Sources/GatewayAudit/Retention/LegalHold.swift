public import GatewayIdentity

/// Records that are kept beyond their time, because somebody may ask for them: an investigation, a dispute.
public struct LegalHold: Hashable, Sendable {
    public let id: String
    /// Records from then on; `nil`: from the first one.
    public let from: UnixTime?
    /// Records before then; `nil`: all that follow, those that are still to come included.
    public let to: UnixTime?

    public init(id: String, from: UnixTime?, to: UnixTime?) {
        self.id = id
        self.from = from
        self.to = to
    }

    /// Whether one of the records between these two instants (both included) is held.
    public func holds(_ first: UnixTime, _ last: UnixTime) -> Bool {
        (from.map { last >= $0 } ?? true) && (to.map { first < $0 } ?? true)
    }
}
