public import GatewayIdentity
public import GatewayLimits
public import GatewayStore

/// One person as an administrator sees them. No secret is in it.
public struct AccountDetails: Sendable {
    public let account: Account
    public let bindings: [CertificateBinding]
    public let devices: [OwnAccount.Device]
    /// Locks that failed attempts brought and that hold now.
    public let attemptLocks: [FactorKind: AttemptLock]
    public let emergencyLocks: [EmergencyLock]
    public let grants: [PartnerGrant]
    public let sessions: [LiveSession]
    public let recoveryCodesLeft: Int
    /// Where the owner is warned.
    public let contact: MailAddress?
    /// Of a service.
    public let terms: ServiceTerms?
    public let at: UnixTime
}

/// What the node holds now.
public struct AccessCounts: Hashable, Sendable {
    public let accounts: Int
    public let sessions: Int
    public let locks: Int
    public let runningGrants: Int
}

extension Administration {
    /// By name. Who reads about people is recorded.
    public func accounts(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem) -> [Account] {
        try await awaitEverybody()
        try await noteReading("accounts", actor, requestID)
        return core.directory.value.accounts.values.sorted { $0.name.text < $1.name.text }
    }

    public func details(of name: AccountName, readBy actor: Actor, requestID: RequestID)
        async throws(AdministrationProblem) -> AccountDetails
    {
        try await awaitEverybody()
        let account = try require(name)
        try await noteReading("account", actor, requestID, about: name)
        let now = core.now()
        let store = core.ports.store
        let directory = core.directory.value
        do throws(StoreError) {
            var attemptLocks: [FactorKind: AttemptLock] = [:]
            for kind in FactorKind.allCases where kind != .certificate {
                let lock = try await store.attempts(for: AttemptKey(account: name, factor: kind)).lock(at: now)
                if lock != .open { attemptLocks[kind] = lock }
            }
            return AccountDetails(
                account: account, bindings: directory.bindings[name] ?? [],
                devices: try await core.devices(of: name, at: now),
                attemptLocks: attemptLocks,
                emergencyLocks: directory.locks.values.filter { $0.holds(at: now) && $0.target.concerns(account) }
                    .sorted { $0.at < $1.at },
                grants: directory.grants[name] ?? [], sessions: OwnAccount(core: core).openSessions(of: name),
                recoveryCodesLeft: try await store.remainingRecoveryCodes(of: name),
                contact: try await store.contact(of: name), terms: directory.terms[name], at: now)
        } catch {
            throw AdministrationProblem(error)
        }
    }

    /// Open ones, oldest first.
    public func sessions(
        of name: AccountName? = nil, readBy actor: Actor, requestID: RequestID
    ) async throws(AdministrationProblem) -> [LiveSession] {
        try await noteReading("sessions", actor, requestID, about: name)
        return openSessions.filter { name == nil || $0.account == name }
    }

    /// Holding ones, oldest first.
    public func locks(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem) -> [EmergencyLock]
    {
        try await noteReading("locks", actor, requestID)
        let now = core.now()
        return core.directory.value.locks.values.filter { $0.holds(at: now) }.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    /// Past, running and future ones, by their beginning.
    public func grants(of name: AccountName? = nil, readBy actor: Actor, requestID: RequestID)
        async throws(AdministrationProblem) -> [PartnerGrant]
    {
        try await awaitEverybody()
        try await noteReading("grants", actor, requestID, about: name)
        return core.directory.value.grants.values.joined().filter { name == nil || $0.account == name }.sorted {
            ($0.from, $0.id) < ($1.from, $1.id)
        }
    }

    /// Newest first, at most 200, of this node since its start. Masked, but still about people.
    public func recentWarnings(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem)
        -> [SecurityWarning]
    {
        try await noteReading("warnings", actor, requestID)
        return core.warnings.recent
    }

    /// Certificates of people that end within so many days and that nothing has replaced, the first to end first, at
    /// most 200.
    public func certificates(endingWithin days: Int64, readBy actor: Actor, requestID: RequestID)
        async throws(AdministrationProblem) -> [KnownCertificate]
    {
        try await awaitEverybody()
        try await noteReading("certificates", actor, requestID)
        let (now, store) = (core.now(), core.ports.store)
        do throws(StoreError) {
            var ending: [KnownCertificate] = []
            let known = try await store.knownCertificates(
                endingAfter: now, notAfter: now + .seconds(days * 86400), limit: 200)
            for certificate in known where !core.bound([certificate], to: certificate.account).isEmpty {
                let others = try await store.knownCertificates(of: certificate.account)
                let isReplaced = others.contains {
                    $0.publicKey == certificate.publicKey && $0.notAfter > certificate.notAfter
                }
                if !isReplaced { ending.append(certificate) }
            }
            return ending
        } catch {
            throw AdministrationProblem(error)
        }
    }

    /// Whoever searches the records is in them, before the search begins.
    ///
    /// - Parameter filter: of what was looked for; the words themselves could be about people.
    public func noteSearch(of filter: SHA256Digest, by actor: Actor, requestID: RequestID)
        async throws(AdministrationProblem)
    {
        do throws(AccessFailure) {
            try await core.record([
                SecurityEvent(
                    .recordsRead, at: core.now(), requestID: requestID, actor: actor, details: ["filter": filter.hex])
            ])
        } catch {
            throw .failed(error)
        }
    }

    /// Whoever sees a record whole that is shown to them in part is in the records, before they see it.
    public func noteUnmasking(of event: String, _ mandate: Mandate) async throws(AdministrationProblem) {
        try await note(.recordUnmasked, ["event": event], mandate)
    }

    /// Records that leave, before they do.
    ///
    /// - Parameters:
    ///   - filter: of what was asked for.
    ///   - first: with `last`, the piece of the trail they are taken from.
    public func noteExport(
        of filter: SHA256Digest, format: String, first: UInt64, last: UInt64, records: Int, _ mandate: Mandate
    ) async throws(AdministrationProblem) {
        try await note(
            .recordsExported,
            [
                "filter": filter.hex, "format": format, "first": String(first), "last": String(last),
                "records": String(records),
            ], mandate)
    }

    private func note(_ kind: SecurityEvent.Kind, _ details: [String: String], _ mandate: Mandate)
        async throws(AdministrationProblem)
    {
        var event = SecurityEvent(
            kind, at: core.now(), requestID: mandate.requestID, actor: mandate.actor, details: details)
        event.statedReason = mandate.reason.description
        do throws(AccessFailure) {
            try await core.record([event])
        } catch {
            throw .failed(error)
        }
    }

    /// Numbers name nobody, so nothing is recorded. Before everybody is read, those are counted who were looked up.
    public var counts: AccessCounts {
        let now = core.now()
        let directory = core.directory.value
        return AccessCounts(
            accounts: directory.accounts.count, sessions: core.registry.all.count { $0.isOpen(at: now) },
            locks: directory.locks.values.count { $0.holds(at: now) },
            runningGrants: directory.grants.values.joined().count { $0.runs(at: now) })
    }

    private var openSessions: [LiveSession] {
        let now = core.now()
        return core.registry.all.filter { $0.isOpen(at: now) }.sorted { $0.createdAt < $1.createdAt }
    }

    func noteReading(
        _ what: String, _ actor: Actor, _ requestID: RequestID, about name: AccountName? = nil
    ) async throws(AdministrationProblem) {
        do throws(AccessFailure) {
            try await core.record([
                SecurityEvent(
                    .peopleRead, at: core.now(), requestID: requestID, actor: actor, account: name,
                    details: ["read": what])
            ])
        } catch {
            throw .failed(error)
        }
    }
}

extension LiveSession {
    fileprivate func isOpen(at now: UnixTime) -> Bool { !hasEnded && expiry(at: now) == nil }
}
