import GatewayAccess
import GatewayIdentity
import Logging

/// Looks after the key-encryption key: every five seconds whether it can be reached, once a minute whether its time is up.
///
/// Beside the other housekeeping, because a token may take its time to answer.
struct KeyWatch: Sendable {
    private let housekeeping: Housekeeping
    private let ids: RequestIDs
    private let clock: Clock
    private let logger: Logger

    private static let interval = Duration.seconds(5)
    /// Looks at the age, in looks at the reach.
    private static let ages = 12

    init(_ housekeeping: Housekeeping, ids: RequestIDs, clock: @escaping Clock, logger: Logger) {
        self.housekeeping = housekeeping
        self.ids = ids
        self.clock = clock
        self.logger = logger
    }

    /// Until its task is cancelled.
    func run() async {
        var told: String?
        var count = 0
        while !Task.isCancelled {
            let requestID = ids.next()
            do {
                let problem = try await housekeeping.watchKeys(at: clock(), requestID: requestID)
                if problem != told { tell(problem) }
                told = problem
                if count.isMultiple(of: Self.ages),
                    let warning = try await housekeeping.warnOfOverdueKeys(at: clock(), requestID: requestID)
                {
                    logger.warning("\(warning)")
                }
            } catch {
                logger.error("keys: \(error)")
            }
            count += 1
            do { try await Task.sleep(for: Self.interval) } catch { return }
        }
    }

    private func tell(_ problem: String?) {
        if let problem {
            logger.error("the key-encryption key is out of reach: \(problem)", metadata: ["new_secrets": "refused"])
        } else {
            logger.notice("the key-encryption key is within reach again")
        }
    }
}
