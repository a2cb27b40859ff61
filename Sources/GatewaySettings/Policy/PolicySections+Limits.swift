import GatewayIdentity
import GatewayPolicy

extension PolicySections {
    mutating func readGrades(_ cursor: YAMLCursor) {
        for (name, value) in cursor.named("grades: open, sensitive and classified") ?? [] {
            guard let grade = name.choice(Grade.self), let entry = value.mapping(.grade),
                claim(.grades, grade.rawValue, at: name.position, keys: entry)
            else { continue }
            let lockout = entry.required("lockout")?.policyName(of: LockoutProfile.self)
            let idle = entry.required("idle")?.duration(atLeast: .shortestIdle)
            let absolute = entry.required("absolute")?.duration(atLeast: .shortestSession)
            let stepUp = entry.required("step_up")?.duration(atLeast: .shortestStepUp)
            let concurrent = entry.required("concurrent")?.integer(1...100)
            let whenFull = entry.required("when_full")?.choice(SessionLimits.WhenFull.self)
            let revocationAge = entry.required("revocation_age")?.duration()
            guard let lockout, let idle, let absolute, let stepUp, let concurrent, let whenFull, let revocationAge
            else { continue }
            definition.grades[grade] = GradeRules(
                limits: .init(
                    idle: idle, absolute: absolute, stepUp: stepUp, concurrent: concurrent, whenFull: whenFull),
                revocationAge: revocationAge, lockout: lockout)
        }
    }

    mutating func readLockouts(_ cursor: YAMLCursor) {
        for (name, value) in cursor.named("lockout profiles by name") ?? [] {
            guard let id = name.policyName(of: LockoutProfile.self),
                let entry = value.mapping(.lockout),
                claim(.lockout, id.text, at: name.position, keys: entry)
            else { continue }
            let failures = entry.required("failures")?.integer(1...100)
            let window = entry.required("window")?.duration()
            let lock = entry.required("lock")?.lock()
            let disable = entry.required("disable")?.disable()
            guard let failures, let window, let lock, let disable else { continue }
            definition.lockouts[id] = LockoutProfile(failures: failures, window: window, lock: lock, disable: disable)
        }
    }

    mutating func readRoles(_ cursor: YAMLCursor) {
        for (name, value) in cursor.named("roles by name") ?? [] {
            guard let id = name.roleName(), let entry = value.mapping(.role),
                claim(.roles, id.text, at: name.position, keys: entry),
                let kind = entry.required("kind")?.choice(Role.Kind.self)
            else { continue }
            let factors = entry.optional("factors").map { $0.list(of: "factors") { $0.factor() } } ?? []
            let device = entry.optional("device").map { $0.choice(DeviceDemand.self) } ?? .any
            guard let approvals = entry.approvalNames("approvals"), let factors, let device else { continue }
            definition.roles[id] = Role(
                kind: kind, excludes: entry.optional("excludes")?.set(of: "roles") { $0.roleName() } ?? [],
                limits: entry.roleLimits(),
                lockout: entry.optional("lockout")?.policyName(of: LockoutProfile.self),
                wildcardPaths: entry.optional("wildcard_paths")?.flag(),
                actions: entry.optional("actions")?.actions() ?? .every,
                isSpecial: entry.optional("list")?.choice(AccountList.self) == .specialAccounts, factors: factors,
                approvals: approvals, device: device, alarm: entry.optional("alarm")?.choice(Role.Alarm.self))
        }
    }
}

/// Lists that a role can confine itself to.
enum AccountList: String, CaseIterable {
    case specialAccounts = "special_accounts"
}

extension YAMLMapping {
    /// `idle`, `absolute`, `step_up` and `concurrent`, each as far as it is written.
    func roleLimits() -> RoleLimits {
        RoleLimits(
            idle: optional("idle")?.duration(atLeast: .shortestIdle),
            absolute: optional("absolute")?.duration(atLeast: .shortestSession),
            stepUp: optional("step_up")?.duration(atLeast: .shortestStepUp),
            concurrent: optional("concurrent")?.integer(1...100))
    }
}

/// Shorter, nobody could go on administering, and mend the policy.
extension Duration {
    fileprivate static let shortestIdle = Duration.seconds(60)
    fileprivate static let shortestSession = Duration.seconds(300)
    fileprivate static let shortestStepUp = Duration.seconds(60)
}

extension YAMLCursor {
    fileprivate func duration(atLeast shortest: Duration) -> Duration? {
        guard let value = duration() else { return nil }
        guard value >= shortest else {
            report(
                .badValue(
                    "\(value.components.seconds)s", expected: "at least \(shortest.components.seconds / 60)m"))
            return nil
        }
        return value
    }

    fileprivate func lock() -> LockoutProfile.Lock? {
        if case .scalar("until_admin", _) = value.content { return .untilAdministrator }
        return duration().map { .lasting($0) }
    }

    fileprivate func disable() -> LockoutProfile.Disable? {
        guard let entry = mapping(.hardLimit) else { return nil }
        let failures = entry.required("failures")?.integer(1...1000)
        let window = entry.required("window")?.duration()
        guard let failures, let window else { return nil }
        return .init(failures: failures, window: window)
    }
}
