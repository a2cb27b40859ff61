internal import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
internal import GatewaySessions
internal import GatewayStore

/// Everything that is done to people, sessions, locks and grants, by the desk, the control socket and the demo alike.
///
/// Order of every change: into the record, then into the store, then into memory, where the epoch tells all
/// connections. What cannot be recorded is not done; what was recorded and then failed is followed by a record of the
/// failure under the same request.
///
/// Whatever goes by people waits until everybody is in memory, and is refused if they cannot be read.
public struct Administration: Sendable {
    let core: AccessCore

    /// What a change goes by.
    enum Field {
        /// Everybody has to be known.
        case people
        case node
        /// Apart from all others: a token may take its time, and no emergency lock waits for it.
        case keys
    }

    /// Runs one change, alone among changes of its field.
    ///
    /// - Parameter kind: its outcome is written as it was ordered; the actor, the words and the time are the
    ///   mandate's.
    /// - Parameter mayBeOwn: whether it gives nothing to whoever does it to their own account.
    func carryOut<Result: Sendable>(
        _ kind: SecurityEvent.Kind, _ mandate: Mandate, on account: AccountName? = nil, details: [String: String] = [:],
        severity: SecurityWarning.Severity = .medium, over field: Field = .people, mayBeOwn: Bool = false,
        check: @Sendable () throws(AdministrationProblem) -> Void = {},
        _ change: @Sendable (UnixTime) async throws -> Result
    ) async throws(AdministrationProblem) -> Result {
        let turns: OneAtATime
        switch field {
        case .people:
            try await awaitEverybody()
            turns = core.changes
        case .node: turns = core.changes
        case .keys: turns = core.keyChanges
        }
        return try await turns.run { () async throws(AdministrationProblem) -> Result in
            try await carryOutInTurn(
                kind, mandate, on: account, details: details, severity: severity, mayBeOwn: mayBeOwn, check: check,
                change)
        }
    }

    /// The same, for whoever has the turn among changes already and knows everybody.
    func carryOutInTurn<Result: Sendable>(
        _ kind: SecurityEvent.Kind, _ mandate: Mandate, on account: AccountName? = nil, details: [String: String] = [:],
        severity: SecurityWarning.Severity = .medium, mayBeOwn: Bool = false,
        check: @Sendable () throws(AdministrationProblem) -> Void = {},
        _ change: @Sendable (UnixTime) async throws -> Result
    ) async throws(AdministrationProblem) -> Result {
        let now = core.now()
        if !mayBeOwn, case .administrator(let name) = mandate.actor, name == account { throw .ownAccount }
        try check()
        let event = SecurityEvent(
            kind, at: now, requestID: mandate.requestID, actor: mandate.actor, account: account, severity: severity,
            statedReason: mandate.reason.description, details: details)
        do {
            try await core.record([event])
            return try await change(now)
        } catch {
            let problem = AdministrationProblem(wrapping: error)
            guard !problem.isUnrecorded else { throw problem }
            let failed = SecurityEvent(
                .administrationRefused, .failure, at: now, requestID: mandate.requestID, actor: mandate.actor,
                account: account, reason: problem.recordedReason, severity: severity,
                statedReason: mandate.reason.description,
                details: ["order": kind.rawValue, "problem": problem.description])
            do throws(AccessFailure) { try await core.record([failed]) } catch { throw .failed(error) }
            throw problem
        }
    }

    /// Who administers looks names up, and must not be told that there is nobody of a name that was not read yet.
    func awaitEverybody() async throws(AdministrationProblem) {
        do throws(AccessFailure) { try await core.rollCall.everybody() } catch { throw .failed(error) }
    }

    /// The account, or a refusal that is recorded by nobody because nothing was touched.
    func require(_ name: AccountName) throws(AdministrationProblem) -> Account {
        guard let account = core.directory.value.accounts[name] else { throw .notFound(.account) }
        return account
    }

    /// Reads one account back from the store into memory and tells every connection.
    func refresh(_ name: AccountName) async throws(StoreError) {
        try await core.readBack(name)
        core.advanceEpoch()
    }

    /// Ends sessions in memory now, and in store and record before it returns.
    func end(_ sessions: [LiveSession], _ cause: SessionEndCause, _ mandate: Mandate, at now: UnixTime)
        async throws(AccessFailure)
    {
        let order = SessionEnder.Order(
            cause: cause, actor: mandate.actor, statedReason: mandate.reason.description, requestID: mandate.requestID,
            at: now)
        guard !core.ender.end(sessions, order).isEmpty else { return }
        core.advanceEpoch()
        try await core.ender.writeDown()
    }
}

extension AdministrationProblem {
    fileprivate var recordedReason: Reason {
        switch self {
        case .failed(let failure): failure.reason
        case .person(_, let problem): problem.recordedReason
        case .roles(let conflict): conflict.reason
        case .codesRefused: .factorFailed
        case .keys: .storeUnavailable
        case .notFound, .conflict, .ownAccount, .provenAdministratorNeeded, .emptyPeriod, .unknownConsole, .noConsole,
            .notExternal,
            .approvalNeeded, .ownRequest, .notProvisionable, .noBreakGlass, .planChanged,
            .tokenCount, .tooManyTries, .resetNeedsApproval, .resetNeedsSponsor, .noSponsor, .service,
            .notReplaceable, .policy, .approval, .ownMeasure, .ownNetwork, .unknownWatchRule, .review, .report:
            .badRequest
        }
    }

    /// The order itself is not in the record, so there is nothing to contradict there.
    fileprivate var isUnrecorded: Bool {
        switch self {
        case .failed(let failure): failure.reason == .logUnavailable
        case .person(_, let problem): problem.isUnrecorded
        case .notFound, .conflict, .roles, .ownAccount, .provenAdministratorNeeded, .emptyPeriod, .unknownConsole,
            .noConsole, .notExternal,
            .keys, .approvalNeeded, .ownRequest, .notProvisionable, .noBreakGlass, .planChanged,
            .tokenCount, .codesRefused, .tooManyTries, .resetNeedsApproval, .resetNeedsSponsor, .noSponsor, .service,
            .notReplaceable, .policy, .approval, .ownMeasure, .ownNetwork, .unknownWatchRule, .review, .report:
            false
        }
    }
}

extension AccessCore {
    func readBack(_ name: AccountName) async throws(StoreError) {
        let entry = try await ports.store.directoryEntry(of: name)
        directory.update { $0.put(entry, named: name) }
    }
}
