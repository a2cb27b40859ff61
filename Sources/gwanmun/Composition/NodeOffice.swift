import Gateway
import GatewayAccess
import GatewayAudit
import GatewayIdentity
import GatewayTime
import Logging

/// Tells people and the trail what is wrong with the node itself, and does what follows from it.
struct NodeOffice: Sendable {
    let gate: GateNode
    let housekeeping: Housekeeping
    let journal: any AuditJournal
    let ids: RequestIDs
    let clock: Clock
    let logger: Logger

    /// The clock: consoles first, record and warning after.
    func note(_ change: ClockWatch.Change) async {
        gate.doubtClock(change.standing.denies)
        let (now, id) = (clock(), ids.next())
        await record(
            AuditEntry(
                .clockOffset(milliseconds: change.offset, isSafe: !change.standing.denies), at: now, request: id))
        guard !change.isHourly else { return }
        switch change.standing {
        case .unsafe: housekeeping.tellOffice(.clockUnsafe, .critical, at: now, requestID: id)
        // That nobody knows yet, before the first answer, is no news.
        case .unknown: housekeeping.tellOffice(.clockUnsafe, .high, at: now, requestID: id)
        case .warn: housekeeping.tellOffice(.clockOff, .medium, at: now, requestID: id)
        case .safe, .unwatched: break
        }
    }

    /// A receiver of records.
    func note(_ alarm: ForwardingAlarm) async {
        let (now, id) = (clock(), ids.next())
        let step = alarm.step
        let message: Logger.Message = "records to a receiver: \(step.rawValue)"
        let metadata: Logger.Metadata = ["receiver": "\(alarm.receiver)"]
        if step == .caughtUp {
            logger.notice(message, metadata: metadata)
        } else {
            logger.error(message, metadata: metadata)
        }
        await record(
            AuditEntry(
                .forwarding(receiver: RecordedText(alarm.receiver), step, records: alarm.records), at: now, request: id)
        )
        switch step {
        case .peerRefused: housekeeping.tellOffice(.forwardingRefused, .high, at: now, requestID: id)
        case .stalled: housekeeping.tellOffice(.forwardingStalled, .high, at: now, requestID: id)
        case .gap, .rejected, .restarted: housekeeping.tellOffice(.forwardingGap, .critical, at: now, requestID: id)
        case .caughtUp: break
        }
    }

    private func record(_ entry: AuditEntry) async {
        do throws(AuditFailure) {
            try await journal.record(entry)
        } catch {
            logger.error("what is wrong with the node could not be recorded: \(error)")
        }
    }
}

extension Node {
    func nodeOffice() throws -> NodeOffice {
        NodeOffice(
            gate: gate, housekeeping: access.housekeeping, journal: journal, ids: try requestIDs(),
            clock: SystemClock.now, logger: logger)
    }

    /// Before the doors open: whether the clock is right, and records on their way.
    func watchOver() async throws {
        let office = try nodeOffice()
        gate.doubtClock(clockWatch.state.standing.denies)
        await clockWatch.look { await office.note($0) }
        try siem.start { alarm in Task { await office.note(alarm) } }
    }
}
