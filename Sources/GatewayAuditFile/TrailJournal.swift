public import GatewayAudit
internal import Synchronization

/// The slow paths' way into an `AuditTrail`: forms the record, waits until it is on the disk.
public final class TrailJournal: AuditJournal {
    private let lane: any AuditLane
    private let composer: Mutex<RecordComposer>

    /// - Parameter ids: for this journal's records alone.
    public init(_ trail: AuditTrail, node: String, ids: EventIDSource) {
        lane = trail.lane()
        composer = Mutex(RecordComposer(node: node, ids: ids))
    }

    public func record(_ entry: AuditEntry) async throws(AuditFailure) {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Void, AuditFailure>, Never>) in
            do throws(AuditFailure) {
                try composer.withLock { (composer) throws(AuditFailure) in
                    try composer.compose(entry) { (body) throws(AuditFailure) in
                        try lane.append(body) { continuation.resume(returning: $0) }
                    }
                }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        try result.get()
    }
}
