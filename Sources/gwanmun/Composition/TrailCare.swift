import Dispatch
import GatewayAccess
import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import GatewayStore
import Logging
import NIOPosix
import Synchronization

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
            let external = policy().externalRoles
            let deleted = try await NIOThreadPool.singleton.runIfActive { [directory, journal, rules, clock, holds] in
                var keeper = try SegmentKeeper(directory: directory, rules: rules, external: external)
                return try keeper.deleteDue(
                    at: clock(), holds: { () throws(SegmentKeeper.Failure) in try Self.held(in: holds) }
                ) { (event) throws(AuditFailure) in
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

extension TrailCare {
    /// On the thread that deletes, which waits for the answer.
    private static func held(in store: any RecordHoldStore) throws(SegmentKeeper.Failure) -> [LegalHold] {
        let answered = DispatchSemaphore(value: 0)
        let answer = Mutex<Result<[RecordHold], StoreError>?>(nil)
        Task {
            let holds: Result<[RecordHold], StoreError>
            do throws(StoreError) { holds = .success(try await store.holds()) } catch { holds = .failure(error) }
            answer.withLock { $0 = holds }
            answered.signal()
        }
        answered.wait()
        switch answer.withLock({ $0 }) {
        case .success(let holds)?: return holds.map { LegalHold($0) }
        case .failure(let error)?: throw .holdsUnknown("\(error)")
        case nil: throw .holdsUnknown("no answer")
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
