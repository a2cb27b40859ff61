internal import GatewayFactors
public import GatewayIdentity
internal import GatewayPolicy
internal import GatewaySessions
public import GatewayStore
internal import GatewayVault

/// What one act took from the people of a partner organisation.
public struct OffBoardingReport: Hashable, Sendable {
    public struct Person: Hashable, Sendable {
        public let taken: OffBoarded
        public let sessionsEnded: Int
        /// Grants whose deletion is to be confirmed: of these, and of those that were over before.
        public let deletionTasks: [String]
    }

    public let organisation: String
    public let at: UnixTime
    /// By name.
    public let people: [Person]
}

/// A partner organisation leaves, whole: taking away needs no second person, and no time to find one.
extension Administration {
    /// Organisations of partners, with all their accounts that are not removed, programs among them. Sorted.
    public func partnerOrganisations(readBy actor: Actor, requestID: RequestID) async throws(AdministrationProblem)
        -> [(name: String, people: [AccountName])]
    {
        try await awaitEverybody()
        try await noteReading("partners", actor, requestID)
        let accounts = core.directory.value.accounts.values.filter { $0.state != .removed }
        return Dictionary(grouping: accounts, by: \.organisation).filter { name, members in
            !core.settings.homeOrganisations.contains(name) && members.contains(where: isPartner)
        }.map { name, members in
            (name, members.map(\.name).sorted { $0.text < $1.text })
        }.sorted { $0.name < $1.name }
    }

    /// Disables all accounts of the organisation, ends their grants, approvals and sessions, takes their certificates and factors away: in the store
    /// in one stroke. May be ordered again where it failed afterwards; what is taken then is what was left.
    public func offBoard(_ organisation: String, _ mandate: Mandate) async throws(AdministrationProblem)
        -> OffBoardingReport
    {
        let details = ["organisation": organisation]
        return try await carryOut(.partnerOffBoarding, mandate, details: details, severity: .high) { now in
            // Under the lock of changes: nobody joins them meanwhile.
            let names = try leavers(of: organisation)
            try await core.record(names.map { offBoarded($0, details, mandate, at: now) })
            let taken = try await core.ports.store.offBoard(
                names, by: mandate.actor.storedName, at: now, reason: mandate.reason.description)
            for name in names { try await core.readBack(name) }
            core.advanceEpoch()
            var sessions: [AccountName: Int] = [:]
            for name in names {
                let open = core.registry.sessions(of: name)
                sessions[name] = open.count { !$0.hasEnded }
                try await end(open, .locked, mandate, at: now)
            }
            for name in names { try await core.ports.vault.shredSecrets(of: name) }
            return OffBoardingReport(
                organisation: organisation, at: now,
                people: taken.map { person in
                    OffBoardingReport.Person(
                        taken: person, sessionsEnded: sessions[person.account] ?? 0,
                        deletionTasks: (core.directory.value.grants[person.account] ?? [])
                            .filter { $0.isOver(at: now) }.map(\.id))
                })
        }
    }

    /// Whoever belongs to it: programs, and people whose role as a partner was taken away, have kept their certificates.
    private func leavers(of organisation: String) throws(AdministrationProblem) -> [AccountName] {
        guard !core.settings.homeOrganisations.contains(organisation) else {
            throw .approval(.homeOrganisation(organisation))
        }
        let members = core.directory.value.accounts.values.filter {
            $0.organisation == organisation && $0.state != .removed
        }.sorted { $0.name.text < $1.name.text }
        guard members.contains(where: isPartner) else { throw .approval(.unknownOrganisation(organisation)) }
        // No partner administers: either this is no partner's organisation, or something is wrong that people look at first.
        let special = members.filter { $0.roles.contains(where: core.policy.value.isSpecial) }.map(\.name)
        guard special.isEmpty else { throw .approval(.specialMembers(organisation, special)) }
        return members.map(\.name)
    }

    /// By role, or by what was given to them once.
    private func isPartner(_ account: Account) -> Bool {
        core.isExternal(account) || core.directory.value.grants[account.name]?.isEmpty == false
    }

    /// One person's part, with what is about to be taken.
    private func offBoarded(_ name: AccountName, _ details: [String: String], _ mandate: Mandate, at now: UnixTime)
        -> SecurityEvent
    {
        let directory = core.directory.value
        let grants = (directory.grants[name] ?? []).filter { $0.ending == nil && now < $0.to }.map(\.id)
        let certificates = (directory.bindings[name] ?? []).map(\.reference.text)
        return SecurityEvent(
            .partnerOffBoarded, at: now, requestID: mandate.requestID, actor: mandate.actor, account: name,
            severity: .high, statedReason: mandate.reason.description,
            details: details.merging([
                "grants": grants.joined(separator: " "), "certificates": certificates.joined(separator: " "),
            ]) { $1 })
    }
}
