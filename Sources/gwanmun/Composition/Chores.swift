import GatewayAccess
import GatewayIdentity
import Logging

/// Work that comes round: each piece by itself, under a number of its own in the record, so that one that fails holds up
/// none of the others.
struct Chores: Sendable {
    struct Chore: Sendable {
        /// Seconds.
        let interval: Int
        /// In which second it comes first.
        let first: Int
        let work: @Sendable (UnixTime, RequestID) async throws(AccessFailure) -> Void

        init(
            every interval: Int, from first: Int = 0,
            _ work: @escaping @Sendable (UnixTime, RequestID) async throws(AccessFailure) -> Void
        ) {
            self.interval = interval
            self.first = first
            self.work = work
        }

        fileprivate func isDue(_ second: Int) -> Bool { second % interval == first % interval }
    }

    private let list: [Chore]
    private let ids: RequestIDs
    private let clock: Clock
    private let logger: Logger

    init(_ list: [Chore], ids: RequestIDs, clock: @escaping Clock, logger: Logger) {
        self.list = list
        self.ids = ids
        self.clock = clock
        self.logger = logger
    }

    /// What is due in a second of the node's life.
    func carryOut(second: Int) async {
        for chore in list where chore.isDue(second) {
            do throws(AccessFailure) {
                try await chore.work(clock(), ids.next())
            } catch {
                // It is tried again when it comes round; in memory everything holds already.
                logger.error("housekeeping: \(error)")
            }
        }
    }
}
