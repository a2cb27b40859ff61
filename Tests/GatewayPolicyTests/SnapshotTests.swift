import GatewayIdentity
import GatewayPolicy
import Testing

@Suite struct `A policy snapshot` {
    private let snapshot: PolicySnapshot
    init() throws { snapshot = try ExamplePolicy().snapshot() }

    @Test func `finds consoles by their exact host`() {
        #expect(snapshot.console(atHost: "fab.example")?.id == "fab")
        #expect(snapshot.console(atHost: "FAB.example") == nil)
        #expect(snapshot.console(atHost: "x.fab.example") == nil)
        #expect(snapshot.console(atHost: "") == nil)
    }

    @Test func `knows what roles can reach`() {
        #expect(snapshot.consoles(reachableBy: ["staff"]).map(\.id.text).sorted() == ["build", "fab", "notice"])
        #expect(snapshot.consoles(reachableBy: ["foreign_partner"]).map(\.id.text) == ["fab"])
        #expect(snapshot.consoles(reachableBy: []).isEmpty)
    }

    @Test func `knows whose consoles ask for a factor`() throws {
        var policy = try ExamplePolicy()
        #expect(!(try policy.snapshot()).asks(for: .password))
        let index = try #require(policy.definition.rules.firstIndex { $0.target.roles == .only(["staff"]) })
        guard case .allow(var conditions) = policy.definition.rules[index].effect else {
            Issue.record("not an allow rule")
            return
        }
        conditions.factors.append(FactorRequirement(.password))
        policy.definition.rules[index].effect = .allow(conditions)
        let asking = try policy.snapshot()
        #expect(asking.asks(for: .password) && asking.asks(for: .password, of: ["staff"]))
        #expect(!asking.asks(for: .password, of: ["foreign_partner"]))
    }

    @Test func `limits a login by the strictest grade in reach, a session by the loosest`() {
        let login = snapshot.loginLimits(for: ["staff"])
        #expect(
            (login.idle, login.absolute, login.concurrent, login.whenFull) == (.minutes(10), .minutes(240), 1, .refuse))
        let outer = snapshot.outerLimits(for: ["staff"])
        #expect((outer.idle, outer.absolute) == (.minutes(30), .minutes(720)))
        #expect(snapshot.outerLimits(for: ["foreign_partner"]).absolute == .minutes(120))
        // Nothing in reach: the strictest.
        #expect(snapshot.loginLimits(for: ["auditor"]).idle == .minutes(10))
    }

    @Test func `locks by the strictest of grades and roles`() throws {
        var policy = try ExamplePolicy()
        policy.definition.rules.removeAll { $0.id == "nct-staff" }
        #expect(try policy.snapshot().lockout(for: ["staff"]).failures == 5)
        #expect(try policy.snapshot().lockout(for: ["staff", "privileged_admin"]).failures == 3)
    }

    @Test func `excludes roles in either direction`() {
        #expect(snapshot.conflict(in: ["security_admin", "auditor"]) == .excluded("security_admin", "auditor"))
        #expect(snapshot.conflict(in: ["staff", "auditor"]) == nil)
        #expect(snapshot.conflict(in: ["staff", "gone"]) == .unknown("gone"))
    }
}

@Suite struct `A decision is explained` {
    private let policy: ExamplePolicy
    private let staff: Question

    init() throws {
        policy = try ExamplePolicy()
        staff = try .staffAtTen()
    }

    @Test func `every rule of the console with the first term that fails`() throws {
        let explanation = try policy.snapshot().explain(
            staff.changed { $0.circumstances.source = try .of("10.30.0.5") })
        #expect(explanation.decision.reason == .zoneDenied)
        #expect(
            explanation.rules.map(\.description) == [
                "allow rule 'nct-admin' does not hold: it is for the roles privileged_admin",
                "allow rule 'nct-partner' does not hold: it is for the roles foreign_partner",
                "allow rule 'nct-staff' does not hold: it is for the zones internal, vpn",
            ])
        #expect(
            explanation.remedy
                == Remedy(steps: [.comeFrom(["internal", "vpn"], tried: try .of("10.20.0.0"))], obstacle: nil))
    }

    @Test func `a missing factor says which would do`() throws {
        let explanation = try policy.snapshot().explain(staff.changed { $0.circumstances.proofs.removeLast() })
        #expect(
            explanation.remedy.steps.map(\.description) == ["Show second (totp or webauthn, at most 900 s old)."])
    }

    @Test func `a deny rule is named as what stands in the way`() throws {
        var policy = policy
        policy.definition.rules.append(try .deny("closed", on: "fab"))
        #expect(
            try policy.snapshot().explain(staff).remedy == Remedy(steps: [], obstacle: .denyRules(["closed"])))
    }

    @Test func `a step-up asks for no factor that another one fills`() throws {
        var policy = policy
        policy.definition.rules[0].conditions?.factors = [
            .init(.totp, maximumAge: .minutes(5)), .init(.second), .init(.password),
        ]
        let stepUp = try #require(try policy.decide(staff.changed { $0.circumstances.proofs.removeLast() }).stepUp)
        #expect(stepUp.missing.map(\.name) == [.password, .totp])
        #expect(stepUp.missing.map(\.maximumAge) == [.minutes(15), .minutes(5)])
    }
}

@Suite struct `A policy test` {
    @Test func `agrees only with the answer it expects`() throws {
        let snapshot = try ExamplePolicy().snapshot()
        let question = try Question.staffAtTen()
        func disagrees(_ expected: PolicyTest.Expectation) -> Bool {
            PolicyTest(name: "x", question: question, expected: expected).disagreement(with: snapshot) != nil
        }
        #expect(!disagrees(.permit(.init())))
        #expect(
            !disagrees(
                .permit(.init(rules: ["nct-staff"], idle: .minutes(10), absolute: .minutes(240), storage: .deny))))
        #expect(disagrees(.permit(.init(rules: ["nct-admin"]))))
        #expect(disagrees(.permit(.init(idle: .minutes(11)))))
        #expect(disagrees(.permit(.init(absolute: .minutes(11)))))
        #expect(disagrees(.permit(.init(storage: .allow))))
        #expect(disagrees(.permit(.init(validUntil: question.circumstances.at))))
        #expect(disagrees(.deny(.zoneDenied)))
        #expect(disagrees(.stepUp(missing: nil)))
    }
}
