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
            record(entry) { continuation.resume(returning: $0) }
        }
        try result.get()
    }

    /// The same for a thread that may block.
    public func recordBlocking(_ entry: AuditEntry) throws(AuditFailure) {
        let waiting = Waiting()
        record(entry) { waiting.end(with: $0) }
        try waiting.result.get()
    }

    /// - Parameter then: called once.
    private func record(_ entry: AuditEntry, then: @escaping @Sendable (Result<Void, AuditFailure>) -> Void) {
        do throws(AuditFailure) {
            try composer.withLock { (composer) throws(AuditFailure) in
                try composer.compose(entry) { (body) throws(AuditFailure) in try lane.append(body, onDurable: then) }
            }
        } catch {
            then(.failure(error))
        }
    }
}

/// One answer, waited for by one thread.
private final class Waiting: Sendable {
    private let signal = WakeSignal()
    private let answer = Mutex<Result<Void, AuditFailure>?>(nil)

    func end(with result: Result<Void, AuditFailure>) {
        answer.withLock { $0 = result }
        signal.signal()
    }

    /// The trail answers everybody, at its end at the latest.
    var result: Result<Void, AuditFailure> {
        while true {
            if let result = answer.withLock({ $0 }) { return result }
            signal.wait(atMost: .seconds(1))
        }
    }
}
