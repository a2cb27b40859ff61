import GatewayAccess
import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import Logging

/// Tells the security officers when nothing can be recorded, and the log when it can be again (compliance profile nct-2025-04, T48).
struct TrailAlarm: Sendable {
    let trail: AuditTrail
    let housekeeping: Housekeeping
    let ids: RequestIDs
    let clock: Clock
    let logger: Logger

    /// Until its task is cancelled.
    func run() async {
        var told: AuditFailure?
        while !Task.isCancelled {
            let failure = trail.counters.failure
            if let failure, told == nil {
                logger.critical("nothing can be recorded: \(failure)", metadata: ["graded_consoles": "refused"])
                housekeeping.warnOfStoppedTrail(at: clock(), requestID: ids.next())
            } else if failure == nil, told != nil {
                logger.notice("records can be written again")
            }
            told = failure
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
        }
    }
}
