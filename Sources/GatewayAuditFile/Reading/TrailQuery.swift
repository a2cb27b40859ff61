public import GatewayIdentity

/// Which records are looked for, and how much may be read for them.
public struct TrailQuery: Sendable {
    /// For each group at least one of its filters must match a line.
    public var mentions: [[RecordFilter]]
    /// By the time of the record: at or after, and before.
    public var from: UnixTime?
    public var to: UnixTime?
    /// `nil`: from the newest record on.
    public var before: TrailPlace?
    public var recordLimit: Int
    /// Bytes of the trail, give or take a block.
    public var byteLimit: Int

    public init(
        mentions: [[RecordFilter]], from: UnixTime? = nil, to: UnixTime? = nil, before: TrailPlace? = nil,
        recordLimit: Int, byteLimit: Int
    ) {
        self.mentions = mentions
        self.from = from
        self.to = to
        self.before = before
        self.recordLimit = recordLimit
        self.byteLimit = byteLimit
    }
}
