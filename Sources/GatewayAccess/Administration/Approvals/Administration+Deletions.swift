public import GatewayIdentity
public import GatewayStore

/// What is left to do after a grant: the partner destroys what they received, and somebody here confirms it.
public struct DeletionTask: Hashable, Sendable {
    public let grant: PartnerGrant
    public let due: UnixTime
    /// `nil`: open.
    public let deletion: GrantDeletion?
}

/// Tasks need nobody to open them: every grant that was given and is over is one, until its deletion is confirmed. Neither is ever removed.
extension Administration {
    /// After the end of a grant, to confirm that what was received under it was destroyed.
    public static let deletionTime = Duration.seconds(7 * 86400)

    /// Those that are due first come first.
    public func deletionTasks(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem)
        -> [DeletionTask]
    {
        try await awaitEverybody()
        try await noteReading("deletions", actor, requestID)
        let confirmed = try await reading { () throws(StoreError) in try await core.ports.store.deletions() }
        let done = Dictionary(confirmed.map { ($0.grant, $0) }) { first, _ in first }
        return deletionTasks(done: done)
    }

    /// Confirms, in the words of the mandate's reason: by which document, say.
    public func confirmDeletion(of id: String, _ mandate: Mandate) async throws(AdministrationProblem) {
        let now = core.now()
        let name = try await holder(ofGrant: id) { _ in true }
        guard core.directory.value.grants[name]?.contains(where: { $0.id == id && $0.isOver(at: now) }) == true else {
            throw .approval(.notOver)
        }
        try await carryOut(.grantDeletionConfirmed, mandate, on: name, details: ["grant": id], severity: .high) { now in
            let deletion = GrantDeletion(
                grant: id, by: mandate.actor.storedName, at: now, confirmation: mandate.reason.description)
            guard try await core.ports.store.confirm(deletion) else { throw StoreError.notFound(.grant) }
        }
    }

    func deletionTasks(done: [String: GrantDeletion]) -> [DeletionTask] {
        let now = core.now()
        return core.directory.value.grants.values.joined().filter { $0.isOver(at: now) }.map { grant in
            let end = min(grant.ending?.at ?? grant.to, grant.to)
            return DeletionTask(grant: grant, due: end + Self.deletionTime, deletion: done[grant.id])
        }.sorted { ($0.due, $0.grant.id) < ($1.due, $1.grant.id) }
    }
}
