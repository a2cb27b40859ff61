import GatewayAccess
import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import GatewayStore
import Logging
import NIOPosix

/// Looks after segments that are closed: packs them, and deletes those whose time is over and that nobody holds.
struct TrailCare: Sendable {
    let directory: String
    let journal: TrailJournal
    let holds: any RecordHoldStore
    /// The policy in force, which says who is of another organisation.
    let policy: @Sendable () -> PolicySnapshot
    let rules: RetentionRules
    let clock: Clock
    let logger: Logger

    var chores: [Chores.Chore] {
        [
            Chores.Chore(every: 10) { (_, _) throws(AccessFailure) in await pack() },
            // Not at once: a node whose clock is wrong at the start may still be told.
            Chores.Chore(every: 86_400, from: 600) { (_, id) throws(AccessFailure) in await deleteDue(id) },
        ]
    }

    /// One at a time: the next one has the next turn.
    private func pack() async {
        do {
            let packed = try await NIOThreadPool.singleton.runIfActive { [directory] in
                try SegmentPacker(directory: directory).packNext()
            }
            if let packed {
                logger.info("a segment of the audit trail is packed", metadata: ["segment": "\(packed.file)"])
            }
        } catch {
            logger.error("a segment of the audit trail could not be packed; it is tried again: \(error)")
        }
    }

    /// Without knowing the holds nothing is deleted.
    func deleteDue(_ id: RequestID) async {
        do {
            let holds = try await holds.holds().map { LegalHold($0) }
            let external = policy().externalRoles
            let deleted = try await NIOThreadPool.singleton.runIfActive { [directory, journal, rules, clock] in
                var keeper = try SegmentKeeper(directory: directory, rules: rules, external: external)
                return try keeper.deleteDue(at: clock(), holds: holds) { (event) throws(AuditFailure) in
                    try journal.recordBlocking(AuditEntry(event, at: clock(), request: id))
                }
            }
            for stretch in deleted {
                logger.notice(
                    "records were deleted after their time",
                    metadata: ["first": "\(stretch.first)", "last": "\(stretch.last)"])
            }
        } catch {
            logger.error("records whose time is over could not be deleted; it is tried again tomorrow: \(error)")
        }
    }
}

extension LegalHold {
    init(_ hold: RecordHold) { self.init(id: hold.id, from: hold.from, to: hold.to) }
}

extension RetentionRules {
    init(_ settings: RetentionSettings) {
        let times: [(RetentionClass, Duration?)] = [
            (.access, settings.access), (.rights, settings.rights), (.partners, settings.partners),
            (.policy, settings.policy),
        ]
        self.init(Dictionary(uniqueKeysWithValues: times.compactMap { kind, time in time.map { (kind, $0) } }))
    }
}
