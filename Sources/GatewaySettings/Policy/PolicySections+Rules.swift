import GatewayIdentity
import GatewayPolicy

extension PolicySections {
    mutating func readRules(_ cursor: YAMLCursor) {
        for item in cursor.list(of: "rules") ?? [] {
            guard let entry = item.mapping(.rule), let name = entry.required("id"),
                let id = name.policyName(of: Rule.self),
                claim(.rules, id.text, at: name.position, keys: entry),
                let effect = entry.required("effect")?.choice(RuleEffect.self)
            else { continue }
            let isOnTrial = entry.optional("trial").map { $0.flag() } ?? false
            var rule =
                switch effect {
                case .allow: Self.allowRule(id, entry)
                case .deny: Self.denyRule(id, entry)
                }
            if let isOnTrial { rule?.isOnTrial = isOnTrial }
            if let rule { definition.rules.append(rule) }
        }
    }

    /// Everything that could widen it is written out: roles, consoles, paths, actions or methods, factors.
    private static func allowRule(_ id: RuleID, _ entry: YAMLMapping) -> Rule? {
        entry.refuse("unless", because: "only deny rules have exceptions")
        entry.refuse("countries_not", because: "an allow rule says where it holds (countries), not where it does not")
        let roles = entry.required("roles")?.set(of: "roles") { $0.roleName() }
        let consoles = entry.required("consoles")?.set(of: "consoles") { $0.consoleID() }
        let paths = entry.required("paths")?.paths()
        let methods = entry.optionalMethods()
        let actions =
            entry.optional("methods") == nil
            ? entry.required("actions")?.actions() : entry.actionsBesideMethods(methods ?? nil)
        let factors = entry.required("factors")?.list(of: "factors") { $0.factor() }
        let devices = entry.optional("devices").map { $0.choice(DeviceDemand.self) } ?? .any
        guard let zones = entry.selection("zones", { $0.policyName(of: Zone.self) }),
            let windows = entry.selection("windows", { $0.policyName(of: AccessWindow.self) }),
            let countries = entry.selection("countries", { $0.country() }), let devices,
            let obligations = entry.obligations(), let approvals = entry.approvalNames("approvals"),
            let roles, let consoles, let paths, let methods, let actions, let factors
        else { return nil }
        return Rule(
            id: id,
            target: .init(
                roles: .only(roles), consoles: .only(consoles), paths: paths, actions: actions, methods: methods),
            effect: .allow(
                .init(
                    factors: factors, zones: zones, windows: windows, countries: countries, devices: devices,
                    approvals: approvals, obligations: obligations)))
    }

    /// What is left out narrows nothing: the rule strikes everywhere, at any time, whoever asks.
    private static func denyRule(_ id: RuleID, _ entry: YAMLMapping) -> Rule? {
        for key in ["factors", "devices", "approvals", "storage", "monitor"] {
            entry.refuse(key, because: "a deny rule asks for nothing")
        }
        let paths = entry.optional("paths").map { $0.paths() } ?? [.everything]
        let actions = entry.optional("actions").map { $0.actions() } ?? .every
        let methods = entry.optionalMethods()
        guard let roles = entry.selection("roles", { $0.roleName() }),
            let consoles = entry.selection("consoles", { $0.consoleID() }),
            let zones = entry.selection("zones", { $0.policyName(of: Zone.self) }),
            let windows = entry.selection("windows", { $0.policyName(of: AccessWindow.self) }),
            let countries = entry.selection("countries", { $0.country() }),
            let exceptions = entry.exceptions(),
            let spared = entry.sparedCountries(),
            let paths, let actions, let methods
        else { return nil }
        return Rule(
            id: id, target: .init(roles: roles, consoles: consoles, paths: paths, actions: actions, methods: methods),
            effect: .deny(
                .init(
                    zones: zones, windows: windows, countries: countries, exceptZones: exceptions.zones,
                    exceptWindows: exceptions.windows, exceptCountries: spared)))
    }
}

enum RuleEffect: String, CaseIterable {
    case allow, deny
}

extension YAMLMapping {
    /// `.some(nil)` where the key is left out, `nil` when it is wrong.
    fileprivate func optionalMethods() -> Set<RequestMethod>?? {
        guard let cursor = optional("methods") else { return .some(nil) }
        return cursor.methods().map { .some($0) }
    }

    /// The actions written, or else what the methods usually do.
    fileprivate func actionsBesideMethods(_ methods: Set<RequestMethod>?) -> ActionSet? {
        if let cursor = optional("actions") { return cursor.actions() }
        return ActionSet((methods ?? []).compactMap(\.usualAction))
    }

    /// Countries in which a deny rule does not strike.
    fileprivate func sparedCountries() -> Set<CountryCode>? {
        guard let cursor = optional("countries_not") else { return [] }
        return cursor.set(of: "countries") { $0.country() }
    }

    fileprivate func exceptions() -> (zones: Set<ZoneName>, windows: Set<WindowName>)? {
        guard let cursor = optional("unless") else { return ([], []) }
        guard let entry = cursor.mapping(.unless) else { return nil }
        let zones = entry.optional("zones").map { $0.set(of: "zones") { $0.policyName(of: Zone.self) } } ?? []
        let windows =
            entry.optional("windows").map { $0.set(of: "windows") { $0.policyName(of: AccessWindow.self) } } ?? []
        guard let zones, let windows else { return nil }
        return (zones, windows)
    }
}
