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

    /// Takes out of the way what the measure put in it, and nothing else: what was paused or locked by others stays so, and what another measure
    /// asks for that holds.
    ///
    /// Not by whoever it is about, nor by whoever answers for them: it is another's judgement that there is no danger.
    public func lift(_ id: String, _ mandate: Mandate) async throws(AdministrationProblem) {
        let administration = Administration(core: core)
        try await administration.awaitEverybody()
        let measure = try await find(id)
        guard measure.lift == nil else { throw .notFound(.measure) }
        if core.isOwn(measure, of: mandate.actor) {
            throw await administration.refusal(of: .measureLifted, for: measure, mandate)
        }
        for grant in measure.effect.grants + measure.effect.foundPaused where isPausedByUs(grant, of: measure.account) {
            guard try await !isPaused(grant, byOthersThan: measure) else { continue }
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

    private func isPaused(_ grant: String, byOthersThan measure: TakenMeasure) async throws(AdministrationProblem)
        -> Bool
    {
        do throws(StoreError) {
            return try await core.ports.store.measures(naming: grant).contains {
                $0.id != measure.id && $0.step == .pauseGrant
            }
        } catch {
            throw AdministrationProblem(error)
        }
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

extension Administration {
    /// What a measure put in the way is taken out of it by nobody who may not lift the measure itself. Whoever tries is in the record.
    func requireNoOwnMeasure(naming thing: String, before order: SecurityEvent.Kind, _ mandate: Mandate)
        async throws(AdministrationProblem)
    {
        let measures: [TakenMeasure]
        do throws(StoreError) {
            measures = try await core.ports.store.measures(naming: thing)
        } catch {
            throw AdministrationProblem(error)
        }
        guard let own = measures.first(where: { core.isOwn($0, of: mandate.actor) }) else { return }
        throw await refusal(of: order, for: own, mandate)
    }

    /// Who is kept out by a measure gets no way around it, another grant or another certificate, from whoever may not lift it. Whoever tries is in
    /// the record.
    ///
    /// - Parameter sponsor: who is to answer for the person from now on.
    func requireNoOwnMeasure(
        about person: AccountName, answeredForBy sponsor: AccountName? = nil, before order: SecurityEvent.Kind,
        _ mandate: Mandate
    ) async throws(AdministrationProblem) {
        let measures: [TakenMeasure]
        do throws(StoreError) {
            measures = try await core.ports.store.measures(about: person).filter(\.step.keepsOut)
        } catch {
            throw AdministrationProblem(error)
        }
        let isTheirs = sponsor.map(mandate.actor.isSamePerson(as:)) ?? false
        let own = measures.first { core.isOwn($0, of: mandate.actor) } ?? (isTheirs ? measures.first : nil)
        guard let own else { return }
        throw await refusal(of: order, for: own, mandate)
    }

    /// Records who tried what in spite of which measure.
    ///
    /// - Returns: why it is not done: also where that cannot be recorded.
    func refusal(of order: SecurityEvent.Kind, for measure: TakenMeasure, _ mandate: Mandate) async
        -> AdministrationProblem
    {
        let tried = SecurityEvent(
            .administrationRefused, .failure, at: core.now(), requestID: mandate.requestID, actor: mandate.actor,
            account: measure.account, reason: .actionDenied, severity: .high,
            statedReason: mandate.reason.description,
            details: measure.details.merging(["order": order.rawValue]) { $1 })
        do throws(AccessFailure) {
            try await core.record([tried])
            return .ownMeasure
        } catch {
            return .failed(error)
        }
    }
}

extension AccessCore {
    /// Whether it is about whoever this is, or about somebody they answer for, or answered for when it was taken: who ends a grant does not become
    /// another's judge by it.
    func isOwn(_ measure: TakenMeasure, of actor: Actor) -> Bool {
        let name: AccountName
        switch actor {
        case .administrator(let account), .provisioner(let account), .owner(let account): name = account
        case .controlSocket, .gateway: return false
        }
        let grants = directory.value.grants[measure.account] ?? []
        return name == measure.account
            || grants.contains { grant in
                grant.sponsor == name && grant.progress == .given
                    && grant.ending.map { $0.at >= measure.at } ?? true
            }
    }
}
