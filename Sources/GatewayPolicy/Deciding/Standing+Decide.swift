import GatewayIdentity

extension Standing {
    /// Phase two: what becomes of one request.
    ///
    /// Default deny; one deny rule beats every allow rule; the order of rules never matters. When no answer fits, the reason is the first of:
    /// 1. the subject's own: `session_cert_mismatch`, `account_disabled`, `account_locked`, `role_conflict`, `policy_conflict` (an unknown role);
    ///    then `revocation_unknown` (the answer is too old for the grade), and the console's own: `upstream_closed`, `attestation_stale`
    /// 2. `action_denied`: TRACE, CONNECT, or a method without a known action
    /// 3. `deny_rule`, or `country_denied` by a deny rule that speaks of countries
    /// 4. no allow rule fits: `default_deny` (none for the roles and the console), `path_not_allowed` (none for the path), `download_denied` (a
    ///    download that none lists), `default_deny` (another action that none lists)
    /// 5. `action_denied`: a rule lists it, but one of the roles, or a console that is to be read only, does not allow it
    /// 6. `policy_conflict`: the rules that match leave no common zone or window
    /// 7. `country_denied`, then `zone_denied`, `device_not_designated`, `time_window_denied`, and of approvals the first of `handler_not_listed`,
    ///    `approval_missing`, `approval_expired`; where a grant runs that is not for this request, `approval_missing` (another grade),
    ///    `country_denied`, `zone_denied`, `device_not_designated`, `time_window_denied`, `path_not_allowed`, `action_denied`; `pledge_missing`,
    ///    `training_expired`
    /// 8. `no_client_cert`, or a step-up with `factor_missing`, which is told last: nobody is asked for a code that would not help.
    public func decide(_ method: RequestMethod, _ path: CanonicalPath) -> Decision {
        path.withBytes { decide(method, $0) }
    }

    /// Judges a path where it lies, as it arrived, and decides.
    ///
    /// - Throws: for a path that could be read in two ways.
    public func decide(_ method: RequestMethod, rawPath: UnsafeRawBufferPointer) throws(CanonicalPath.Problem)
        -> Decision
    {
        try CanonicalBytes.lending(rawPath) { path throws(CanonicalPath.Problem) in decide(method, path) }
    }

    public func decide(_ method: RequestMethod, _ path: CanonicalBytes) -> Decision {
        if let refusal { return .deny(refusal) }
        guard let actions = actions(of: method, at: path) else { return .deny(Denial(.actionDenied)) }
        var tally = tally(of: actions, method, path)
        if let answer = obstacle(to: actions, tally, method, path) { return answer }
        tally.actions.formIntersection(roleActions)
        // The answer may turn out to be a download, which deny rules and other allow rules may speak of too (semantics 2, 3 and 5).
        if tally.actions.contains(.download), !actions.contains(.download), !permitsDownload(method, path) {
            tally.actions.remove(.download)
        }
        return .permit(
            Permit(
                standing: self, matched: tally.matched, actions: actions, permittedActions: tally.actions,
                obligations: tally.obligations, isBackground: isBackground(method, path)))
    }

    /// The allow rules that match a request, whether their conditions hold or not.
    func matching(_ method: RequestMethod, _ path: CanonicalPath) -> [Candidate] {
        path.withBytes { bytes in
            guard let actions = actions(of: method, at: bytes) else { return [] }
            let tally = tally(of: actions, method, bytes)
            return candidates.indices.filter { tally.matched >> $0 & 1 == 1 }.map { candidates[$0] }
        }
    }

    private func permitsDownload(_ method: RequestMethod, _ path: CanonicalBytes) -> Bool {
        obstacle(to: [.download], tally(of: [.download], method, path), method, path) == nil
    }

    private func tally(of actions: ActionSet, _ method: RequestMethod, _ path: CanonicalBytes) -> Tally {
        var tally = Tally(zones: floorZones, windows: floorWindows, obligations)
        for index in candidates.indices {
            tally.weigh(candidates[index], at: index, method, actions, path)
        }
        if tally.restsOnGrant, let gap = grantGap(method, path) { tally.noteGrant(gap.obstacle) }
        return tally
    }

    /// What stands in the way of doing this, `nil` if nothing.
    private func obstacle(
        to actions: ActionSet, _ tally: Tally, _ method: RequestMethod, _ path: CanonicalBytes
    ) -> Decision? {
        for rule in denials
        where rule.speaks(of: method) && !rule.actions.isDisjoint(with: actions) && rule.speaks(of: path) {
            return .deny(Denial(rule.denialReason, rule: rule.id))
        }
        guard tally.matched != 0 else { return .deny(reasonForNoMatch(tally, actions)) }
        if let denial = firstObstacle(tally, actions) { return .deny(denial) }
        return tally.lacksFactors ? missingFactors(tally) : nil
    }

    /// `nil` when one of the grants that run is for this request; or none runs, which the candidates say themselves. Of several that are not, the one
    /// that comes nearest is told.
    func grantGap(_ method: RequestMethod, _ path: CanonicalBytes) -> ApprovalGap? {
        var nearest: ApprovalGap?
        for pass in passes {
            guard let gap = pass.gap(for: method, path) else { return nil }
            if nearest.map({ $0.obstacle < gap.obstacle }) ?? true { nearest = gap }
        }
        return nearest
    }

    private func isBackground(_ method: RequestMethod, _ path: CanonicalBytes) -> Bool {
        for entry in background where entry.covers(method, path) { return true }
        return false
    }

    func actions(of method: RequestMethod, at path: CanonicalPath) -> ActionSet? {
        path.withBytes { actions(of: method, at: $0) }
    }

    /// `nil`: nothing says what the method does.
    private func actions(of method: RequestMethod, at path: CanonicalBytes) -> ActionSet? {
        guard !method.isAlwaysRefused else { return nil }
        var actions: ActionSet = []
        for entry in overrides where entry.methods.isEmpty || entry.methods.contains(method) {
            for pattern in entry.paths where pattern.matches(path) { actions.insert(entry.action) }
        }
        if !actions.isEmpty { return actions }
        guard let usual = method.usualAction else { return nil }
        actions.insert(usual)
        return actions
    }

    private func reasonForNoMatch(_ tally: Tally, _ actions: ActionSet) -> Denial {
        if candidates.isEmpty { return Denial(.defaultDeny) }
        if !tally.sawPath { return Denial(.pathNotAllowed) }
        return Denial(actions.contains(.download) ? .downloadDenied : .defaultDeny)
    }

    private func firstObstacle(_ tally: Tally, _ actions: ActionSet) -> Denial? {
        if !roleActions.isSuperset(of: actions) { return denial(.actionDenied, tally) { _ in true } }
        // Every rule is open to at least one zone, so an empty intersection means that two rules, or a rule and a floor, contradict each other.
        if tally.zones == 0 { return denial(.policyConflict, tally) { _ in true } }
        if tally.windows == 0 { return denial(.policyConflict, tally) { _ in true } }
        if tally.isAbroad { return denial(.countryDenied, tally) { !$0.isInCountry } }
        if tally.zones & here == 0 { return denial(.zoneDenied, tally) { $0.zones & here == 0 } }
        if tally.isOnOtherDevice { return denial(.deviceNotDesignated, tally) { !$0.isOnDevice } }
        if tally.windows & now == 0 { return denial(.timeWindowDenied, tally) { $0.windows & now == 0 } }
        if let obstacle = tally.obstacle {
            return denial(obstacle.reason, tally) { tally.isOfGrant ? $0.restsOnGrant : $0.obstacle == obstacle }
        }
        return nil
    }

    /// Names the first matched rule that the reason comes from; where only several together refuse, the first of them.
    private func denial(_ reason: Reason, _ tally: Tally, from isOrigin: (Candidate) -> Bool) -> Denial {
        let matched = candidates.indices.filter { tally.matched >> $0 & 1 == 1 }
        let index = matched.first { isOrigin(candidates[$0]) } ?? matched[0]
        return Denial(reason, rule: candidates[index].rule.id)
    }

    private func missingFactors(_ tally: Tally) -> Decision {
        var gaps: [FactorGap] = []
        var rules: [RuleID] = []
        for index in candidates.indices where tally.matched >> index & 1 == 1 {
            let candidate = candidates[index]
            if !candidate.gaps.isEmpty { rules.append(candidate.rule.id) }
            gaps += candidate.gaps
        }
        // No login page can ask for a certificate: that takes a new connection.
        if gaps.contains(where: { $0.name == .certificate }) {
            return .deny(Denial(.noClientCertificate, rule: rules.first))
        }
        return .stepUp(StepUp(missing: FactorGap.fewest(of: gaps), rules: rules))
    }
}

/// What the allow rules that match one request say together.
private struct Tally {
    var matched: UInt128 = 0
    var sawPath = false
    var zones: UInt64
    var windows: UInt64
    var actions = ActionSet.every
    var obligations: Obligations
    var isAbroad = false
    var isOnOtherDevice = false
    private(set) var obstacle: ApprovalGap.Obstacle?
    /// Whether the obstacle is how far grants reach, not what a rule asks for.
    private(set) var isOfGrant = false
    var restsOnGrant = false
    var lacksFactors = false

    init(zones: UInt64, windows: UInt64, _ obligations: Obligations) {
        self.zones = zones
        self.windows = windows
        self.obligations = obligations
    }

    mutating func weigh(
        _ candidate: Standing.Candidate, at index: Int, _ method: RequestMethod, _ wanted: ActionSet,
        _ path: CanonicalBytes
    ) {
        let rule = candidate.rule
        guard case .allow(_, _, let ruleObligations) = rule.effect, rule.speaks(of: path) else { return }
        sawPath = true
        guard rule.actions.isSuperset(of: wanted), rule.speaks(of: method) else { return }
        matched |= 1 << UInt128(index)
        zones &= candidate.zones
        windows &= candidate.windows
        actions.formIntersection(rule.actions)
        obligations.formUnion(ruleObligations)
        isOnOtherDevice = isOnOtherDevice || !candidate.isOnDevice
        lacksFactors = lacksFactors || !candidate.gaps.isEmpty
        isAbroad = isAbroad || !candidate.isInCountry
        restsOnGrant = restsOnGrant || candidate.restsOnGrant
        if let first = candidate.obstacle { note(first) }
    }

    /// Of several, the first in order is told.
    private mutating func note(_ first: ApprovalGap.Obstacle) {
        if obstacle.map({ first < $0 }) ?? true { obstacle = first }
    }

    mutating func noteGrant(_ gap: ApprovalGap.Obstacle) {
        guard obstacle.map({ gap < $0 }) ?? true else { return }
        obstacle = gap
        isOfGrant = true
    }
}
