internal import GatewayAudit
internal import GatewayIdentity

/// Stage 7 on one event loop: forms records and hands them to the trail.
final class LoopRecorder {
    private let lane: any AuditLane
    private var composer: RecordComposer
    /// The last record could not be queued.
    private var lastWasRefused = false

    /// Nothing is forwarded on the promise of a later record: the disk takes none, or the queue before it is full.
    var isFailing: Bool { lastWasRefused || lane.failure != nil }

    /// How full the queue is, 0 to 1, while the disk takes records; when it takes none, that is told in another way.
    var fill: Double { lane.failure == nil ? lane.fill : 0 }

    init(lane: any AuditLane, composer: consuming RecordComposer) {
        self.lane = lane
        self.composer = composer
    }

    /// On the disk within a second.
    /// - Throws: when it cannot be queued: what it was to vouch for does not happen.
    func record(_ entry: AuditEntry) throws(AuditFailure) {
        let lane = lane
        do throws(AuditFailure) {
            try composer.compose(entry) { body throws(AuditFailure) in try lane.append(body) }
            lastWasRefused = false
        } catch {
            lastWasRefused = true
            throw error
        }
    }

    /// On the disk before `then` is called with success, on this loop.
    func record(_ entry: AuditEntry, then: @escaping @Sendable (Result<Void, AuditFailure>) -> Void)
        throws(AuditFailure)
    {
        let lane = lane
        try composer.compose(entry) { body throws(AuditFailure) in try lane.append(body, onDurable: then) }
    }

    /// For what has happened already, a refusal or an end: if it cannot be queued, the trail counts the gap and nothing more is forwarded.
    func note(_ entry: AuditEntry) {
        do throws(AuditFailure) {
            try record(entry)
        } catch {
            lastWasRefused = true
        }
    }
}
