public import GatewayIdentity
public import GatewayPolicy

/// What is taken from one rule.
public struct RuleCut: Hashable, Sendable {
    public let rule: RuleID
    /// The whole rule goes; the rest is `nil` then.
    public let isRemoved: Bool
    /// What stays of each; `nil`: all of it.
    public let roles: Set<RoleName>?
    public let consoles: Set<ConsoleID>?
    public let paths: [PathPattern]?
    public let methods: Set<RequestMethod>?
}

/// A policy with fewer rights than another: rules that nobody used are gone, the others speak of what was used.
///
/// Left alone are deny rules, rules on trial, those that an exception names, those that are kept, those of emergencies, and every rule that speaks of
/// the same requests as another for the same people: what several rules ask for adds up, so that taking one away could make the others ask for less.
public struct NarrowerPolicy: Sendable {
    public let definition: PolicyDefinition
    public let cuts: [RuleCut]
    /// Rules with unused rights that stay as they are, and why.
    public let stays: [Stay]

    public struct Stay: Hashable, Sendable {
        public let rule: RuleID
        public let why: Why
    }

    public enum Why: Hashable, Sendable {
        case kept
        case overlaps(RuleID)
        case exception
        case emergency
        /// A replay of the records showed that somebody would notice.
        case replay
    }

    /// - Parameters:
    ///   - kept: rights that stay, by their names.
    ///   - held: rules that a replay spoke for.
    public init(of old: PolicyDefinition, _ use: UsageSketch, kept: [KeptRight], holding held: Set<RuleID> = []) {
        var new = old
        var cuts: [RuleCut] = []
        var stays: [Stay] = []
        new.rules = old.rules.compactMap { rule in
            guard case .allow = rule.effect, !rule.isOnTrial,
                let cut = Self.cut(rule, use.rules[rule.id], kept)
            else { return rule }
            if let why = Self.reasonToStay(rule, in: old, use, kept, held) {
                stays.append(Stay(rule: rule.id, why: why))
                return rule
            }
            cuts.append(cut)
            return cut.isRemoved ? nil : rule.cut(cut)
        }
        definition = new
        self.cuts = cuts
        self.stays = stays
    }

    /// - Returns: `nil` when nothing is to be taken.
    private static func cut(_ rule: Rule, _ use: RuleUse?, _ kept: [KeptRight]) -> RuleCut? {
        guard let use else {
            return RuleCut(rule: rule.id, isRemoved: true, roles: nil, consoles: nil, paths: nil, methods: nil)
        }
        func isKept(_ right: UnusedRight.Subject) -> Bool {
            let name = UnusedRight(right).name
            return kept.contains { $0.covers(name) }
        }
        let roles = rule.target.roles.kept { use.roles.contains($0) || isKept(.role(rule.id, $0)) }
        let consoles = rule.target.consoles.kept { use.consoles.contains($0) || isKept(.console(rule.id, $0)) }
        let methods = rule.target.methods.flatMap { written -> Set<RequestMethod>? in
            let used = written.filter { use.methods.contains($0) || isKept(.method(rule.id, $0)) }
            return used == written || used.isEmpty ? nil : used
        }
        var paths: [PathPattern] = []
        for path in use.paths {
            if isKept(.path(rule.id, path.pattern)) {
                paths.append(path.pattern)
            } else if path.isUsed {
                paths += path.narrowed
            }
        }
        let isNarrower = paths != rule.target.paths && !paths.isEmpty
        guard roles != nil || consoles != nil || methods != nil || isNarrower else { return nil }
        return RuleCut(
            rule: rule.id, isRemoved: false, roles: roles, consoles: consoles, paths: isNarrower ? paths : nil,
            methods: methods)
    }

    private static func reasonToStay(
        _ rule: Rule, in policy: PolicyDefinition, _ use: UsageSketch, _ kept: [KeptRight], _ held: Set<RuleID>
    ) -> Why? {
        if held.contains(rule.id) { return .replay }
        if kept.contains(where: { $0.right == "rule:\(rule.id)" }) { return .kept }
        if policy.exceptions.values.contains(where: { $0.rule == rule.id }) { return .exception }
        if case .only([OfficialRole.breakGlass]) = rule.target.roles { return .emergency }
        for other in policy.rules where other.id != rule.id {
            guard case .allow = other.effect, !other.isOnTrial, rule.speaks(ofWhat: other, for: use.roleSets) else {
                continue
            }
            return .overlaps(other.id)
        }
        return nil
    }
}

extension Rule {
    fileprivate func cut(_ cut: RuleCut) -> Rule {
        var rule = self
        if let roles = cut.roles { rule.target.roles = .only(roles) }
        if let consoles = cut.consoles { rule.target.consoles = .only(consoles) }
        if let paths = cut.paths { rule.target.paths = paths }
        if let methods = cut.methods { rule.target.methods = methods }
        return rule
    }

    /// Whether one request of one person can match both.
    ///
    /// - Parameter sets: of roles that people hold together.
    fileprivate func speaks(ofWhat other: Rule, for sets: Set<Set<RoleName>>) -> Bool {
        guard target.consoles.meets(other.target.consoles), !target.actions.isDisjoint(with: other.target.actions),
            target.paths.contains(where: { mine in other.target.paths.contains { mine.meets($0) } })
        else { return false }
        if let mine = target.methods, let theirs = other.target.methods, mine.isDisjoint(with: theirs) { return false }
        if target.roles.meets(other.target.roles) { return true }
        return sets.contains { set in
            set.contains { target.roles.contains($0) } && set.contains { other.target.roles.contains($0) }
        }
    }
}

extension Selection {
    fileprivate func meets(_ other: Self) -> Bool {
        switch (self, other) {
        case (.all, _), (_, .all): true
        case (.only(let mine), .only(let theirs)): !mine.isDisjoint(with: theirs)
        }
    }

    /// What stays; `nil` when that is all of it, or nothing.
    fileprivate func kept(_ isUsed: (Element) -> Bool) -> Set<Element>? {
        guard case .only(let written) = self else { return nil }
        let used = written.filter(isUsed)
        return used.count == written.count || used.isEmpty ? nil : used
    }
}
