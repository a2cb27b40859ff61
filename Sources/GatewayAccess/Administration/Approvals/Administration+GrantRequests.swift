public import GatewayIdentity
internal import GatewayLimits
public import GatewayPolicy
internal import GatewaySessions
public import GatewayStore

/// Partner grants that take the word of several groups: asked for with all that they are narrowed to, and nothing until everybody approved.
extension Administration {
    /// Of one request, each with a grant of their own.
    public static let mostPersons = 20

    /// Asks for a grant for one person or several of a partner, who are voted on together. What the policy defines of pledge and training is asked of
    /// each of them while they use it.
    ///
    /// - Parameter others: who is to have the same beside `new.account`.
    /// - Returns: one grant for each; the first has the identifier of the request.
    public func requestGrant(
        _ new: NewGrant, with others: [AccountName] = [], within scope: GrantScope, _ mandate: Mandate
    ) async throws(AdministrationProblem) -> [PartnerGrant] {
        try await awaitEverybody()
        guard isSecurityAdministrator(mandate.actor) || mandate.actor.storedName == new.sponsor else {
            throw .approval(.notTheirs)
        }
        let wishes = ([new.account] + others).map { new.to($0) }
        var ids: [String] = []
        do { for _ in wishes { ids.append(try core.identifier()) } } catch {
            throw .failed(AccessFailure(wrapping: error))
        }
        let id = ids[0]
        var scope = scope
        scope.asks.formUnion(asksOfGrants)
        let details = new.details.merging([
            "request": id, "wish": "grant", "applicant": mandate.actor.storedName.text, "scope": scope.text,
            "persons": wishes.map(\.account.text).joined(separator: " "),
        ]) { $1 }
        return try await carryOut(.approvalAsked, mandate, on: new.account, details: details, severity: .high) {
            [scope] () throws(AdministrationProblem) in
            try check(wishes)
            try check(scope)
        } _: { [ids, scope] now in
            let organisation = try require(new.account).organisation
            let grants = zip(ids, wishes).map { own, wish in
                PartnerGrant(
                    id: own, account: wish.account, organisation: organisation, consoles: wish.consoles,
                    kind: wish.kind, reference: wish.reference, sponsor: wish.sponsor, from: wish.from, to: wish.to,
                    scope: scope, progress: .asked, request: id)
            }
            let request = ApprovalRequest(
                id: id, account: new.account, name: .grant, consoles: .only(new.consoles), from: new.from, to: new.to,
                applicant: mandate.actor.storedName, reason: mandate.reason.description, askedAt: now,
                expires: min(now + core.settings.people.requestLife, new.to))
            try await core.ports.store.insert(request, for: grants)
            for wish in wishes { try await refresh(wish.account) }
            return grants
        }
    }

    /// What the policy defines of pledge and training: asked of everybody with a grant, however it was given, while they use it.
    var asksOfGrants: Set<ApprovalName> {
        let defined = core.policy.value.definition.approvals
        return Set([.pledge, .training].filter { defined[$0] != nil })
    }

    /// What a request is for: none, unless it is one for grants.
    public func grants(askedBy request: String) -> [PartnerGrant] {
        core.directory.value.grants.values.joined().filter { $0.request == request }.sorted {
            $0.account.text < $1.account.text
        }
    }

    /// Nothing is allowed under it until it is resumed; the partner's sessions end.
    public func pauseGrant(_ id: String, _ mandate: Mandate) async throws(AdministrationProblem) {
        let name = try await holder(ofGrant: id) { $0.isInForce }
        try await carryOut(.grantPaused, mandate, on: name, details: ["grant": id], severity: .high) { now in
            try await core.ports.store.pauseGrant(id, by: mandate.actor.storedName, at: now)
            try await refresh(name)
            try await end(core.registry.sessions(of: name), .policy, mandate, at: now)
        }
    }

    /// The time of the pause is not added to the grant's. Not by those who may not lift a measure that paused it.
    public func resumeGrant(_ id: String, _ mandate: Mandate) async throws(AdministrationProblem) {
        let name = try await holder(ofGrant: id) { $0.pause != nil && $0.ending == nil }
        try await requireNoOwnMeasure(naming: id, before: .grantResumed, mandate)
        try await carryOut(.grantResumed, mandate, on: name, details: ["grant": id], severity: .high) { now in
            try await core.ports.store.resumeGrant(id, at: now)
            try await refresh(name)
        }
    }

    func holder(ofGrant id: String, that isRight: (PartnerGrant) -> Bool) async throws(AdministrationProblem)
        -> AccountName
    {
        try await awaitEverybody()
        guard
            let grant = core.directory.value.grants.values.joined().first(where: { $0.id == id && isRight($0) })
        else { throw .notFound(.grant) }
        return grant.account
    }

    private func check(_ wishes: [NewGrant]) throws(AdministrationProblem) {
        let names = Set(wishes.map(\.account))
        guard names.count == wishes.count, names.count <= Self.mostPersons else {
            throw .approval(.persons(Self.mostPersons))
        }
        for wish in wishes {
            try check(wish)
            guard core.now() < wish.to else { throw .emptyPeriod }
        }
        let organisations = Set(wishes.compactMap { core.directory.value.accounts[$0.account]?.organisation })
        guard organisations.count == 1 else { throw .approval(.persons(Self.mostPersons)) }
    }

    private func check(_ scope: GrantScope) throws(AdministrationProblem) {
        guard case .only(let paths) = scope.paths, !paths.isEmpty else { throw .approval(.noPath) }
        if let path = paths.first(where: \.hasWildcard) { throw .approval(.wildcard(path)) }
        guard !scope.hasEmptyList else { throw .approval(.emptyList) }
        let definition = core.policy.value.definition
        if case .only(let zones) = scope.zones {
            for zone in zones.sorted() where definition.zones[zone] == nil { throw .approval(.unknownZone(zone)) }
        }
        if case .only(let windows) = scope.windows {
            for window in windows.sorted() where definition.windows[window] == nil {
                throw .approval(.unknownWindow(window))
            }
        }
    }
}

extension NewGrant {
    fileprivate func to(_ person: AccountName) -> NewGrant {
        var same = self
        same.account = person
        return same
    }

    /// For the record.
    var details: [String: String] {
        [
            "consoles": consoles.sorted().map(\.text).joined(separator: " "), "reference": reference,
            "sponsor": sponsor.text, "from": RFC3339.string(from), "until": RFC3339.string(to),
        ]
    }
}

extension GrantScope {
    /// For the record: `paths /p17/drawings; methods GET; ceiling sensitive`.
    var text: String {
        func part<Element>(_ name: String, _ selection: Selection<Element>, _ text: (Element) -> String) -> String? {
            switch selection {
            case .all: nil
            case .only(let listed): "\(name) \(listed.map(text).sorted().joined(separator: " "))"
            }
        }
        return [
            part("paths", paths, \.text), part("methods", methods, \.description), "ceiling \(ceiling.rawValue)",
            part("windows", windows, \.text), part("countries", countries, \.text), part("zones", zones, \.text),
            part("devices", devices, \.text),
            asks.isEmpty ? nil : "asks \(asks.map(\.text).sorted().joined(separator: " "))",
        ].compactMap { $0 }.joined(separator: "; ")
    }

    /// It would let nobody in, and be read back from the store as no narrowing at all.
    fileprivate var hasEmptyList: Bool {
        methods == .only([]) || windows == .only([]) || countries == .only([]) || zones == .only([])
            || devices == .only([])
    }
}
