public import GatewayIdentity

extension PolicySnapshot {
    /// Phase one: everything that a request's method and path do not change.
    public func standing(of subject: Subject, on id: ConsoleID, in circumstances: Circumstances) -> Standing {
        guard let known = consoles[id] else { return strangerStanding(on: id, in: circumstances) }
        let console = known.counting(for: circumstances.label)
        var horizon = Horizon(from: circumstances.at)
        let roles = subject.roles.compactMap { definition.roles[$0] }
        let isService = roles.contains { $0.kind == .service }
        let floors = console.floors.filter { $0.concerns(subject.roles) }
        let limits = floors.reduce(limits(console.gradeRules.limits, for: subject.roles)) {
            $0.tightened(by: $1.floor.limits)
        }
        let here = zoneBits.mask { definition.zones[$0]?.contains(circumstances.source) ?? false }
        let now = windowBits.mask { definition.windows[$0]?.isOpen(at: circumstances.at) ?? false }
        var demands = Demands(of: console)
        for role in roles { demands.add(role) }
        for zone in definition.zones.values where !zone.needs.isEmpty && zone.contains(circumstances.source) {
            demands.add(zone)
        }
        for floor in floors { demands.add(floor, isService: isService) }
        let isExternal = roles.contains { $0.kind == .external }
        let backing = Backing(
            circumstances, on: id,
            in: GrantOccasion(
                grade: console.grade, circumstances: circumstances, zones: definition.zones,
                windows: definition.windows),
            under: definition.approvals)
        let bench = CandidateBench(
            evidence: Evidence(
                circumstances, stepUp: limits.stepUp,
                standIn: isExternal || console.grade == .classified ? .none : .permitted),
            backing: backing, demands: demands,
            device: circumstances.device, country: circumstances.country, &horizon)

        var exceptions: [ExceptionName] = []
        func relief(_ rule: CompiledRule) -> Relief {
            let relief = Relief(of: rule, for: subject.account, at: circumstances.at, &horizon)
            exceptions += relief.names
            noteWindows(
                of: rule, relief: relief.windows, floor: demands.windows, after: circumstances.at, in: &horizon)
            return relief
        }
        let denials = console.denies.filter { rule in
            rule.concerns(subject.roles)
                && rule.strikes(
                    here: here, now: now, country: circumstances.country, with: relief(rule))
        }
        let candidates = console.allows.compactMap { rule in
            rule.concerns(subject.roles) && (!isService || rule.namesRoles)
                ? bench.candidate(rule, with: relief(rule), &horizon) : nil
        }
        let passes = candidates.contains(where: \.restsOnGrant) ? backing.passes(&horizon) : []
        let consoleRefusal =
            staleRevocation(in: circumstances, under: console.gradeRules, &horizon)
            ?? console.refusal(at: circumstances.at, &horizon)
        return Standing(
            console: id, grade: console.grade, limits: limits, revocationAge: console.gradeRules.revocationAge,
            evaluatedAt: circumstances.at,
            validUntil: horizon.end, floors: floors.map(\.name), exceptions: Set(exceptions).sorted(),
            refusal: refusal(of: subject, in: circumstances)
                ?? (isService && console.grade == .classified ? Denial(.defaultDeny) : nil) ?? consoleRefusal,
            overrides: console.console.actionOverrides, background: console.console.background,
            denials: denials, candidates: candidates,
            passes: passes,
            roleActions: roles.reduce(into: console.stateActions) { $0.formIntersection($1.actions) }, here: here,
            now: now, country: circumstances.country,
            floorZones: demands.zones, floorWindows: demands.windows,
            obligations: console.obligations)
    }

    /// Whether it is known freshly enough for this grade that the certificate is not revoked (vector V15).
    private func staleRevocation(
        in circumstances: Circumstances, under grade: GradeRules, _ horizon: inout Horizon
    ) -> Denial? {
        let end = circumstances.revocationKnownAt + grade.revocationAge
        horizon.note(end)
        return circumstances.at < end ? nil : Denial(.revocationUnknown)
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

    /// - Parameters:
    ///   - relief: windows that exceptions add.
    ///   - floor: windows that floors leave.
    private func noteWindows(
        of rule: CompiledRule, relief: UInt64, floor: UInt64, after time: UnixTime, in horizon: inout Horizon
    ) {
        // Every bit means at any time: no window has a say.
        var named = (rule.windows == .max ? 0 : rule.windows) | relief | (floor == .max ? 0 : floor)
        switch rule.effect {
        case .allow: break
        case .deny(_, let exceptWindows, _): named |= exceptWindows
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
            validUntil: .distantFuture, floors: [], exceptions: [],
            refusal: Denial(.defaultDeny), overrides: [], background: [], denials: [], candidates: [], passes: [],
            roleActions: [],
            here: 0, now: 0, country: circumstances.country, floorZones: 0, floorWindows: 0,
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
