public import GatewayIdentity
internal import GatewayPolicy
internal import GatewaySessions
internal import GatewayStore

extension Access {
    /// Who is connected now, partners first. Nothing is asked of the store.
    ///
    /// - Parameters:
    ///   - connections: those that are open.
    ///   - lastActions: by `LiveAction.visitor`.
    public func connected(_ connections: [LiveConnection], lastActions: [String: LiveAction]) -> [LiveRow] {
        let now = core.now()
        let directory = core.directory.value
        var people: [AccountName: LivePerson] = [:]
        let sessions = core.registry.all.filter { !$0.hasEnded && $0.expiry(at: now) == nil }.map { session in
            LiveRows.SessionFacts(
                id: session.id, account: session.account, certificate: session.binding.fingerprint,
                grade: gradeReached(in: session, at: now), source: session.place?.source,
                country: session.place.flatMap { country(of: $0.source) }, since: session.createdAt,
                lastSeen: session.lastSeen, counts: session.activity.counts)
        }
        return LiveRows(
            sessions: sessions, connections: connections, lastActions: lastActions,
            person: { name in
                if let known = people[name] { return known }
                people[name] = self.person(name, in: directory, at: now)
                return people[name]
            }
        ).rows()
    }

    private func person(_ name: AccountName, in directory: Directory, at now: UnixTime) -> LivePerson? {
        guard let account = directory.accounts[name] else { return nil }
        let grants = directory.grants[name] ?? []
        let locks = directory.locks.values.filter { $0.holds(at: now) && $0.target.concerns(account) }
        let paused = grants.filter { $0.pause != nil && $0.ending == nil && now < $0.to }
        return LivePerson(
            displayName: account.displayName, organisation: account.organisation, roles: account.roles.sorted(),
            isPartner: core.isExternal(account) || !grants.isEmpty,
            grants: directory.runningGrants(of: name, at: now).map { .init(id: $0.id, until: $0.to) },
            measures: locks.map(\.id).sorted().map { .locked($0) } + paused.map(\.id).sorted().map { .grantPaused($0) })
    }

    /// By role, or by what was given to them once.
    public func isPartner(_ name: AccountName) -> Bool {
        let directory = core.directory.value
        return directory.accounts[name].map(core.isExternal) ?? false || directory.grants[name]?.isEmpty == false
    }

    public func organisation(of name: AccountName) -> String? { core.directory.value.accounts[name]?.organisation }

    /// What an account may count on now; `nil` when it is shut out, or nobody's.
    public func rolesInForce(of name: AccountName) -> Set<RoleName>? {
        let directory = core.directory.value
        guard let account = directory.accounts[name], account.state == .active,
            !directory.isLocked(account, at: core.now())
        else { return nil }
        return account.roles
    }
}
