import GatewayIdentity

extension PolicySnapshot {
    /// What would have to be different for another answer. Written for whoever maintains the policy; a person at the gate is never told this much.
    func remedies(for decision: Decision, _ traces: [RuleTrace], _ question: Question) -> [String] {
        switch decision {
        case .permit: []
        case .stepUp(let stepUp): stepUp.missing.map { "Show \($0)." }
        case .deny(let denial): remedies(for: denial, traces, question)
        }
    }

    private func remedies(for denial: Denial, _ traces: [RuleTrace], _ question: Question) -> [String] {
        if let fixed = Self.fixedRemedies[denial.reason] { return [fixed] }
        if let conflict = conflict(in: question.subject.roles) { return [Self.remedy(conflict)] }
        let striking = traces.filter { $0.effect == .deny && $0.failure == nil }
        if !striking.isEmpty, [.denyRule, .countryDenied].contains(denial.reason) {
            return striking.map { "Change what deny rule '\($0.rule)' speaks of; no allow rule can outweigh it." }
        }
        if denial.reason == .policyConflict { return [contradiction(traces)] }
        if denial.reason == .actionDenied {
            if question.method.isAlwaysRefused { return ["Nothing: \(question.method) is never forwarded."] }
            if question.method.usualAction == nil {
                return ["Say under 'actions' of console '\(question.console)' what \(question.method) does."]
            }
        }
        return nearestRules(traces)
    }

    /// Reasons that no rule has a part in.
    private static let fixedRemedies: [Reason: String] = [
        .sessionCertificateMismatch: "Use the certificate that the session was opened with.",
        .accountLocked: "Wait for the lock to end, or have it lifted.",
        .accountDisabled: "Have the account enabled.",
        .upstreamClosed: "Nothing at the gate: the console is closing or closed, or its contract has ended.",
        .attestationStale:
            "Have double encryption verified, and write down the day: the word on it is missing or older than 90 days.",
        .badRequest: "Send a path that can be read in one way only.",
    ]

    private func contradiction(_ traces: [RuleTrace]) -> String {
        let allows = traces.filter { $0.effect == .allow }.map(\.rule.text)
        return "The rules that match, and the floors, have no zone or no window in common; write one rule with all of "
            + "them: " + allows.joined(separator: ", ") + "."
    }

    private static func remedy(_ conflict: RoleConflict) -> String {
        switch conflict {
        case .excluded(let role, let other):
            "Take one of the roles '\(role)' and '\(other)' away: they exclude each other."
        case .unknown(let role): "Define role '\(role)' or take it away: its exclusions and limits are unknown."
        }
    }

    /// The allow rules that came furthest, each with the term at which it failed.
    private func nearestRules(_ traces: [RuleTrace]) -> [String] {
        let failed = traces.compactMap { trace in trace.effect == .allow ? trace.failure.map { (trace.rule, $0) } : nil
        }
        guard let furthest = failed.map({ $0.1.order }).max() else {
            return ["Write a rule that allows it: none names the console."]
        }
        return failed.filter { $0.1.order == furthest }.map { "Rule '\($0.0)' would come nearer, but \($0.1)." }
    }
}

extension RuleTrace.Term {
    /// The place of a term among those of a rule.
    fileprivate var order: Int {
        switch self {
        case .roles: 0
        case .path: 1
        case .action: 2
        case .method: 3
        case .country: 4
        case .zone: 5
        case .device: 6
        case .window: 7
        case .exception: 8
        case .approvals: 9
        case .factors: 10
        }
    }
}
