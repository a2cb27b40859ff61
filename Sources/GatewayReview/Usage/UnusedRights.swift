public import GatewayIdentity
public import GatewayPolicy

/// What nobody used: of the rules of a policy and, where people are known, of theirs.
public struct UnusedRights: Sendable {
    public let rights: [UnusedRight]

    /// - Parameter people: `nil`: only the rules are looked at.
    public init(of definition: PolicyDefinition, _ use: UsageSketch, people: ReviewedPeople?) {
        var rights: [UnusedRight] = []
        for rule in definition.rules {
            guard case .allow = rule.effect, !rule.isOnTrial else { continue }
            rights += Self.unused(of: rule, use.rules[rule.id])
        }
        if let people { rights += Self.unused(of: people, use) }
        self.rights = rights.sorted()
    }

    private static func unused(of rule: Rule, _ use: RuleUse?) -> [UnusedRight] {
        guard let use else { return [UnusedRight(.rule(rule.id))] }
        var rights: [UnusedRight] = []
        if case .only(let roles) = rule.target.roles {
            rights += roles.subtracting(use.roles).map { UnusedRight(.role(rule.id, $0)) }
        }
        if case .only(let consoles) = rule.target.consoles {
            rights += consoles.subtracting(use.consoles).map { UnusedRight(.console(rule.id, $0)) }
        }
        rights += use.paths.filter { !$0.isUsed }.map { UnusedRight(.path(rule.id, $0.pattern)) }
        if let methods = rule.target.methods {
            rights += methods.subtracting(use.methods).map { UnusedRight(.method(rule.id, $0)) }
        }
        return rights
    }

    private static func unused(of people: ReviewedPeople, _ use: UsageSketch) -> [UnusedRight] {
        var rights: [UnusedRight] = []
        for person in people.persons where person.state == "active" {
            let name = person.account.text
            // Who only administers is seen at the desk, and in no console.
            guard use.persons[name] != nil || person.lastUse.map({ use.period.from <= $0 }) ?? false else {
                rights.append(UnusedRight(.person(person.account), lastUse: person.lastUse))
                continue
            }
            let idle = person.roles.filter { use.roles[name]?[$0] == nil && !OfficialRole.desk.contains($0) }
            rights += idle.map { UnusedRight(.heldRole(person.account, $0)) }
        }
        // What has ended is nobody's right any more.
        for grant in people.grants
        where grant.state != "ended" && grant.from < use.period.to && use.period.to < grant.to {
            let used = use.consoles[grant.account.text] ?? [:]
            if !grant.consoles.contains(where: { used[$0.text] != nil }) {
                rights.append(UnusedRight(.grant(grant.id, grant.account)))
            }
        }
        for approval in people.approvals where approval.from < use.period.to && use.period.from < approval.to {
            if use.approvals[approval.account.text]?[approval.name.text] == nil {
                rights.append(UnusedRight(.approval(approval.account, approval.name)))
            }
        }
        return rights
    }
}

extension OfficialRole {
    /// Used at the desk, where no rule speaks.
    static let desk = alwaysSpecial.subtracting([privilegedAdministrator]).union([auditor, operatorOfNode])
}

extension UnusedRights {
    /// As a sheet shows them, with those that are kept and why.
    public func tables(kept: [KeptRight], at now: UnixTime) -> [ReviewSheet.Table] {
        let holding = kept.filter { $0.holds(at: now) }
        return [
            ReviewSheet.Table(
                .unusedRights, [.right, .type, .lastUse, .until],
                rights.map { right in
                    let keeping = holding.first { $0.covers(right.name) }
                    return [right.name, right.kind, shown(right.lastUse), shown(keeping?.until)]
                }),
            ReviewSheet.Table(
                .kept, [.right, .reason, .by, .from, .until],
                holding.sorted { $0.right < $1.right }.map {
                    [$0.right, $0.reason, $0.by.text, RFC3339.string($0.at), RFC3339.string($0.until)]
                }),
        ]
    }
}
