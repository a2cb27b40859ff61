internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore

/// Whom a policy would leave without a way to administer who has one today: its author, every administrator, or everybody who
/// could approve the next change.
struct PolicyShutOut {
    let draft: PolicySnapshot
    let active: PolicySnapshot
    let directory: Directory

    /// What each of them would hear, by name.
    func lines(author: AccountName) -> [String] {
        let people = directory.accounts.values.filter {
            $0.state == .active && !$0.roles.isDisjoint(with: Self.watched)
        }
        .sorted { $0.name.text < $1.name.text }
        let able = people.filter { obstacle(to: $0, in: active) == nil }
        let left = able.filter { obstacle(to: $0, in: draft) == nil }
        return lost(able.filter { $0.name == author }, left, "who wrote this")
            + lost(
                able.filter { $0.roles.contains(OfficialRole.securityAdministrator) }, left, "security administrator")
            + withoutTwo(able, left)
    }

    private static let watched = OfficialRole.policyAuthors.union(OfficialRole.policyApprovers)

    /// Nothing as long as one of them is left.
    private func lost(_ group: [Account], _ left: [Account], _ what: String) -> [String] {
        guard !group.isEmpty, left.allSatisfy({ !group.contains($0) }) else { return [] }
        return group.compactMap { account in
            obstacle(to: account, in: draft).map { "\(account.name), \(what), would be shut out: \($0)" }
        }
    }

    private func withoutTwo(_ able: [Account], _ left: [Account]) -> [String] {
        guard Self.takesTwo(able), !Self.takesTwo(left) else { return [] }
        return ["no two people would be left of whom one could write a change of the policy and the other approve it"]
    }

    private static func takesTwo(_ people: [Account]) -> Bool {
        people.contains { author in
            !author.roles.isDisjoint(with: OfficialRole.policyAuthors)
                && people.contains {
                    $0.name != author.name && !$0.roles.isDisjoint(with: OfficialRole.policyApprovers)
                }
        }
    }

    /// As the door judges them.
    private func obstacle(to account: Account, in policy: PolicySnapshot) -> String? {
        if let conflict = policy.conflict(in: account.roles) { return "\(AdministrationProblem.roles(conflict))" }
        if let misfit = policy.misfit(among: account.roles, for: account.use) {
            return "the role '\(misfit)' would be for another use of accounts than '\(account.use)'"
        }
        let isListed = directory.specials[account.name] != nil
        guard !isListed, let role = account.roles.sorted().first(where: policy.isSpecial) else { return nil }
        return "the role '\(role)' would be for listed special accounts, and this account is not in that list"
    }
}
