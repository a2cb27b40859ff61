internal import GatewayAudit
internal import Synchronization

/// A lane of an `AuditTrail`: a bounded queue between one owner and the writer.
///
/// Two batches take turns: the owner fills one, the writer empties the other. The lock is held for one copy or one swap, never while a
/// record is hashed or the disk works, and no two owners share one.
final class TrailLane: AuditLane {
    typealias Deliver = @Sendable (@escaping @Sendable () -> Void) -> Void

    private struct State: ~Copyable, Sendable {
        var filling = LaneBatch()
        var refused = RefusalTally()
        var isClosed = false
    }

    private let state = Mutex(State())
    private let health: TrailHealth
    private let wake: WakeSignal
    private let deliver: Deliver
    private let capacity: Int
    /// Enough for a write that is worth its system calls, little enough to be still in the cache.
    private static let wakeThreshold = 1024 * 1024

    init(health: TrailHealth, wake: WakeSignal, capacity: Int, deliver: @escaping Deliver) {
        self.health = health
        self.wake = wake
        self.capacity = capacity
        self.deliver = deliver
    }

    var failure: AuditFailure? { health.failure }
    var fill: Double { Double(queued.bytes) / Double(capacity) }

    func append(_ body: UnsafeRawBufferPointer) throws(AuditFailure) {
        if try queue(body, completion: nil) >= Self.wakeThreshold { wake.signal() }
    }

    func append(_ body: UnsafeRawBufferPointer, onDurable: @escaping @Sendable (Result<Void, AuditFailure>) -> Void)
        throws(AuditFailure)
    {
        if let failure = health.failure { throw refusing(failure) }
        _ = try queue(body, completion: onDurable)
        wake.signal()
    }

    /// - Returns: bytes queued now.
    private func queue(_ body: UnsafeRawBufferPointer, completion: LaneBatch.Completion?) throws(AuditFailure) -> Int {
        guard body.count <= RecordLine.bodyLimit else { throw refusing(.tooLong) }
        let queued: Int? = try state.withLock { (state) throws(AuditFailure) in
            guard !state.isClosed else { throw .closed }
            guard state.filling.byteCount + body.count <= capacity else { return nil }
            state.filling.append(body, completion: completion)
            return state.filling.byteCount
        }
        guard let queued else { throw refusing(health.failure ?? .queueFull) }
        return queued
    }

    private func refusing(_ failure: AuditFailure) -> AuditFailure {
        state.withLock { $0.refused.add(1, because: failure) }
        return failure
    }

    // MARK: The writer's side

    /// What waits for the writer.
    var queued: (records: Int, bytes: Int) { state.withLock { ($0.filling.records, $0.filling.byteCount) } }

    /// Hands over what is queued and takes an empty batch for it.
    func swap(_ empty: inout LaneBatch) {
        state.withLock { Swift.swap(&$0.filling, &empty) }
    }

    /// Refuses those who queued between a failure and its notice; their records are counted as refused.
    func refuseWaiting(with failure: AuditFailure) {
        let waiting = state.withLock { state in
            state.refused.add(state.filling.completions.count, because: failure)
            return state.filling.refuseDurable()
        }
        complete(waiting, with: .failure(failure))
    }

    /// The records that were refused since this was asked last.
    func takeRefused() -> RefusalTally {
        state.withLock { state in
            defer { state.refused = RefusalTally() }
            return state.refused
        }
    }

    /// No record is queued after this returns.
    func close() { state.withLock { $0.isClosed = true } }

    /// Calls back in one batch, where the owner wants to be called.
    func complete(_ waiting: [LaneBatch.Completion], with result: Result<Void, AuditFailure>) {
        guard !waiting.isEmpty else { return }
        deliver {
            for completion in waiting { completion(result) }
        }
    }
}
