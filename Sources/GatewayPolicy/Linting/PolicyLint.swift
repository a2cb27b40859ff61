public import GatewayIdentity

/// Looks through a sound policy for what its author probably does not mean.
///
/// Pure: the same policy gives the same doubts, in the order of their places.
public struct PolicyLint {
    public private(set) var doubts: [PolicyDoubt] = []
    let definition: PolicyDefinition
    let index: ConsoleIndex

    /// - Parameters:
    ///   - unlabelled: consoles whose grade is not written; they count as classified.
    ///   - people: the accounts there are; `nil`: not known here, so that nobody is missed.
    public init(_ policy: PolicySnapshot, unlabelled: Set<ConsoleID> = [], people: Set<String>? = nil) {
        definition = policy.definition
        index = ConsoleIndex(definition.consoles, definition.rules)
        lookAtRules()
        lookAtPairsOfRules()
        lookAtPartners()
        lookAtConsoles(unlabelled: unlabelled)
        if let people { lookForStrangers(among: people) }
        lookAtNames()
        doubts += policy.warnings.compactMap { warning in
            guard case .contradicts(let rule) = warning.what else { return nil }
            return PolicyDoubt(warning.place, .contradicts(rule))
        }
        doubts.sort { ($0.place.description, $0.code) < ($1.place.description, $1.code) }
    }

    mutating func doubt(_ what: PolicyDoubt.What, at place: PolicyPlace) { doubts.append(PolicyDoubt(place, what)) }

    // MARK: Consoles

    private mutating func lookAtConsoles(unlabelled: Set<ConsoleID>) {
        for console in definition.consoles {
            if unlabelled.contains(console.id) { doubt(.unlabelled, at: .console(console.id)) }
            if console.labelHeader != nil, definition.grade(of: console) == .classified {
                doubt(.nothingToRaise, at: .console(console.id, "label_header"))
            }
            if !index.rules(on: console.id).contains(where: {
                definition.rules[$0].allows && !definition.rules[$0].isOnTrial
            }) {
                doubt(.noRuleAllows, at: .console(console.id))
            }
        }
    }

    // MARK: People

    private mutating func lookForStrangers(among people: Set<String>) {
        for console in definition.consoles {
            for (key, person) in [("owner", console.owner), ("manager", console.manager)]
            where !people.contains(person) {
                doubt(.unknownPerson(person), at: .console(console.id, key))
            }
        }
        for (name, exception) in definition.exceptions {
            for account in exception.accounts.listed where !people.contains(account.text) {
                doubt(.unknownPerson(account.text), at: .exception(name, "accounts"))
            }
            if !people.contains(exception.approvedBy.text) {
                doubt(.unknownPerson(exception.approvedBy.text), at: .exception(name, "approved_by"))
            }
        }
    }

    // MARK: Names

    private mutating func lookAtNames() {
        let rules = definition.rules
        let (floors, exceptions) = (definition.floors.values, definition.exceptions.values)
        var zones = rules.reduce(into: Set<ZoneName>()) { $0.formUnion($1.zones) }
        for floor in floors { zones.formUnion(floor.zones.listed) }
        for exception in exceptions { zones.formUnion(exception.zones) }
        for (name, zone) in definition.zones {
            // One that needs approvals has its say under every rule.
            if !zones.contains(name), zone.needs.isEmpty { doubt(.unused, at: .init(.zones, name.text)) }
            for network in zone.networks where network.isEverything {
                doubt(.wholeInternet("\(network)"), at: .init(.zones, name.text, "cidr"))
            }
        }
        var windows = rules.reduce(into: Set<WindowName>()) { $0.formUnion($1.windows) }
        for floor in floors { windows.formUnion(floor.windows.listed) }
        for exception in exceptions { windows.formUnion(exception.windows) }
        for name in definition.windows.keys where !windows.contains(name) {
            doubt(.unused, at: .init(.windows, name.text))
        }
        let tags = definition.consoles.reduce(into: Set<TagName>()) { $0.formUnion($1.tags) }
        for name in definition.tags.keys where !tags.contains(name) { doubt(.unused, at: .tag(name)) }
        let lockouts = Set(definition.grades.values.map(\.lockout) + definition.roles.values.compactMap(\.lockout))
        for name in definition.lockouts.keys where !lockouts.contains(name) { doubt(.unused, at: .lockout(name)) }
        var roles = rules.reduce(into: Set<RoleName>()) { $0.formUnion($1.target.roles.listed) }
        for approval in definition.approvals.values { for group in approval.approvers { roles.formUnion(group.roles) } }
        for name in definition.roles.keys where !roles.contains(name) && !OfficialRole.all.contains(name) {
            doubt(.unused, at: .role(name))
        }
        let approvals = definition.approvalsAskedFor
        for name in definition.approvals.keys where !approvals.contains(name) { doubt(.unused, at: .approval(name)) }
    }
}

extension PolicyDefinition {
    fileprivate var approvalsAskedFor: Set<ApprovalName> {
        let ofRules = rules.map { rule -> Set<ApprovalName> in
            switch rule.effect {
            case .allow(let conditions): conditions.approvals
            case .deny: []
            }
        }
        let ofOthers =
            roles.values.map(\.approvals) + zones.values.map(\.needs) + tags.values.map(\.approvals)
            + floors.values.map(\.approvals)
        return (ofRules + ofOthers).reduce(into: []) { $0.formUnion($1) }
    }
}

extension Rule {
    var allows: Bool {
        switch effect {
        case .allow: true
        case .deny: false
        }
    }

    /// Zones that it names anywhere.
    fileprivate var zones: Set<ZoneName> {
        switch effect {
        case .allow(let conditions): conditions.zones.listed
        case .deny(let occasions): occasions.zones.listed.union(occasions.exceptZones)
        }
    }

    fileprivate var windows: Set<WindowName> {
        switch effect {
        case .allow(let conditions): conditions.windows.listed
        case .deny(let occasions): occasions.windows.listed.union(occasions.exceptWindows)
        }
    }
}
