import GatewayIdentity

extension PolicySnapshot {
    /// Answers a question by the same standing and the same `decide` as the gate does, and shows the work.
    public func explain(_ question: Question) -> Explanation {
        let standing = standing(of: question.subject, on: question.console, in: question.circumstances)
        do throws(CanonicalPath.Problem) {
            let path = try CanonicalPath(question.path)
            let decision = standing.decide(question.method, path)
            let traces = trace(question, standing, path)
            return Explanation(
                decision: decision, rules: traces, floors: standing.floors, exceptions: standing.exceptions,
                remedy: remedy(for: question))
        } catch {
            return Explanation(
                decision: .deny(Denial(.badRequest)), rules: [], floors: [], exceptions: [],
                remedy: Remedy(steps: [], obstacle: .unreadablePath))
        }
    }

    func trace(_ question: Question, _ standing: Standing, _ path: CanonicalPath) -> [RuleTrace] {
        guard let console = consoles[question.console] else { return [] }
        let actions = standing.actions(of: question.method, at: path)
        return (console.denies + console.allows).sorted { $0.id < $1.id }.map { rule in
            let target = targetFailure(of: rule, question, actions, path)
            switch rule.effect {
            case .deny:
                return RuleTrace(rule: rule.id, effect: .deny, failure: target ?? occasionFailure(of: rule, standing))
            case .allow:
                return RuleTrace(
                    rule: rule.id, effect: .allow,
                    failure: target ?? conditionFailure(of: rule, standing, question.method, path))
            }
        }
    }

    private func targetFailure(
        of rule: CompiledRule, _ question: Question, _ actions: ActionSet?, _ path: CanonicalPath
    ) -> RuleTrace.Term? {
        if !rule.concerns(question.subject.roles) { return .roles(rule.roles.listed.sorted()) }
        if !path.withBytes({ rule.speaks(of: $0) }) { return .path(rule.paths) }
        let listsAction =
            switch rule.effect {
            case .allow: actions.map { rule.actions.isSuperset(of: $0) } ?? false
            case .deny: actions.map { !rule.actions.isDisjoint(with: $0) } ?? false
            }
        if !listsAction { return .action(rule.actions.elements) }
        if !rule.speaks(of: question.method) {
            return .method((rule.methods ?? []).sorted { $0.description < $1.description })
        }
        return nil
    }

    private func occasionFailure(of rule: CompiledRule, _ standing: Standing) -> RuleTrace.Term? {
        if rule.zones & standing.here == 0 { return .zone(zoneBits.names(in: rule.zones)) }
        if rule.windows & standing.now == 0 { return .window(windowBits.names(in: rule.windows)) }
        if !rule.strikes(in: standing.country) { return .country(rule.countries.listed.sorted()) }
        return standing.denials.contains { $0 === rule } ? nil : .exception
    }

    private func conditionFailure(
        of rule: CompiledRule, _ standing: Standing, _ method: RequestMethod, _ path: CanonicalPath
    ) -> RuleTrace.Term? {
        guard let candidate = standing.candidates.first(where: { $0.rule === rule }) else { return nil }
        if !candidate.isInCountry { return .country(rule.countries.listed.sorted()) }
        let zones = candidate.zones & standing.floorZones
        if zones & standing.here == 0 { return .zone(zoneBits.names(in: zones)) }
        if !candidate.isOnDevice { return .device }
        let windows = candidate.windows & standing.floorWindows
        if windows & standing.now == 0 { return .window(windowBits.names(in: windows)) }
        if !candidate.approvals.isEmpty { return .approvals(candidate.approvals) }
        if candidate.restsOnGrant, let gap = path.withBytes({ standing.grantGap(method, $0) }) {
            return .approvals([gap])
        }
        return candidate.gaps.isEmpty ? nil : .factors(candidate.gaps)
    }
}
