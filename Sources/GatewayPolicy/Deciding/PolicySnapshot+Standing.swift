public import GatewayIdentity

extension PolicySnapshot {
    /// Phase one: everything that a request's method and path do not change.
    public func standing(of subject: Subject, on id: ConsoleID, in circumstances: Circumstances) -> Standing {
        guard let console = consoles[id] else { return strangerStanding(on: id, in: circumstances) }
        var horizon = Horizon(from: circumstances.at)
        let limits = limits(console.gradeRules.limits, for: subject.roles)
        let roles = subject.roles.compactMap { definition.roles[$0] }
        let isExternal = roles.contains { $0.kind == .external }
        let here = zoneBits.mask { definition.zones[$0]?.contains(circumstances.source) ?? false }
        let now = windowBits.mask { definition.windows[$0]?.isOpen(at: circumstances.at) ?? false }
        let evidence = Evidence(
            circumstances, stepUp: limits.stepUp,
            standIn: isExternal || console.grade == .classified ? .none : .permitted)

        let isService = roles.contains { $0.kind == .service }
        let denials = console.denies.filter { $0.concerns(subject.roles) }
        let allows = console.allows.filter { $0.concerns(subject.roles) && (!isService || $0.namesRoles) }
        for rule in denials + allows { noteWindows(of: rule, after: circumstances.at, in: &horizon) }
        let candidates = allows.compactMap { rule in
            candidate(rule, on: console, isExternal: isExternal, circumstances, evidence, &horizon)
        }
        return Standing(
            console: id, grade: console.grade, limits: limits, revocationAge: console.gradeRules.revocationAge,
            evaluatedAt: circumstances.at,
            validUntil: horizon.end,
            refusal: refusal(of: subject, in: circumstances)
                ?? (isService && console.grade == .classified ? Denial(.defaultDeny) : nil),
            overrides: console.console.actionOverrides, background: console.console.background,
            denials: denials.filter { $0.strikes(here: here, now: now) }, candidates: candidates,
            roleActions: roles.reduce(into: .every) { $0.formIntersection($1.actions) }, here: here, now: now,
            obligations: console.obligations)
    }

    /// What no request can mend.
    private func refusal(of subject: Subject, in circumstances: Circumstances) -> Denial? {
        if circumstances.certificate == .other { return Denial(.sessionCertificateMismatch) }
        switch subject.condition {
        case .disabled: return Denial(.accountDisabled)
        case .locked: return Denial(.accountLocked)
        case .active: return conflict(in: subject.roles).map { Denial($0.reason) }
        }
    }

    /// `nil` for a deny rule, which allows nothing.
    private func candidate(
        _ rule: CompiledRule, on console: CompiledConsole, isExternal: Bool, _ circumstances: Circumstances,
        _ evidence: Evidence,
        _ horizon: inout Horizon
    ) -> Standing.Candidate? {
        guard case .allow(let factors, let needsGrant, _) = rule.effect else { return nil }
        let approval: Standing.ApprovalStatus
        if needsGrant || isExternal {
            approval = Self.approval(for: console.console.id, circumstances, &horizon)
        } else {
            approval = .given
        }
        let gaps = (console.factors + factors).compactMap { evidence.gap(for: $0, &horizon) }
        return .init(rule: rule, approval: approval, gaps: gaps)
    }

    private static func approval(
        for console: ConsoleID, _ circumstances: Circumstances, _ horizon: inout Horizon
    ) -> Standing.ApprovalStatus {
        let grants = circumstances.grants.filter { $0.console == console }
        for grant in grants {
            horizon.note(grant.from)
            horizon.note(grant.to)
        }
        if grants.contains(where: { $0.isRunning(at: circumstances.at) }) { return .given }
        return grants.contains { $0.to <= circumstances.at } ? .expired : .missing
    }

    private func noteWindows(of rule: CompiledRule, after time: UnixTime, in horizon: inout Horizon) {
        let named: UInt64
        switch rule.effect {
        case .allow: named = rule.windows == .max ? 0 : rule.windows
        case .deny(_, let exceptWindows): named = (rule.windows == .max ? 0 : rule.windows) | exceptWindows
        }
        for (index, name) in windowBits.names.enumerated() where named >> UInt64(index) & 1 == 1 {
            if let window = definition.windows[name] { horizon.note(window.nextBoundary(after: time)) }
        }
    }

    /// A console the policy does not know: nothing is allowed there, for as long as the policy holds.
    private func strangerStanding(on id: ConsoleID, in circumstances: Circumstances) -> Standing {
        let classified = SessionLimits(idle: .zero, absolute: .zero, stepUp: .zero, concurrent: 0, whenFull: .refuse)
        return Standing(
            console: id, grade: .classified, limits: classified, revocationAge: .zero, evaluatedAt: circumstances.at,
            validUntil: .distantFuture,
            refusal: Denial(.defaultDeny), overrides: [], background: [], denials: [], candidates: [], roleActions: [],
            here: 0, now: 0,
            obligations: .init(storage: .deny, noStore: true))
    }
}

/// The earliest later instant among those it is told of.
struct Horizon {
    let start: UnixTime
    private(set) var end = UnixTime.distantFuture

    init(from start: UnixTime) { self.start = start }

    mutating func note(_ time: UnixTime) {
        if time > start, time < end { end = time }
    }
}
