public import GatewayIdentity
public import GatewayPolicy

/// What a review of rights shows: each person with their roles and the last use of each, grants and approvals, and what nobody used.
public struct RightsSheet: Sendable {
    private let use: UsageSketch
    private let people: ReviewedPeople
    private let definition: PolicyDefinition
    private let kept: [KeptRight]

    public init(_ use: UsageSketch, _ people: ReviewedPeople, _ definition: PolicyDefinition, kept: [KeptRight]) {
        self.use = use
        self.people = people
        self.definition = definition
        self.kept = kept
    }

    /// - Parameters:
    ///   - kind: `rights`, or `partnerRights` with partners alone.
    ///   - now: when it is made; kept rights that hold then are shown.
    public func sheet(_ kind: ReviewKind, of period: ReviewPeriod, at now: UnixTime) -> ReviewSheet {
        let people = kind == .partnerRights ? people.externals : people
        let unused = UnusedRights(of: definition, use, people: people)
        return ReviewSheet(
            kind, period,
            [
                persons(people), roleUse(people),
                GrantTable.table(of: people.grants, during: nil, lastUse: lastUse, showsUse: true), approvals(people),
            ] + (kind == .partnerRights ? unused.ofPeople : unused).tables(kept: kept, at: now))
    }

    private func persons(_ people: ReviewedPeople) -> ReviewSheet.Table {
        ReviewSheet.Table(
            .persons, [.account, .roles, .organisation, .state, .lastUse, .reviewed, .due],
            people.persons.sorted { $0.account.text < $1.account.text }.map { person in
                [
                    person.account.text, person.roles.sorted().map(\.text).joined(separator: ", "),
                    person.organisation, person.state, shown(latest(use.persons[person.account.text], person.lastUse)),
                    shown(person.reviewedAt), RFC3339.string(person.reviewDue),
                ]
            })
    }

    private func roleUse(_ people: ReviewedPeople) -> ReviewSheet.Table {
        ReviewSheet.Table(
            .roleUse, [.account, .role, .lastUse],
            people.persons.sorted { $0.account.text < $1.account.text }.flatMap { person in
                person.roles.sorted().map { role in
                    [person.account.text, role.text, shown(use.roles[person.account.text]?[role])]
                }
            })
    }

    private func approvals(_ people: ReviewedPeople) -> ReviewSheet.Table {
        ReviewSheet.Table(
            .approvals, [.account, .name, .from, .to, .lastUse],
            people.approvals.sorted { ($0.account.text, $0.from, $0.name) < ($1.account.text, $1.from, $1.name) }.map {
                [
                    $0.account.text, $0.name.text, RFC3339.string($0.from), RFC3339.string($0.to),
                    shown(use.approvals[$0.account.text]?[$0.name.text]),
                ]
            })
    }

    private func lastUse(of grant: ReviewedPeople.GrantLine) -> UnixTime? {
        grant.consoles.compactMap { use.consoles[grant.account.text]?[$0.text] }.max()
    }

    private func latest(_ a: UnixTime?, _ b: UnixTime?) -> UnixTime? { [a, b].compactMap(\.self).max() }
}

extension UnusedRights {
    /// Without those of rules, which are everybody's.
    var ofPeople: UnusedRights {
        UnusedRights(
            rights: rights.filter {
                switch $0.subject {
                case .person, .heldRole, .grant, .approval: true
                case .rule, .role, .console, .path, .method: false
                }
            })
    }

    private init(rights: [UnusedRight]) { self.rights = rights }
}
