public import GatewayIdentity
internal import GatewayPolicy
public import GatewayStore

extension Measures {
    /// As many as a page shows.
    public static let listed = 500

    /// Newest first.
    public func list(lifted: Bool, readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem)
        -> [TakenMeasure]
    {
        try await Administration(core: core).noteReading("measures", actor, requestID)
        do throws(StoreError) {
            return try await core.ports.store.measures(lifted: lifted, limit: Self.listed)
        } catch {
            throw AdministrationProblem(error)
        }
    }

    public func measure(_ id: String, readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem)
        -> TakenMeasure
    {
        try await Administration(core: core).noteReading("measures", actor, requestID)
        return try await find(id)
    }

    /// Takes out of the way what the measure put in it, and nothing else: what was paused or locked by others stays so.
    ///
    /// Not by whoever it is about, nor by whoever answers for them: it is another's judgement that there is no danger.
    public func lift(_ id: String, _ mandate: Mandate) async throws(AdministrationProblem) {
        let administration = Administration(core: core)
        try await administration.awaitEverybody()
        let measure = try await find(id)
        guard measure.lift == nil else { throw .notFound(.measure) }
        if case .administrator(let name) = mandate.actor,
            name == measure.account || core.sponsors(of: measure.account).contains(name)
        {
            throw .ownMeasure
        }
        for grant in measure.effect.grants where isPausedByUs(grant, of: measure.account) {
            try await administration.resumeGrant(grant, mandate)
        }
        for lock in measure.effect.locks where core.directory.value.locks[lock] != nil {
            try await administration.liftLock(lock, mandate)
        }
        try await administration.carryOut(
            .measureLifted, mandate, on: measure.account, details: measure.details, severity: .medium
        ) { now in
            try await core.ports.store.liftMeasure(
                id, .init(at: now, by: mandate.actor.storedName, reason: mandate.reason.description))
            let doubts = try await core.ports.store.doubts()
            core.doubts.update { $0 = doubts }
            core.advanceEpoch()
        }
        core.warn(
            .measureLifted, .medium, about: measure.account, from: nil, requestID: mandate.requestID, at: core.now(),
            owner: true, others: [measure.owner].compactMap(\.self))
    }

    private func isPausedByUs(_ id: String, of name: AccountName) -> Bool {
        let grant = core.directory.value.grants[name]?.first { $0.id == id }
        guard let pause = grant?.pause, grant?.ending == nil else { return false }
        return pause.by == Actor.gateway.storedName
    }

    private func find(_ id: String) async throws(AdministrationProblem) -> TakenMeasure {
        do throws(StoreError) {
            guard let measure = try await core.ports.store.measure(id) else { throw StoreError.notFound(.measure) }
            return measure
        } catch {
            throw AdministrationProblem(error)
        }
    }
}
