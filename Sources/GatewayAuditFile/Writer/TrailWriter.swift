internal import GatewayAudit
internal import GatewayIdentity
internal import Synchronization

/// Empties the lanes into the trail: the one place where records get their sequence and their hash. Runs on a thread of its own.
///
/// A commit takes everything queued, writes it, synchronises once, and only then calls those who wait (group commit). When a commit
/// fails, those who wait are told at once and their records are dropped; the others stay for the next attempt, and the lanes behind them
/// fill up until they refuse.
final class TrailWriter {
    private let lanes: LaneRegistry
    private let wake: WakeSignal
    private let health: TrailHealth
    private let counters: TrailCounterCell
    private let acknowledged: TrailEnd
    private let settings: TrailSettings
    private let clock: Clock
    private let observer: (any TrailObserver)?
    private var end: SegmentWriter
    private var composer: RecordComposer
    private var taken: [TakenBatch] = []
    private var gaps: [LogGap]
    private var refused = RefusalTally()

    /// What was taken from a lane and is not acknowledged yet.
    private final class TakenBatch {
        let lane: TrailLane
        var batch = LaneBatch()
        init(_ lane: TrailLane) { self.lane = lane }
    }

    init(
        lanes: LaneRegistry, wake: WakeSignal, health: TrailHealth, counters: TrailCounterCell, acknowledged: TrailEnd,
        settings: TrailSettings,
        clock: @escaping Clock,
        end: SegmentWriter, gaps: [LogGap], ids: EventIDSource, observer: (any TrailObserver)?
    ) {
        self.lanes = lanes
        self.wake = wake
        self.health = health
        self.counters = counters
        self.acknowledged = acknowledged
        self.settings = settings
        self.clock = clock
        self.observer = observer
        self.end = end
        self.gaps = gaps
        composer = RecordComposer(node: settings.node, ids: ids)
    }

    func run(until isStopping: borrowing Atomic<Bool>) {
        while !isStopping.load(ordering: .acquiring) {
            wake.wait(atMost: health.failure == nil ? settings.flushInterval : settings.retryInterval)
            turn()
        }
        finish()
    }

    /// The first records of a trail or segment, before anybody is let in. A disk that does not take them is an error of the start.
    func begin() throws(FileFailure) { try commit() }

    private func turn() {
        if let failure = health.failure {
            for lane in lanes.all { lane.refuseWaiting(with: failure) }
        } else {
            take()
        }
        guard hasWork else { return }
        do throws(FileFailure) {
            try commit()
            health.recover()
        } catch {
            fail(error)
        }
        publish()
    }

    private var hasWork: Bool {
        health.failure != nil || end.isHeadStale || !gaps.isEmpty || !refused.isEmpty
            || taken.contains { !$0.batch.isEmpty }
    }

    private func take() {
        let all = lanes.all
        for lane in all[taken.count...] { taken.append(TakenBatch(lane)) }
        for entry in taken {
            entry.lane.swap(&entry.batch)
            refused.add(entry.lane.takeRefused())
        }
    }

    private func commit() throws(FileFailure) {
        try end.retreat()
        try end.updateHead()
        if isRotationDue { try end.rotate(at: clock()) }
        let before = end.last.sequence
        if end.isAtStart { try append(.segmentStart(version: settings.version)) }
        for gap in gaps + refused.gaps { try append(.logGap(gap)) }
        for entry in taken { try append(entry.batch) }
        let began = ContinuousClock.now
        let bytes = try end.commit()
        observer?.committed(after: .now - began)
        acknowledge(records: Int(end.last.sequence - before), bytes: bytes)
        try end.updateHead()
    }

    private var isRotationDue: Bool {
        end.committedBytes >= settings.segmentBytes
            || (end.committedBytes > 0 && clock() - end.startedAt >= settings.segmentAge)
    }

    private func append(_ batch: borrowing LaneBatch) throws(FileFailure) {
        var failure: FileFailure?
        batch.forEachBody { body in
            guard failure == nil else { return }
            do throws(FileFailure) { try end.append(body) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private func append(_ event: AuditEvent) throws(FileFailure) {
        try composer.compose(AuditEntry(event, at: clock())) { (body) throws(FileFailure) in try end.append(body) }
    }

    private func acknowledge(records: Int, bytes: Int) {
        gaps.removeAll()
        counters.update { counters in
            counters.records += records
            counters.bytes += bytes
            counters.synchronisations += 1
            counters.last = end.last
            counters.lastCommit = clock()
            counters.refused += refused.total
        }
        acknowledged.advance(to: end.last.sequence)
        refused = RefusalTally()
        for entry in taken {
            let waiting = entry.batch.takeCompletions()
            entry.batch.removeAll()
            entry.lane.complete(waiting, with: .success(()))
        }
    }

    private func fail(_ error: FileFailure) {
        health.fail(error)
        let failure = error.asAuditFailure
        for entry in taken {
            let waiting = entry.batch.refuseDurable()
            refused.add(waiting.count, because: failure)
            entry.lane.complete(waiting, with: .failure(failure))
        }
        counters.update { $0.failures += 1 }
    }

    /// Writes what is queued, or says that it is lost.
    private func finish() {
        for lane in lanes.all { lane.close() }
        turn()
        if health.failure == nil { turn() }
        let failure = health.failure ?? .closed
        for entry in taken {
            refused.add(entry.batch.records, because: failure)
            entry.lane.complete(entry.batch.refuseDurable(), with: .failure(failure))
        }
        for lane in lanes.all {
            lane.refuseWaiting(with: failure)
            refused.add(lane.takeRefused())
        }
        counters.update { $0.refused += refused.total }
        do throws(FileFailure) { try end.synchronizeHead() } catch { health.fail(error) }
        publish()
    }

    private func publish() {
        counters.update { $0.failure = health.failure }
    }
}
