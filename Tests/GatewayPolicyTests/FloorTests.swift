import GatewayIdentity
import GatewayPolicy
import Testing

@Suite struct `A floor` {
    private let policy: ExamplePolicy

    init() throws { policy = try ExamplePolicy() }

    private func defects(_ floor: Floor, _ change: (inout PolicyDefinition) throws -> Void = { _ in }) throws
        -> [String]
    {
        var policy = policy
        policy.definition.floors["f"] = floor
        try change(&policy.definition)
        do throws(PolicyDefects) {
            _ = try PolicySnapshot(compiling: policy.definition, sha256: .sample)
            return []
        } catch {
            return error.all.map { "\($0.place): \($0)" }
        }
    }

    private static let classified = Floor.Selector(grades: .only([.classified]))

    @Test func `that everything keeps to changes nothing`() throws {
        #expect(try defects(Floor(Self.classified, factors: [.init(.second)], limits: .init(idle: .minutes(10)))) == [])
    }

    @Test func `refuses a rule that asks for weaker factors, and names itself`() throws {
        let strong = Floor(Self.classified, factors: [.init(.strong)])
        let said = "weaker than floor 'f', which asks for factor strong"
        #expect(try defects(strong) == ["rules.nct-staff.factors: \(said)", "rules.nct-partner.factors: \(said)"])
        // The tag's factors and the role's count as the rule's.
        #expect(
            try defects(strong) {
                $0.roles["staff"]?.factors = [.init(.strong)]
                $0.tags["national_core_technology"]?.factors = [.init(.strong)]
            } == [])
    }

    @Test func `refuses a rule by which proofs may be older`() throws {
        let fresh = Floor(Self.classified, factors: [.init(.second, maximumAge: .minutes(10))])
        #expect(
            try defects(fresh).first
                == "rules.nct-staff.factors: weaker than floor 'f', which asks for factor second, at most 600 s old")
        #expect(
            try defects(fresh) { definition in
                for index in 0..<3 {
                    definition.rules[index].conditions?.factors = [.init(.webauthn, maximumAge: .minutes(9))]
                }
            } == [])
        // The step-up age of the grade is an age too.
        #expect(try defects(Floor(Self.classified, factors: [.init(.second, maximumAge: .minutes(15))])) == [])
    }

    @Test func `refuses a grade, or a role, with longer limits`() throws {
        #expect(
            try defects(Floor(Self.classified, limits: .init(idle: .minutes(9)))) == [
                "grades.classified.idle: weaker than floor 'f', which asks for idle of at most 540 s"
            ])
        let admins = Floor(.init(roles: .only(["privileged_admin"])), limits: .init(absolute: .minutes(180)))
        #expect(
            try defects(admins) == [
                "roles.privileged_admin.absolute: weaker than floor 'f', which asks for absolute of at most 10800 s"
            ])
        #expect(try defects(admins) { $0.roles["privileged_admin"]?.limits.absolute = .minutes(180) } == [])
        #expect(
            try defects(
                Floor(
                    .init(tags: .only(["national_core_technology"])), limits: .init(stepUp: .minutes(10), concurrent: 1)
                ))
                == ["grades.classified.step_up: weaker than floor 'f', which asks for step_up of at most 600 s"])
    }

    @Test func `refuses a rule without its approvals, zones or windows`() throws {
        let floor = Floor(
            .init(tags: .only(["national_core_technology"]), roles: .only(["staff"])), approvals: [.handler],
            zones: .only(["internal"]), windows: .only(["office"]))
        #expect(
            try defects(floor) == [
                "rules.nct-staff.approvals: weaker than floor 'f', which asks for approval 'nct_handler'",
                "rules.nct-staff.zones: weaker than floor 'f', which asks for the zones internal",
            ])
        #expect(
            try defects(floor) {
                $0.rules[0].conditions?.zones = .only(["internal"])
                $0.tags["national_core_technology"]?.requirements = [.approval(.handler)]
            } == [])
    }

    @Test func `refuses an exception that would leave it`() throws {
        let now = try Question.staffAtTen().circumstances.at
        let floor = Floor(
            .init(tags: .only(["national_core_technology"]), roles: .only(["staff"])),
            zones: .only(["internal", "vpn"]))
        #expect(
            try defects(floor) {
                $0.exceptions["e"] = RuleException(
                    to: "nct-staff", zones: ["wireless"], from: now, expires: now + .minutes(1), reason: "x",
                    approvedBy: AccountName(stored: "park-5e11"))
            } == ["exceptions.e.zones: weaker than floor 'f', which asks for the zones internal, vpn"])
    }

    @Test func `speaks only of what all parts of its selector fit`() throws {
        let selector = Floor.Selector(
            grades: .only([.sensitive]), tags: .only(["national_core_technology"]), roles: .only(["staff"]))
        #expect(try defects(Floor(selector, factors: [.init(.strong)])) == [])
    }

    @Test func `that asks for nothing, or names what is not there, is a mistake`() throws {
        #expect(try defects(Floor(.init())) == ["floors.f: 'f' asks for nothing"])
        #expect(
            try defects(Floor(.init(roles: .only(["x"])), factors: [.init(.second)])).first?.hasPrefix(
                "floors.f.roles: 'x' is not defined") == true)
    }

    @Test func `is asked for by the decision too, of whoever holds one of its roles`() throws {
        var policy = policy
        policy.definition.floors["admins"] = Floor(
            .init(roles: .only(["privileged_admin"])), factors: [.init(.strong)], zones: .only(["internal"]))
        let snapshot = try policy.snapshot()
        let staff = try Question.staffAtTen()
        #expect(snapshot.decide(staff).permit?.floors == [])
        // The staff rule alone would let them in.
        let both = staff.changed { $0.subject.roles.insert("privileged_admin") }
        #expect(snapshot.decide(both).stepUp?.missing.map(\.name) == [.strong])
        #expect(snapshot.explain(both).floors == ["admins"])
        let proved = both.changed { $0.circumstances.proofs.append(.webauthn($0.circumstances.at)) }
        #expect(snapshot.decide(proved).permit?.floors == ["admins"])
        let fromVPN = try proved.changed { $0.circumstances.source = try .of("10.90.0.1") }
        #expect(snapshot.decide(fromVPN).reason == .zoneDenied)
    }

    @Test func `without roles asks programs for no second factor`() throws {
        var policy = policy
        policy.definition.roles["robot"] = Role(kind: .service)
        policy.definition.rules[3].target.roles = .only(["robot"])
        policy.definition.floors["f"] = Floor(
            .init(grades: .only([.open])), factors: [.init(.second)], zones: .only(["internal"]))
        policy.definition.rules[3].conditions?.zones = .only(["internal"])
        let robot = try Question.staffAtTen().changed {
            $0.subject.roles = ["robot"]
            $0.console = "notice"
            $0.circumstances.proofs.removeLast()
        }
        #expect(try policy.decide(robot).permit?.floors == ["f"])
        policy.definition.floors["f"]?.selector.roles = .only(["robot"])
        #expect(throws: PolicyDefects.self) { try policy.snapshot() }
    }
}
