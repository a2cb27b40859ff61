public import GatewayIdentity

/// A policy ready to decide: immutable, whole, found free of defects. A reload makes a new one; standings of the old one are thrown away with it.
public final class PolicySnapshot: Sendable {
    /// What it was compiled from.
    public let definition: PolicyDefinition
    /// Over the canonical text of the files, from whoever read them. Every record names it.
    public let sha256: SHA256Digest
    /// What is allowed but probably not meant.
    public let warnings: [PolicyDefect]

    /// The same with its rules on trial in force: what it would answer if they were. `nil` where none is on trial.
    public let onTrial: PolicySnapshot?

    let consoles: [ConsoleID: CompiledConsole]
    let zoneBits: BitTable<ZoneName>
    let windowBits: BitTable<WindowName>
    private let consoleAtHost: [String: Console]

    /// Roles of people of other organisations.
    public var externalRoles: Set<RoleName> {
        Set(definition.roles.filter { $0.value.kind == .external }.keys)
    }

    /// Compiles a definition whole or not at all.
    ///
    /// - Throws: every defect found, not only the first.
    public init(compiling definition: PolicyDefinition, sha256: SHA256Digest) throws(PolicyDefects) {
        let findings = PolicyInspection(of: definition)
        guard findings.defects.isEmpty else { throw PolicyDefects(all: findings.defects) }
        let zoneBits = BitTable(definition.zones.keys)
        let windowBits = BitTable(definition.windows.keys)
        let exceptions = Dictionary(grouping: definition.exceptions.sorted { $0.key < $1.key }, by: \.value.rule)
        let rules = definition.rules.map { rule in
            let own = exceptions[rule.id, default: []].map {
                CompiledException($0.key, $0.value, zones: zoneBits, windows: windowBits)
            }
            return CompiledRule(rule, exceptions: own, zones: zoneBits, windows: windowBits)
        }
        let floors = definition.floors.sorted { $0.key < $1.key }.map {
            CompiledFloor($0.key, $0.value, zones: zoneBits, windows: windowBits)
        }
        var consoles: [ConsoleID: CompiledConsole] = [:]
        var consoleAtHost: [String: Console] = [:]
        for console in definition.consoles {
            let tags = console.tags.compactMap { definition.tags[$0] }
            let own = findings.index.rules(on: console.id).filter { !definition.rules[$0].isOnTrial }.map { rules[$0] }
            func compiled(_ grade: Grade, raised: [CompiledConsole]) throws(PolicyDefects) -> CompiledConsole {
                // The inspection has seen all grades.
                guard let gradeRules = definition.grades[grade] else {
                    throw PolicyDefects(all: [.init(.grade(grade), .gradeMissing)])
                }
                return CompiledConsole(
                    console, grade: grade, gradeRules: gradeRules, tags: tags, floors: floors, rules: own,
                    raised: raised)
            }
            let grade = definition.grade(of: console)
            var raised: [CompiledConsole] = []
            for higher in Grade.allCases where console.labelHeader != nil && higher > grade {
                raised.append(try compiled(higher, raised: []))
            }
            consoles[console.id] = try compiled(grade, raised: raised)
            for host in console.hosts { consoleAtHost[host.text] = console }
        }
        self.definition = definition
        self.sha256 = sha256
        self.zoneBits = zoneBits
        self.windowBits = windowBits
        self.consoles = consoles
        self.consoleAtHost = consoleAtHost
        warnings = findings.warnings
        onTrial = try definition.withTrialsInForce.map { (whole) throws(PolicyDefects) in
            try PolicySnapshot(compiling: whole, sha256: sha256)
        }
    }

    public var profile: ProfileID { definition.profile }

    /// - Parameter host: lower case, without port.
    public func console(atHost host: String) -> Console? { consoleAtHost[host] }
    public func console(_ id: ConsoleID) -> Console? { consoles[id]?.console }
    /// What the console counts as: its label, raised by its tags.
    public func grade(of id: ConsoleID) -> Grade? { consoles[id]?.grade }
    /// What an answer of the console counts as that says `label` of itself.
    public func grade(of id: ConsoleID, label: Grade?) -> Grade? { consoles[id]?.counting(for: label).grade }

    /// Whether some allow rule speaks of one of the roles and the console: what "my page" offers. A request can still be refused.
    public func consoles(reachableBy roles: Set<RoleName>) -> [Console] {
        definition.consoles.filter { isReachable($0.id, by: roles) }
    }

    /// Phase one and phase two in one, for those who ask once.
    public func decide(_ question: Question) -> Decision {
        let standing = standing(of: question.subject, on: question.console, in: question.circumstances)
        do throws(CanonicalPath.Problem) {
            let path = try CanonicalPath(question.path)
            return standing.decide(question.method, path)
        } catch {
            return .deny(Denial(.badRequest))
        }
    }
}

extension PolicyDefinition {
    /// `nil` where nothing is on trial.
    fileprivate var withTrialsInForce: PolicyDefinition? {
        guard rules.contains(where: \.isOnTrial) else { return nil }
        var whole = self
        for index in whole.rules.indices { whole.rules[index].isOnTrial = false }
        return whole
    }

    func grade(of console: Console) -> Grade {
        console.tags.reduce(console.grade) { max($0, tags[$1]?.treatAs ?? .classified) }
    }
}

extension PolicySnapshot {
    private func isReachable(_ id: ConsoleID, by roles: Set<RoleName>) -> Bool {
        consoles[id]?.allows.contains { $0.concerns(roles) } ?? false
    }

    /// The grades of the consoles that someone with these roles can reach; `classified` when there is none.
    private func reachableGrades(_ roles: Set<RoleName>) -> [GradeRules] {
        let grades = Set(consoles(reachableBy: roles).compactMap { grade(of: $0.id) })
        return (grades.isEmpty ? [.classified] : grades).compactMap { definition.grades[$0] }
    }

    /// Limits of a session before a console is chosen: the minimum over the roles and over every grade they reach.
    public func loginLimits(for roles: Set<RoleName>) -> SessionLimits {
        let grades = reachableGrades(roles).map(\.limits)
        let strictest = grades.dropFirst().reduce(grades[0]) { $0.tightened(by: $1) }
        return limits(strictest, for: roles)
    }

    /// The limits after which a session is of no use anywhere: the loosest grade the roles reach, tightened by the roles. A session may live this long;
    /// each console holds it to the tighter limits of its permits.
    public func outerLimits(for roles: Set<RoleName>) -> SessionLimits {
        let grades = reachableGrades(roles).map(\.limits)
        let loosest = grades.dropFirst().reduce(grades[0]) { $0.loosened(by: $1) }
        return limits(loosest, for: roles)
    }

    func limits(_ base: SessionLimits, for roles: Set<RoleName>) -> SessionLimits {
        roles.reduce(base) { limits, role in definition.roles[role].map { limits.tightened(by: $0.limits) } ?? limits }
    }

    /// The attempt limits of an account: the strictest of its roles and of every grade they reach.
    public func lockout(for roles: Set<RoleName>) -> LockoutProfile {
        let names = reachableGrades(roles).map(\.lockout) + roles.compactMap { definition.roles[$0]?.lockout }
        let profiles = names.compactMap { definition.lockouts[$0] }
        return profiles.dropFirst().reduce(profiles[0]) { $0.tightened(by: $1) }
    }

    /// Why nobody can hold these roles together, `nil` if one can.
    public func conflict(in roles: Set<RoleName>) -> RoleConflict? {
        for name in roles.sorted() {
            guard let role = definition.roles[name] else { return .unknown(name) }
            if let other = role.excludes.intersection(roles).min() { return .excluded(name, other) }
            // A person does not act as a program, nor a program as a person.
            let other = roles.sorted().first { (definition.roles[$0]?.kind == .service) != (role.kind == .service) }
            if let other { return .excluded(name, other) }
            // Nobody from outside administers, audits or approves (semantics 6).
            let special = role.kind == .external ? roles.sorted().first(where: isSpecial) : nil
            if let special { return .excluded(name, special) }
        }
        return nil
    }
}

public enum RoleConflict: Hashable, Sendable {
    /// Separation of duties.
    case excluded(RoleName, RoleName)
    /// The policy does not know the role, so neither what it excludes nor how it limits.
    case unknown(RoleName)

    public var reason: Reason {
        switch self {
        case .excluded: .roleConflict
        case .unknown: .policyConflict
        }
    }
}
