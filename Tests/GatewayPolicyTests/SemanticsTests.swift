import GatewayIdentity
import GatewayPolicy
import Testing

/// Compliance profile nct-2025-04, section 3, "Semantics", as properties over random policies and questions.
@Suite struct `The semantics of policies` {
    private static let rounds = 250

    /// How much a decision gives: a permit more than a step-up, a step-up more than a denial.
    private func openness(_ decision: Decision) -> Int {
        switch decision {
        case .deny: 0
        case .stepUp: 1
        case .permit: 2
        }
    }

    private func forEachCase(_ body: (ExamplePolicy, Question, inout SeededRandom) throws -> Void) throws {
        var random = SeededRandom(0x6777_616e)
        var permits = 0
        for _ in 0..<Self.rounds {
            let policy = try ExamplePolicy.random(&random)
            let question = try Question.random(&random)
            if try policy.decide(question).permit != nil { permits += 1 }
            try body(policy, question, &random)
        }
        // Properties of answers that are all "no" would say nothing.
        #expect(permits > Self.rounds / 20)
    }

    @Test func `1: nothing is allowed without a rule`() throws {
        try forEachCase { policy, question, _ in
            var policy = policy
            policy.definition.rules.removeAll { $0.conditions != nil }
            policy.definition.exceptions = [:]
            let decision = try policy.decide(question)
            #expect(decision.permit == nil)
        }
    }

    @Test func `2: a deny rule beats every allow rule`() throws {
        try forEachCase { policy, question, _ in
            var policy = policy
            policy.definition.rules.insert(try .deny("closed", on: question.console), at: 0)
            let decision = try policy.decide(question)
            #expect(decision.permit == nil && decision.stepUp == nil)
        }
    }

    @Test func `2: the order of rules and consoles never matters`() throws {
        try forEachCase { policy, question, random in
            var shuffled = policy
            shuffled.definition.rules.shuffle(using: &random)
            shuffled.definition.consoles.shuffle(using: &random)
            let (first, second) = (try policy.decide(question), try shuffled.decide(question))
            #expect(first.verdict == second.verdict)
        }
    }

    @Test func `3: a further rule that matches the same request gives no more`() throws {
        try forEachCase { policy, question, random in
            var stricter = policy
            let matching = try #require(
                policy.definition.rules.filter { $0.conditions != nil }.randomElement(using: &random))
            var twin = try Rule.random(&random, number: 99)
            twin.target = matching.target
            if twin.conditions == nil { return }
            stricter.definition.rules.append(twin)
            let (before, after) = (try policy.decide(question), try stricter.decide(question))
            #expect(openness(after) <= openness(before), "\(before.verdict) became \(after.verdict)")
            if let first = before.permit, let second = after.permit {
                #expect(second.obligations.storage >= first.obligations.storage)
                #expect(first.permittedActions.isSuperset(of: second.permittedActions))
            }
        }
    }

    @Test func `3: the limits of a permit are the minimum over grade and roles`() throws {
        try forEachCase { policy, question, _ in
            guard let permit = try policy.decide(question).permit else { return }
            let grade = try #require(policy.definition.grades[permit.grade])
            let roles = question.subject.roles.compactMap { policy.definition.roles[$0]?.limits }
            #expect(permit.limits.idle == (roles.compactMap(\.idle) + [grade.limits.idle]).min())
            #expect(permit.limits.absolute == (roles.compactMap(\.absolute) + [grade.limits.absolute]).min())
            #expect(permit.limits.stepUp == (roles.compactMap(\.stepUp) + [grade.limits.stepUp]).min())
        }
    }

    @Test func `3: a floor only tightens`() throws {
        var loaded = 0
        try forEachCase { policy, question, random in
            var floored = policy
            floored.definition.floors["f"] = try .random(&random)
            let before = try policy.decide(question)
            let snapshot: PolicySnapshot
            do throws(PolicyDefects) {
                snapshot = try PolicySnapshot(compiling: floored.definition, sha256: .sample)
            } catch {
                #expect(error.all.allSatisfy { if case .weakerThanFloor = $0.what { true } else { false } })
                return
            }
            loaded += 1
            let after = snapshot.decide(question)
            #expect(openness(after) <= openness(before), "\(before.verdict) became \(after.verdict)")
        }
        #expect(loaded > Self.rounds / 10)
    }

    @Test func `3: what a role asks for beside the rules gives no more`() throws {
        try forEachCase { policy, question, random in
            var stricter = policy
            let role = try #require((["staff", "auditor"] as [RoleName]).randomElement(using: &random))
            stricter.definition.roles[role]?.factors = [.init(.strong)]
            stricter.definition.roles[role]?.approvals = [.pledge]
            stricter.definition.roles[role]?.device = Bool.random(using: &random) ? .any : .designated
            let (before, after) = (try policy.decide(question), try stricter.decide(question))
            #expect(openness(after) <= openness(before))
        }
    }

    @Test func `4: a label or a tag only raises the grade`() throws {
        var policy = try ExamplePolicy()
        policy.definition.tags["public_relations"] = Tag(treatAs: .open)
        for label in Grade.allCases {
            policy.definition.consoles[0].grade = label
            policy.definition.consoles[0].tags = ["public_relations"]
            #expect(try policy.snapshot().grade(of: "fab") == label)
            policy.definition.consoles[0].tags = ["national_core_technology", "public_relations"]
            #expect(try policy.snapshot().grade(of: "fab") == .classified)
        }
    }

    @Test func `5: view and change never imply download or upload`() throws {
        try forEachCase { policy, question, _ in
            guard let permit = try policy.decide(question).permit else { return }
            for rule in policy.definition.rules
            where permit.rules.contains(rule.id) && !rule.target.actions.contains(.download) {
                #expect(!permit.permittedActions.contains(.download))
            }
        }
    }

    @Test func `5: of two rules the stricter storage holds`() throws {
        for mine in Obligations.Storage.allCases {
            for theirs in Obligations.Storage.allCases {
                var both = Obligations(storage: mine)
                both.formUnion(Obligations(storage: theirs))
                #expect(both.storage == max(mine, theirs))
            }
        }
        #expect(Obligations.Storage.allow < .encryptedUserKey && .encryptedUserKey < .deny)
    }

    @Test func `6: roles that exclude each other open nothing together`() throws {
        try forEachCase { policy, question, _ in
            let both = question.changed { $0.subject.roles = ["auditor", "security_admin"] }
            let reason = try policy.decide(both).reason
            #expect(reason == .roleConflict)
        }
    }

    @Test func `7: what is not known of the device never helps`() throws {
        try forEachCase { policy, question, _ in
            var policy = policy
            policy.definition.roles["staff"]?.device = .designated
            let device = try #require(DeviceID("KT-0042"))
            let unknown = openness(try policy.decide(question.changed { $0.circumstances.device = .none }))
            for tie in [DeviceTie.presented(device), .designated(device)] {
                let known = openness(try policy.decide(question.changed { $0.circumstances.device = tie }))
                #expect(unknown <= known)
            }
            if question.subject.roles.contains("staff") { #expect(unknown == 0) }
        }
    }

    @Test func `8: holding more approvals never allows less`() throws {
        try forEachCase { policy, question, _ in
            let now = question.circumstances.at
            let more = question.changed {
                $0.circumstances.approvals += [.held(.pledge, at: now), .held("two_person", at: now)]
            }
            let (before, after) = (try policy.decide(question), try policy.decide(more))
            #expect(openness(before) <= openness(after))
        }
    }

    @Test func `8: a permit ends no later than the last approval that it needs`() throws {
        try forEachCase { policy, question, _ in
            guard let permit = try policy.decide(question).permit else { return }
            let rules = policy.definition.rules.filter { permit.rules.contains($0.id) }
            for name in rules.reduce(into: Set<ApprovalName>(), { $0.formUnion($1.conditions?.approvals ?? []) })
            where name != .grant {
                let ends = question.circumstances.approvals.filter { $0.name == name }.map(\.to)
                #expect(permit.validUntil <= ends.max() ?? question.circumstances.at)
            }
        }
    }

    @Test func `8: a narrower grant never allows more`() throws {
        try forEachCase { policy, question, random in
            let before = openness(try policy.decide(question))
            let narrower = try question.changed {
                for index in $0.circumstances.grants.indices {
                    $0.circumstances.grants[index].scope = try .random(&random)
                }
            }
            #expect(openness(try policy.decide(narrower)) <= before)
            for index in narrower.circumstances.grants.indices {
                let ended = narrower.changed { $0.circumstances.grants[index].to = $0.circumstances.at }
                #expect(openness(try policy.decide(ended)) <= openness(try policy.decide(narrower)))
            }
        }
    }

    @Test func `9: what one has proved less, or holds less, never helps`() throws {
        try forEachCase { policy, question, _ in
            let before = openness(try policy.decide(question))
            for index in question.circumstances.proofs.indices {
                #expect(
                    openness(try policy.decide(question.changed { $0.circumstances.proofs.remove(at: index) }))
                        <= before)
            }
            #expect(openness(try policy.decide(question.changed { $0.circumstances.grants = [] })) <= before)
            #expect(openness(try policy.decide(question.changed { $0.circumstances.approvals = [] })) <= before)
        }
    }

    @Test func `9: a proof shown twice counts once`() throws {
        try forEachCase { policy, question, _ in
            let doubled = question.changed { $0.circumstances.proofs += $0.circumstances.proofs }
            let (once, twice) = (try policy.decide(question), try policy.decide(doubled))
            #expect(once.verdict == twice.verdict)
        }
    }

    @Test func `10: a standing says until when it holds`() throws {
        try forEachCase { policy, question, random in
            let snapshot = try policy.snapshot()
            let standing = snapshot.standing(of: question.subject, on: question.console, in: question.circumstances)
            let now = question.circumstances.at
            #expect(standing.validUntil > now)
            let horizon = min(standing.validUntil, now + .seconds(30 * 86400))
            let path = try CanonicalPath(question.path)
            for later in [
                horizon.milliseconds - 1, Int64.random(in: now.milliseconds..<horizon.milliseconds, using: &random),
            ] {
                var then = question.circumstances
                then.at = UnixTime(milliseconds: later)
                let fresh = snapshot.standing(of: question.subject, on: question.console, in: then)
                #expect(standing.isCurrent(at: then.at))
                #expect(standing.decide(question.method, path).verdict == fresh.decide(question.method, path).verdict)
            }
            #expect(!standing.isCurrent(at: standing.validUntil))
            #expect(!standing.isCurrent(at: now - .milliseconds(1)))
        }
    }

    @Test func `11: the raw bytes and the canonical path are judged alike`() throws {
        try forEachCase { policy, question, _ in
            let standing = try policy.snapshot().standing(
                of: question.subject, on: question.console, in: question.circumstances)
            let lent = try Array(question.path.utf8).withUnsafeBytes { raw in
                try CanonicalBytes.lending(raw) { standing.decide(question.method, $0) }
            }
            #expect(try lent.verdict == policy.decide(question).verdict)
        }
    }

    @Test func `12: one mistake anywhere, and nothing of the policy is taken`() throws {
        try forEachCase { policy, _, random in
            var broken = policy
            let index = broken.definition.rules.indices.randomElement(using: &random) ?? 0
            broken.definition.rules[index].target.roles = .only(["nobody"])
            #expect(throws: PolicyDefects.self) { try broken.snapshot() }
        }
    }

    @Test func `13: an exception never opens more than its rule would without zones and windows`() throws {
        try forEachCase { policy, question, random in
            var (excepted, open) = (policy, policy)
            let index = try #require(policy.definition.rules.indices.randomElement(using: &random))
            let rule = policy.definition.rules[index]
            open.definition.exceptions = policy.definition.exceptions.filter { $0.value.rule != rule.id }
            excepted.definition.exceptions["another"] = RuleException(
                to: rule.id, zones: ["wireless"], from: question.circumstances.at - .minutes(1),
                expires: question.circumstances.at + .minutes(1), reason: "x", approvedBy: question.subject.account)
            if rule.conditions == nil {
                open.definition.rules.remove(at: index)
            } else {
                // One that holds everywhere has nothing that could be relaxed.
                guard rule.conditions?.zones != .all else { return }
                open.definition.rules[index].conditions?.zones = .all
                open.definition.rules[index].conditions?.windows = .all
            }
            let (least, most) = (openness(try policy.decide(question)), openness(try open.decide(question)))
            #expect((least...max(least, most)).contains(openness(try excepted.decide(question))))
        }
    }

    @Test func `14: the same question has the same answer, and explaining it does not change it`() throws {
        try forEachCase { policy, question, _ in
            let snapshot = try policy.snapshot()
            let explanation = snapshot.explain(question)
            #expect(snapshot.decide(question).verdict == explanation.decision.verdict)
            let holding = explanation.rules.filter { $0.failure == nil && $0.effect == .allow }.map(\.rule)
            if let permit = explanation.decision.permit { #expect(holding == permit.rules) }
            if explanation.decision.permit == nil { #expect(explanation.remedy != Remedy(steps: [], obstacle: nil)) }
        }
    }
}
