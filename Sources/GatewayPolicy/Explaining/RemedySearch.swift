import GatewayIdentity

extension PolicySnapshot {
    /// Finds what can be done about the answer to a question, by doing it: each step is applied to the question, and the policy is asked again.
    ///
    /// Deterministic, and bounded: every kind of step is taken once at most.
    public func remedy(for question: Question) -> Remedy {
        var search = RemedySearch(policy: self, question: question)
        return search.run()
    }
}

struct RemedySearch {
    let policy: PolicySnapshot
    /// As it stands after the steps.
    var question: Question
    private var steps: [RemedyStep] = []

    init(policy: PolicySnapshot, question: Question) {
        self.policy = policy
        self.question = question
    }

    mutating func run() -> Remedy {
        do throws(CanonicalPath.Problem) {
            return run(at: try CanonicalPath(question.path))
        } catch {
            return Remedy(steps: [], obstacle: .unreadablePath)
        }
    }

    private mutating func run(at path: CanonicalPath) -> Remedy {
        while true {
            switch policy.decide(question) {
            case .permit: return Remedy(steps: steps, obstacle: nil)
            case .stepUp(let stepUp):
                guard take(.showFactors(stepUp.missing)) else { return end(with: obstacle(at: path)) }
            case .deny(let denial):
                guard let step = step(for: denial.reason, at: path), take(step) else {
                    return end(with: obstacle(for: denial.reason, at: path))
                }
            }
        }
    }

    private func end(with obstacle: PolicyObstacle) -> Remedy { Remedy(steps: steps, obstacle: obstacle) }

    /// - Returns: false when a step of the kind has not helped before.
    private mutating func take(_ step: RemedyStep) -> Bool {
        guard !steps.contains(where: { $0.isSameKind(as: step) }) else { return false }
        steps.append(step)
        question = question.after(step)
        return true
    }

    // MARK: One reason, one step

    private func step(for reason: Reason, at path: CanonicalPath) -> RemedyStep? {
        switch reason {
        case .sessionCertificateMismatch, .noClientCertificate: return .showCertificate
        case .revocationUnknown: return .renewRevocation
        case .accountLocked: return .liftLock
        case .accountDisabled: return .enableAccount
        case .roleConflict: return roleToGiveUp()
        case .policyConflict: return policy.conflict(in: question.subject.roles) == nil ? nil : roleToGiveUp()
        case .defaultDeny: return roleToTake()
        case _: break
        }
        let standing = policy.standing(
            of: question.subject, on: question.console, in: question.circumstances)
        if let step = stepAroundDenials(standing, at: path) { return step }
        let matching = standing.matching(question.method, path)
        guard !matching.isEmpty else { return nil }
        if let gap = grantGap(standing, matching, path), gap.reason == reason,
            !isRefusedByRules(reason, standing, matching)
        {
            return .obtain([gap])
        }
        switch reason {
        case .countryDenied: return countryStep(matching.map(\.rule.countries))
        case .zoneDenied: return zoneStep(matching.reduce(standing.floorZones) { $0 & $1.zones })
        case .deviceNotDesignated: return .useDesignatedDevice(question.circumstances.device.id)
        case .timeWindowDenied: return windowStep(matching.reduce(standing.floorWindows) { $0 & $1.windows })
        case .handlerNotListed, .approvalMissing, .approvalExpired, .pledgeMissing, .trainingExpired:
            return .obtain(missingApprovals(matching))
        case _: return nil
        }
    }

    private func grantGap(
        _ standing: Standing, _ matching: [Standing.Candidate], _ path: CanonicalPath
    ) -> ApprovalGap? {
        guard matching.contains(where: \.restsOnGrant) else { return nil }
        return path.withBytes { standing.grantGap(question.method, $0) }
    }

    /// Whether it is the rules and floors themselves that say so, and not the grant under them.
    private func isRefusedByRules(
        _ reason: Reason, _ standing: Standing, _ matching: [Standing.Candidate]
    ) -> Bool {
        switch reason {
        case .countryDenied: matching.contains { !$0.isInCountry }
        case .zoneDenied: matching.reduce(standing.floorZones) { $0 & $1.zones } & standing.here == 0
        case .deviceNotDesignated: matching.contains { !$0.isOnDevice }
        case .timeWindowDenied: matching.reduce(standing.floorWindows) { $0 & $1.windows } & standing.now == 0
        case .handlerNotListed, .approvalMissing, .approvalExpired, .pledgeMissing, .trainingExpired:
            matching.contains { !$0.approvals.isEmpty }
        case _: false
        }
    }

    /// The countries that all of them list.
    private func countryStep(_ demands: [Selection<CountryCode>]) -> RemedyStep? {
        let lists = demands.filter { $0 != .all }.map { Set($0.listed) }
        guard let first = lists.first else { return nil }
        let common = lists.dropFirst().reduce(first) { $0.intersection($1) }
        return common.isEmpty ? nil : .beIn(common.sorted())
    }

    /// An address that no deny rule minds, where there is one.
    private func zoneStep(_ zones: UInt64) -> RemedyStep? {
        let names = policy.zoneBits.names(in: zones)
        let addresses = names.compactMap { policy.definition.zones[$0]?.networks.first?.base }
        let better = addresses.first { address in
            var elsewhere = question
            elsewhere.circumstances.source = address
            let reason = policy.decide(elsewhere).reason
            return reason != .zoneDenied && reason != .denyRule
        }
        return (better ?? addresses.first).map { .comeFrom(names, tried: $0) }
    }

    /// Looks two months ahead, at most at so many changes.
    private func windowStep(_ windows: UInt64) -> RemedyStep? {
        let names = policy.windowBits.names(in: windows)
        let open = names.compactMap { policy.definition.windows[$0] }
        let end = question.circumstances.at + .seconds(62 * 86400)
        var time = question.circumstances.at
        for _ in 0..<2000 {
            guard let next = open.map({ $0.nextBoundary(after: time) }).min(), next < end else { return nil }
            if open.contains(where: { $0.isOpen(at: next) }) { return .wait(until: next, names) }
            time = next
        }
        return nil
    }

    private func missingApprovals(_ matching: [Standing.Candidate]) -> [ApprovalGap] {
        Set(matching.flatMap(\.approvals)).sorted { ($0.obstacle, $0.name) < ($1.obstacle, $1.name) }
    }

    /// The one without which something is possible, where there is one.
    private func roleToGiveUp() -> RemedyStep? {
        let roles: [RoleName]
        switch policy.conflict(in: question.subject.roles) {
        case .excluded(let one, let other): roles = [other, one]
        case .unknown(let role): roles = [role]
        case nil: return nil
        }
        let better = roles.first { role in
            let reason = policy.decide(question.after(.giveUpRole(role))).reason
            return reason != .roleConflict && reason != .policyConflict && reason != .defaultDeny
        }
        return (better ?? roles.first).map { .giveUpRole($0) }
    }

    /// The first role, by name, for which a rule on this console fits the request.
    private func roleToTake() -> RemedyStep? {
        guard let console = policy.consoles[question.console] else { return nil }
        let roles = Set(console.allows.flatMap(\.roles.listed)).subtracting(question.subject.roles)
        let helpful = roles.sorted().first { role in
            switch policy.decide(question.after(.takeRole(role))).reason {
            case .defaultDeny, .pathNotAllowed, .downloadDenied, .actionDenied, .denyRule, .roleConflict,
                .policyConflict:
                false
            case _: true
            }
        }
        return helpful.map { .takeRole($0) }
    }

    // MARK: What no step mends

    private func obstacle(for reason: Reason, at path: CanonicalPath) -> PolicyObstacle {
        switch reason {
        case .upstreamClosed: .consoleOutOfUse
        case .attestationStale: .attestation
        case .actionDenied where question.method.isAlwaysRefused: .methodNeverForwarded
        case .actionDenied where question.method.usualAction == nil: .methodUnknown
        case .policyConflict: .contradiction(traces(.allow, at: path).map(\.rule))
        case _: obstacle(at: path)
        }
    }

    private func obstacle(at path: CanonicalPath) -> PolicyObstacle {
        let striking = traces(.deny, at: path).filter { $0.failure == nil }.map(\.rule)
        if !striking.isEmpty { return .denyRules(striking) }
        let isService = question.subject.roles.contains { policy.definition.roles[$0]?.kind == .service }
        if isService, policy.grade(of: question.console, label: question.circumstances.label) == .classified {
            return .notForServices
        }
        let failed = traces(.allow, at: path).filter { $0.failure != nil }
        let furthest = failed.compactMap { $0.failure?.order }.max()
        return .noRule(failed.filter { $0.failure?.order == furthest })
    }

    private func traces(_ effect: RuleTrace.Effect, at path: CanonicalPath) -> [RuleTrace] {
        let standing = policy.standing(of: question.subject, on: question.console, in: question.circumstances)
        return policy.trace(question, standing, path).filter { $0.effect == effect }
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
