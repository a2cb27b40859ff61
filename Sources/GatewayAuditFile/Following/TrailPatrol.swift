public import GatewayAudit
internal import Glibc
internal import Synchronization

/// What a node found when it looked at its own trail.
public enum PatrolFinding: Sendable {
    case whole(first: UInt64, last: UInt64)
    case broken(first: UInt64, last: UInt64, ChainBreak)
    /// Neither: the disk does not give it.
    case unreadable(String)
}

/// Verifies a node's own trail while it serves: the whole of it now and then, and each segment once it is closed. On a thread of its own that everything
/// else goes before.
public final class TrailPatrol: Sendable {
    /// Closed segments that may wait; more are left to the next look at the whole.
    private static let limit = 64
    /// Between two MiB, so that nobody waits for the disk because of it.
    private static let breather: UInt32 = 5_000

    private let signal = WakeSignal()
    private let state: PatrolState
    private let thread: Mutex<WriterThread?>

    /// - Parameters:
    ///   - first: how long after the start the whole is verified for the first time.
    ///   - sources: asked before each look at the whole.
    ///   - report: called on the patrol's thread.
    /// - Throws: when the system gives no thread.
    public init(
        _ directory: String, every interval: Duration, first: Duration,
        against sources: @escaping @Sendable () -> AnchorSources,
        report: @escaping @Sendable (PatrolFinding) -> Void
    ) throws(AuditTrail.OpenFailure) {
        let (state, signal) = (PatrolState(), signal)
        self.state = state
        let started = WriterThread {
            // Of this thread alone, as Linux has it.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
            var due = ContinuousClock.now + first
            while !state.isOver {
                signal.wait(atMost: max(.zero, min(due - .now, .seconds(3600))))
                while let segment = state.next() {
                    if let finding = Self.look(at: segment, in: directory, state) { report(finding) }
                }
                guard ContinuousClock.now >= due, !state.isOver else { continue }
                if let finding = Self.look(in: directory, sources(), state) { report(finding) }
                due = ContinuousClock.now + interval
            }
        }
        guard let started else { throw .noThread }
        thread = Mutex(started)
    }

    deinit { stop() }

    /// It will not grow any more.
    public func verify(_ segment: SegmentName) {
        state.add(segment, limit: Self.limit)
        signal.signal()
    }

    public func stop() {
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        guard let running else { return }
        state.end()
        signal.signal()
        running.join()
    }

    private static func goOn(_ state: PatrolState) -> Bool {
        usleep(breather)
        return !state.isOver
    }

    private static func look(at segment: SegmentName, in directory: String, _ state: PatrolState) -> PatrolFinding? {
        do throws(FileFailure) {
            let result = try AuditVerifier.verify(segment, in: directory) { goOn(state) }
            if let chainBreak = result.chainBreak {
                return .broken(first: result.first, last: result.last, chainBreak)
            }
            return .whole(first: result.first, last: result.last)
        } catch {
            return state.isOver ? nil : .unreadable(error.description)
        }
    }

    private static func look(in directory: String, _ sources: AnchorSources, _ state: PatrolState) -> PatrolFinding? {
        do throws(AuditVerifier.Failure) {
            let found = try AuditVerifier.examine(directory: directory, against: sources) { _, _ in goOn(state) }
            switch found.verification {
            case .whole(let records, _, _, _): return .whole(first: min(1, records), last: records)
            case .broken(let chainBreak):
                return .broken(first: 1, last: max(1, chainBreak.sequence), chainBreak)
            }
        } catch {
            if state.isOver { return nil }
            switch error {
            case .notATrail(let folder): return .unreadable("\(folder): holds no audit trail")
            case .file(let failure): return .unreadable(failure.description)
            }
        }
    }
}

private final class PatrolState: Sendable {
    private let over = Atomic<Bool>(false)
    private let waiting = Mutex<[SegmentName]>([])

    var isOver: Bool { over.load(ordering: .acquiring) }
    func end() { over.store(true, ordering: .releasing) }
    func add(_ segment: SegmentName, limit: Int) {
        waiting.withLock { if $0.count < limit { $0.append(segment) } }
    }
    func next() -> SegmentName? {
        if isOver { return nil }
        return waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }
}
