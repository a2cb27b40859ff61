import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewayReview
import GatewayStore
import Logging
import NIOPosix
import Synchronization

/// Reviews of a node: makes tasks by the calendar, reads the records for them on a thread of its own, one at a time, and keeps what nobody used.
final class ReviewHouse: Sendable {
    /// What nobody used in so many days is told at the desk.
    static let unusedDays: Int64 = 90
    private static let lookAgain = Duration.seconds(24 * 3600)

    let reviews: Reviews
    private let audit: String
    private let workingHours: AccessWindow
    private let policy: @Sendable () -> PolicySnapshot
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let state = Mutex(State())
    private let isOver = Atomic<Bool>(false)
    private let logger: Logger

    private struct State {
        var isAtWork = false
        var unused: ReviewSheet?
        var unusedAt: UnixTime?
    }

    init(
        _ reviews: Reviews, audit: String, workingHours: AccessWindow,
        policy: @escaping @Sendable () -> PolicySnapshot, logger: Logger
    ) {
        self.reviews = reviews
        self.audit = audit
        self.workingHours = workingHours
        self.policy = policy
        self.logger = logger
        thread.start()
    }

    /// What nobody used, as of the last look; `nil`: there was none yet.
    var unusedRights: ReviewSheet? { state.withLock { $0.unused } }

    /// Soon after the start, then every few seconds: a look at few rows, mostly.
    var chores: [Chores.Chore] {
        [
            Chores.Chore(every: 10, from: 3) { [self] (now, id) throws(AccessFailure) in
                try await reviews.keepUp(at: now, requestID: id)
            },
            Chores.Chore(every: 5, from: 4) { [self] (now, _) throws(AccessFailure) in try await prepare(at: now) },
        ]
    }

    /// Begins what is to be read next, and does not wait for it.
    private func prepare(at now: UnixTime) async throws(AccessFailure) {
        guard !isOver.load(ordering: .acquiring), !state.withLock({ $0.isAtWork }) else { return }
        let tasks = try await reviews.toPrepare(at: now)
        let isUnusedDue = isUnusedDue(at: now)
        guard !tasks.isEmpty || isUnusedDue else { return }
        let maker = SheetMaker(
            audit: audit, workingHours: workingHours, policy: policy(), people: try await reviews.people(at: now),
            kept: try await reviews.keptRights(at: now), now: now)
        state.withLock { $0.isAtWork = true }
        Task { [self] in
            for task in tasks where goesOn() { await prepare(task, maker) }
            if isUnusedDue { await lookForUnused(maker) }
            state.withLock { $0.isAtWork = false }
        }
    }

    private func isUnusedDue(at now: UnixTime) -> Bool {
        state.withLock { state in state.unusedAt.map { now >= $0 + Self.lookAgain || now < $0 } ?? true }
    }

    private func prepare(_ task: ReviewTask, _ maker: SheetMaker) async {
        do {
            let sheet = try await thread.runIfActive { [self] in try maker.sheet(for: task, while: goesOn) }
            if let sheet { try await reviews.put(sheet, into: task) }
        } catch {
            logger.error("review not put together: \(error)", metadata: ["review": "\(task.id)"])
        }
    }

    private func lookForUnused(_ maker: SheetMaker) async {
        do {
            let sheet = try await thread.runIfActive { [self] in
                try maker.unusedRights(days: Self.unusedDays, while: goesOn)
            }
            state.withLock { state in
                state.unused = sheet ?? state.unused
                state.unusedAt = maker.now
            }
        } catch {
            logger.error("unused rights not looked for: \(error)")
            state.withLock { $0.unusedAt = maker.now }
        }
    }

    private func goesOn() -> Bool { !isOver.load(ordering: .acquiring) }

    /// Ends what is being read; it is begun anew after the next start.
    func stop() async {
        isOver.store(true, ordering: .releasing)
        do { try await thread.shutdownGracefully() } catch { logger.error("reviews: \(error)") }
    }
}
