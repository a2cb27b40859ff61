internal import GatewayAudit
public import GatewayAuditFile
internal import Glibc

/// Follows the trail and keeps its index: reads each record once, and stores what it found for many at a time.
///
/// Behind by up to `IndexingPace.records`: a search reads those itself. What goes wrong here costs searches time and the trail nothing.
public final class TrailIndexer: TrailFollower {
    private let directory: String
    private let pace: IndexingPace
    private let report: @Sendable (IndexFailure) -> Void
    private let shelf: SegmentShelf
    private var lock: IndexLock?
    private var file: IndexFile?
    private var generation = 0
    private var builder: RunBuilder?
    /// Records of the open run that are stored.
    private var stored = 0
    private var isPolite = false
    /// The record taken last.
    private var taken: UInt64 = 0
    /// On its way to `taken` again, because the index was thrown away.
    private var again: TrailCursor?

    /// Batches of a mebibyte read at one idle moment.
    private static let stretch = 256

    /// - Parameter report: told what kept it from its work, each time.
    public init(
        in directory: String, pace: IndexingPace = IndexingPace(),
        report: @escaping @Sendable (IndexFailure) -> Void = { _ in }
    ) {
        self.directory = directory
        self.pace = pace
        self.report = report
        shelf = SegmentShelf(directory: directory)
    }

    deinit { file?.close() }

    /// Opens the index, makes it where it is missing or damaged, and drops what is not of this trail.
    ///
    /// - Returns: the last record it holds, behind which to follow; `nil` while somebody else writes to it.
    public func begin() throws(IndexFailure) -> UInt64? {
        if lock == nil { lock = try IndexLock(in: directory) }
        guard lock != nil else { return nil }
        do throws(IndexFailure) {
            return try open()
        } catch .damaged(let detail) {
            report(.damaged(detail))
            return try startOver()
        }
    }

    private func open() throws(IndexFailure) -> UInt64 {
        builder = nil
        let file: IndexFile
        if let opened = self.file { file = opened } else { file = try IndexFile(in: directory, isMade: true) }
        self.file = file
        generation = try file.generation()
        return try IndexedExtent(shelf).trim(file)
    }

    /// Throws the index away, to be made anew.
    ///
    /// - Returns: the record to follow behind; `nil` while somebody else writes to it.
    public func startAnew() throws(IndexFailure) -> UInt64? {
        if lock == nil { lock = try IndexLock(in: directory) }
        return lock == nil ? nil : try startOver()
    }

    /// Has whoever keeps the index make it anew.
    public static func discard(in directory: String) throws(IndexFailure) {
        let file = try IndexFile(in: directory, isMade: true)
        defer { file.close() }
        try file.empty()
    }

    private func startOver() throws(IndexFailure) -> UInt64 {
        file?.close()
        file = nil
        IndexFile.remove(in: directory)
        return try open()
    }

    // MARK: Following

    public func take(_ batch: TrailBatch) -> FollowingStep {
        beSlow()
        do throws(IndexFailure) {
            guard let file else {
                guard let known = try begin() else { return .again(after: pace.pause) }
                return .move(after: known)
            }
            guard try file.generation() == generation else { return .move(after: try open()) }
            if let cursor = again {
                again = nil
                return .move(after: cursor.position)
            }
            try append(batch)
            return .next
        } catch {
            return recover(from: error)
        }
    }

    public func missed(_ failure: TrailCursor.Failure) -> FollowingStep {
        switch failure {
        // Deleted after its time: behind it there is more.
        case .gone(_, .some): .next
        case .gone, .broken, .file: .again(after: pace.pause)
        }
    }

    /// Somebody may have thrown the index away to have it made again, while no records come.
    public func idle() {
        guard let file else { return }
        do throws(IndexFailure) {
            if try file.generation() != generation { again = TrailCursor(directory: directory, after: try open()) }
            guard var cursor = again else { return }
            for _ in 0..<Self.stretch where cursor.position < taken {
                guard let batch = following(&cursor) else { break }
                try append(batch)
            }
            again = cursor.position < taken ? cursor : nil
            if again == nil { try settle() }
        } catch {
            again = nil
            _ = recover(from: error)
        }
    }

    /// Stores what was read and not stored: at the end, and for whoever wants to see everything in the index.
    public func settle() throws(IndexFailure) {
        if let builder, builder.run.count > stored { try store() }
    }

    /// The next records; none where they are gone, and `nil` where they cannot be read.
    private func following(_ cursor: inout TrailCursor) -> TrailBatch? {
        do throws(TrailCursor.Failure) {
            return try cursor.next(through: taken)
        } catch {
            guard case .gone(_, let next?) = error else { return nil }
            cursor.move(after: next - 1)
            return following(&cursor)
        }
    }

    private func recover(from failure: IndexFailure) -> FollowingStep {
        report(failure)
        builder = nil
        guard case .damaged = failure else { return .again(after: pace.pause) }
        do throws(IndexFailure) {
            return .move(after: try startOver())
        } catch {
            report(error)
            file = nil
            return .again(after: pace.pause)
        }
    }

    private func append(_ batch: TrailBatch) throws(IndexFailure) {
        var failure: IndexFailure?
        batch.forEach { sequence, place, line in
            guard failure == nil else { return }
            do throws(IndexFailure) { try append(sequence, place, line) } catch { failure = error }
        }
        if let failure { throw failure }
        taken = max(taken, batch.last ?? 0)
        if let builder, builder.run.count - stored >= pace.records { try store() }
    }

    private func append(_ sequence: UInt64, _ place: TrailPlace, _ line: UnsafeRawBufferPointer) throws(IndexFailure) {
        let follows = builder.map { $0.run.segment == place.segment && $0.run.last + 1 == sequence && !$0.isFull }
        if follows != true {
            try settle()
            builder = RunBuilder(
                Run(
                    segment: place.segment, identity: try identity(of: place.segment), first: sequence,
                    start: place.offset))
            stored = 0
        }
        builder?.append(line, at: place.offset)
    }

    private func store() throws(IndexFailure) {
        guard let file, var run = builder?.run, let encoded = builder?.encoded() else { return }
        for bucket in encoded.buckets { run.addBucket(bucket.number) }
        let id = try file.store(
            run, map: encoded.map, buckets: encoded.buckets,
            dropping: stored == 0 ? try IndexedExtent(shelf).vanished(file) : [])
        builder?.isStored(as: id)
        stored = run.count
    }

    private func identity(of segment: UInt64) throws(IndexFailure) -> SegmentIdentity {
        do throws(FileFailure) {
            if let identity = try shelf.identity(of: SegmentName(first: segment)) { return identity }
            throw FileFailure(.read, "segment \(segment)", code: EIO)
        } catch {
            throw .unavailable("\(error)")
        }
    }

    /// Requests go before: this thread takes what is left of the processors.
    private func beSlow() {
        guard !isPolite else { return }
        isPolite = true
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
    }
}

/// How far the index may be behind, and how long it waits when it cannot go on.
public struct IndexingPace: Sendable {
    /// A search reads as many itself.
    public var records: Int
    public var pause: Duration

    public init(records: Int = 32_768, pause: Duration = .seconds(2)) {
        self.records = records
        self.pause = pause
    }
}
