public import GatewayAudit
public import GatewayIdentity

/// What the trail has done since it was opened, for metrics and health.
public struct TrailCounters: Hashable, Sendable {
    /// Records that are on the disk, those of the trail about itself included.
    public internal(set) var records = 0
    public internal(set) var bytes = 0
    public internal(set) var synchronisations = 0
    /// Attempts to write that failed.
    public internal(set) var failures = 0
    /// Records that were refused because of them, or because a queue was full.
    public internal(set) var refused = 0
    /// The last acknowledged record.
    public internal(set) var last = ChainPoint.origin
    /// When something was synchronised last.
    public internal(set) var lastCommit: UnixTime?
    /// Waiting in the lanes.
    public internal(set) var queuedRecords = 0
    public internal(set) var queuedBytes = 0
    /// Why nothing can be written at the moment; `nil` when the last attempt went well.
    public internal(set) var failure: AuditFailure?
}
