public import GatewayAudit
public import GatewayIdentity
internal import Synchronization

/// The audit trail of a node: a folder of chained segments with one writer.
///
/// Whoever records takes a lane; the writer's own thread numbers, chains, writes and synchronises. Nothing counts as recorded before it
/// is synchronised, and a record that cannot be is refused, not lost. Call `close()` at the end; it writes what is queued.
public final class AuditTrail: Sendable {
    /// Why a trail could not be opened.
    public enum OpenFailure: Error, Hashable, Sendable {
        case file(FileFailure)
        /// Another process writes to this folder.
        case inUse(String)
        /// What was acknowledged is not there as it was written.
        case broken(ChainBreak)
        case noThread
    }

    /// How the trail was found.
    public enum Start: Hashable, Sendable {
        case new
        case continued(after: ChainPoint)
        /// The end of the process left an unfinished line of so many bytes, which was never acknowledged.
        case repaired(after: ChainPoint, tornBytes: Int)
        /// A broken trail was moved away, as the settings allow.
        case setAside
    }

    public let start: Start
    private let lanes = LaneRegistry()
    private let wake = WakeSignal()
    private let health = TrailHealth()
    /// How far others may read.
    let end = TrailEnd()
    private let cell: TrailCounterCell
    private let settings: TrailSettings
    private let isStopping: StopFlag
    private let thread: Mutex<WriterThread?>

    /// Opens the trail in `directory`, makes it when there is none (mode 0700), and mends the end of one that was interrupted.
    ///
    /// - Parameters:
    ///   - clock: for the records the trail writes about itself, and the age of segments.
    ///   - ids: for those records.
    ///   - observer: told of each commit.
    public convenience init(
        directory: String, settings: TrailSettings, clock: @escaping Clock, ids: EventIDSource,
        observer: (any TrailObserver)? = nil
    ) throws(OpenFailure) {
        let folder: DiskFolder
        do throws(FileFailure) { folder = try DiskFolder(directory, isMade: true) } catch { throw .file(error) }
        try self.init(folder: folder, writingTo: folder, settings: settings, clock: clock, ids: ids, observer: observer)
    }

    /// - Parameter files: where segments are opened for writing; `folder` itself, but for tests with files that fail.
    init(
        folder: DiskFolder, writingTo files: any TrailFolder, settings: TrailSettings, clock: @escaping Clock,
        ids: EventIDSource, observer: (any TrailObserver)? = nil
    ) throws(OpenFailure) {
        let place = try TrailOpening(folder: folder, brokenTrail: settings.brokenTrail).place()
        start = place.start
        self.settings = settings
        cell = TrailCounterCell()
        isStopping = StopFlag()
        thread = Mutex(nil)
        let writer: TrailWriter
        do throws(FileFailure) {
            let file = try files.open(place.segment, isNew: place.isNew)
            let end = SegmentWriter(
                folder: files, head: place.head, file: file, after: place.point, begun: place.begun ?? clock())
            writer = TrailWriter(
                lanes: lanes, wake: wake, health: health, counters: cell, acknowledged: self.end, settings: settings,
                clock: clock, end: end,
                gaps: place.gaps, ids: ids, observer: observer)
            try writer.begin()
        } catch {
            throw .file(error)
        }
        guard let started = WriterThread({ [isStopping] in writer.run(until: isStopping.value) }) else {
            throw .noThread
        }
        thread.withLock { $0 = started }
    }

    deinit { close() }

    /// A new way in, for one owner at a time.
    ///
    /// - Parameter deliver: runs what it is given where the owner wants to be called back: on its event loop, say. Called once for all
    ///   that became durable together, from the writer's thread.
    public func lane(deliver: @escaping @Sendable (_ work: @escaping @Sendable () -> Void) -> Void = { $0() })
        -> any AuditLane
    {
        let lane = TrailLane(health: health, wake: wake, capacity: settings.laneBytes, deliver: deliver)
        lanes.add(lane)
        return lane
    }

    public var counters: TrailCounters {
        var counters = cell.value
        for lane in lanes.all {
            let queued = lane.queued
            counters.queuedRecords += queued.records
            counters.queuedBytes += queued.bytes
        }
        counters.failure = health.failure
        return counters
    }

    /// Writes what is queued, tells those whose records could not be written, and ends the thread. Records are refused from now on.
    public func close() {
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        guard let running else { return }
        isStopping.value.store(true, ordering: .releasing)
        wake.signal()
        running.join()
    }
}

/// Shared between the trail and its thread, which may outlive it by a moment.
private final class StopFlag: Sendable {
    let value = Atomic<Bool>(false)
}
