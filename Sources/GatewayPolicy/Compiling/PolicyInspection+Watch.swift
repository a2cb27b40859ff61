import GatewayIdentity

extension PolicyInspection {
    /// Each is asked of every record.
    private static let watchRules = 64

    mutating func inspectWatch() {
        if definition.watch.count > Self.watchRules {
            report(.tooMany(limit: Self.watchRules), at: .watch(definition.watch[Self.watchRules].id))
        }
        for rule in definition.watch {
            let id = rule.id
            for role in rule.target.roles.listed.sorted() {
                requireKnown(role, among: definition.roles.keys, at: .watch(id, "roles"))
            }
            for console in rule.target.consoles.listed.sorted() {
                requireKnown(console, among: definition.consoles.map(\.id), at: .watch(id, "consoles"))
            }
            inspectLists(of: rule)
            if case .offHours(let windows) = rule.condition {
                for window in windows.sorted() {
                    requireKnown(window, among: definition.windows.keys, at: .watch(id, "windows"))
                }
            }
            // Each step is harder than the one before.
            if rule.measures.isEmpty || zip(rule.measures, rule.measures.dropFirst()).contains(where: { $0 >= $1 }) {
                report(.notALadder, at: .watch(id, "measures"))
            }
        }
    }

    private mutating func inspectLists(of rule: WatchRule) {
        let target = rule.target
        if target.roles == .only([]) { report(.emptyList, at: .watch(rule.id, "roles")) }
        if target.consoles == .only([]) { report(.emptyList, at: .watch(rule.id, "consoles")) }
        if target.grades == .only([]) { report(.emptyList, at: .watch(rule.id, "grades")) }
        if target.grants == .only([]) { report(.emptyList, at: .watch(rule.id, "grants")) }
        if case .offHours(let windows) = rule.condition, windows.isEmpty {
            report(.emptyList, at: .watch(rule.id, "windows"))
        }
    }
}
