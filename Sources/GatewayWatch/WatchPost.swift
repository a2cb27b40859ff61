public import GatewayIdentity
public import GatewayPolicy

/// Rules over what people do, in the order in which it is recorded: what it finds depends on that alone.
///
/// What is kept is bounded: of each person and rule a few doings more than its limit, of persons `mostPersons`. When there are more, the tenth
/// that was not seen for longest is forgotten: to rules that learn they are new then.
public struct WatchPost: Sendable {
    private var rules: [WatchRule]
    private var windows: [WindowName: AccessWindow]
    private let mostPersons: Int
    private var persons: [AccountName: Person] = [:]
    /// Rules that look at whoever holds just these roles: there are few such sets, and asking each rule costs more than the rest.
    private var rulesByRoles: [Set<RoleName>: [WatchRule]] = [:]
    private static let mostSets = 256
    /// Rules that were there when a part of the past was not read.
    private var cut: Set<WatchRuleID> = []
    private var isReadingPast = false
    /// When the rest of it begins.
    private var pastBegins: UnixTime?

    private struct Person {
        var last: UnixTime
        var memories: [WatchRuleID: RuleMemory] = [:]
    }

    public init(_ rules: [WatchRule] = [], windows: [WindowName: AccessWindow] = [:], mostPersons: Int = 20_000) {
        self.rules = rules
        self.windows = windows
        self.mostPersons = max(1, mostPersons)
    }

    public var personCount: Int { persons.count }

    /// Before the first event: of the past a part is not read. Nobody is taken for new then who may only have been forgotten.
    public mutating func beginWithin(past isCut: Bool) {
        isReadingPast = true
        cut = isCut ? Set(rules.map(\.id)) : []
        pastBegins = nil
    }

    /// Everything behind is happening now.
    public mutating func endPast() { isReadingPast = false }

    /// Takes other rules. What a rule remembers stays while it says the same.
    public mutating func adopt(_ rules: [WatchRule], windows: [WindowName: AccessWindow]) {
        let before = Dictionary(self.rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let kept = Set(rules.filter { before[$0.id] == $0 }.map(\.id))
        self.rules = rules
        self.windows = windows
        rulesByRoles = [:]
        cut.formIntersection(kept)
        guard kept.count < before.count else { return }
        persons = persons.mapValues { person in
            var same = person
            same.memories = person.memories.filter { kept.contains($0.key) }
            return same
        }
    }

    /// What the event makes true, in the order of the rules.
    ///
    /// Time never runs backwards for a person: an event that is stamped before the one before it counts as of then.
    ///
    /// - Parameter present: nothing counts as later than this; `nil`: nobody knows.
    public mutating func observe(_ event: WatchedEvent, at present: UnixTime? = nil) -> [WatchFinding] {
        let concerned = rules(forRoles: event.roles).filter { $0.target.concerns(event) }
        guard !concerned.isEmpty else { return [] }
        var event = event
        event.at = present.map { min(event.at, $0) } ?? event.at
        forgetCut(at: event.at)
        var person = persons[event.person] ?? Person(last: event.at)
        if let present { person.last = min(person.last, present) }
        let now = max(event.at, person.last)
        person.last = now
        // Taken out meanwhile, so that nothing of it is copied.
        persons[event.person] = nil
        var findings: [WatchFinding] = []
        for rule in concerned {
            guard
                let (sighting, measure) = person.memories[rule.id, default: RuleMemory()].note(
                    event, at: now, by: rule, windows, knowing: past(of: rule.id))
            else { continue }
            findings.append(WatchFinding(sighting, measure, by: rule, in: event, at: now))
        }
        persons[event.person] = person
        if persons.count > mostPersons { forget() }
        return findings
    }

    private func past(of rule: WatchRuleID) -> KnownPast {
        guard cut.contains(rule) else { return .whole }
        return isReadingPast ? .beingRead : .cut
    }

    /// Who was not seen for longer than anything is remembered is new.
    private mutating func forgetCut(at now: UnixTime) {
        guard !cut.isEmpty else { return }
        let begin = pastBegins ?? now
        pastBegins = begin
        if now - begin >= WatchRule.longestMemory { cut = [] }
    }

    private mutating func rules(forRoles roles: Set<RoleName>) -> [WatchRule] {
        if let known = rulesByRoles[roles] { return known }
        let found = rules.filter { rule in
            switch rule.target.roles {
            case .all: true
            case .only(let listed): !listed.isDisjoint(with: roles)
            }
        }
        if rulesByRoles.count >= Self.mostSets { rulesByRoles = [:] }
        rulesByRoles[roles] = found
        return found
    }

    private mutating func forget() {
        let oldest = persons.sorted { ($0.value.last, $0.key.text) < ($1.value.last, $1.key.text) }
        for (name, _) in oldest.prefix(max(1, persons.count / 10)) { persons[name] = nil }
    }
}

extension WatchRule.Target {
    /// Beside the roles.
    fileprivate func concerns(_ event: borrowing WatchedEvent) -> Bool {
        meets(grants, event.grants) && holds(consoles, event.console) && holds(grades, event.grade)
    }

    private func meets<Element>(_ selection: Selection<Element>, _ held: Set<Element>) -> Bool {
        switch selection {
        case .all: true
        case .only(let listed): !listed.isDisjoint(with: held)
        }
    }

    private func holds<Element>(_ selection: Selection<Element>, _ one: Element?) -> Bool {
        switch selection {
        case .all: true
        case .only(let listed): one.map(listed.contains) ?? false
        }
    }
}

extension WatchFinding {
    fileprivate init(
        _ sighting: Sighting, _ measure: WatchMeasure, by rule: WatchRule, in event: WatchedEvent, at now: UnixTime
    ) {
        self.init(
            rule: rule.id, kind: rule.condition.kind, person: event.person, at: now, observed: sighting.observed,
            limit: sighting.limit, measure: measure, severity: rule.severity, grounds: sighting.grounds,
            console: event.console, source: event.source, owner: rule.owner, isDrill: false)
    }
}
