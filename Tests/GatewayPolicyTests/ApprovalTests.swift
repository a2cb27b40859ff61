import GatewayIdentity
import GatewayPolicy
import Testing

@Suite struct `An approval` {
    private let policy: ExamplePolicy
    private let staff: Question
    private let partner: Question
    private let now: UnixTime

    init() throws {
        policy = try ExamplePolicy()
        staff = try .staffAtTen()
        partner = try .partnerAtTen()
        now = staff.circumstances.at
        #expect(try policy.decide(staff).permit != nil)
    }

    private func holding(_ approvals: HeldApproval...) -> Question {
        staff.changed { $0.circumstances.approvals = approvals }
    }

    private func asking(_ change: (inout PolicyDefinition) -> Void) throws -> PolicySnapshot {
        var policy = policy
        change(&policy.definition)
        return try policy.snapshot()
    }

    @Test(arguments: ["rule", "role", "zone", "tag", "floor"])
    func `can be asked for by a rule, a role, a zone, a tag or a floor`(whoAsks: String) throws {
        let name: ApprovalName = "officer_approval"
        let policy = try asking { definition in
            switch whoAsks {
            case "rule": definition.rules[0].conditions?.approvals = [name]
            case "role": definition.roles["staff"]?.approvals = [name]
            case "zone": definition.zones["internal"]?.needs = [name]
            case "tag": definition.tags["national_core_technology"]?.requirements = [.approval(name)]
            case _:
                // Some rule has to ask for it for the policy to load; the floor asks again, of whoever holds both roles.
                definition.roles["auditor"]?.approvals = [name]
                definition.floors["f"] = Floor(.init(roles: .only(["auditor"])), approvals: [name])
            }
        }
        var question = staff
        if whoAsks == "floor" { question.subject.roles.insert("auditor") }
        #expect(policy.decide(question).reason == .approvalMissing)
        let approved = question.changed { $0.circumstances.approvals = [.held(name, at: now, minutes: 5)] }
        #expect(policy.decide(approved).permit?.validUntil == now + .minutes(5))
        #expect(policy.explain(question).remedy.steps.contains { $0.description.contains("officer_approval") })
    }

    @Test func `runs from its start until its end, half-open`() throws {
        let policy = try asking { $0.rules[0].conditions?.approvals = ["two_person"] }
        func decide(from: Duration, to: Duration) -> Reason? {
            policy.decide(holding(HeldApproval("two_person", from: now + from, to: now + to))).reason
        }
        #expect(decide(from: .zero, to: .milliseconds(1)) == nil)
        #expect(decide(from: .milliseconds(1), to: .minutes(5)) == .approvalMissing)
        #expect(decide(from: .minutes(-5), to: .zero) == .approvalExpired)
    }

    @Test func `never holds longer than the policy says of its name`() throws {
        let policy = try asking { $0.rules[0].conditions?.approvals = ["two_person"] }
        let early = HeldApproval("two_person", from: now - .minutes(239), to: .distantFuture)
        #expect(policy.decide(holding(early)).permit?.validUntil == now + .minutes(1))
        let late = HeldApproval("two_person", from: now - .minutes(240), to: .distantFuture)
        #expect(policy.decide(holding(late)).reason == .approvalExpired)
    }

    @Test func `for one console is none for another`() throws {
        let policy = try asking { $0.rules[0].conditions?.approvals = ["two_person"] }
        #expect(
            policy.decide(holding(.held("two_person", at: now, consoles: .only(["build"])))).reason == .approvalMissing)
        #expect(policy.decide(holding(.held("two_person", at: now, consoles: .only(["fab"])))).permit != nil)
    }

    @Test(arguments: [
        (ApprovalName.handler, Reason.handlerNotListed, Reason.handlerNotListed),
        (.pledge, .pledgeMissing, .pledgeMissing), (.training, .trainingExpired, .trainingExpired),
        ("two_person", .approvalMissing, .approvalExpired), (.grant, .approvalMissing, .approvalExpired),
    ])
    func `has reasons of its own where the name is well known`(name: ApprovalName, missing: Reason, expired: Reason)
        throws
    {
        let policy = try asking { $0.rules[0].conditions?.approvals = [name] }
        #expect(policy.decide(staff).reason == missing)
        let ended = staff.changed {
            $0.circumstances.approvals = [.held(name, at: now, minutes: 0)]
            $0.circumstances.grants = [Grant(console: "fab", from: now - .minutes(1), to: now)]
        }
        #expect(policy.decide(ended).reason == expired)
    }

    @Test func `by name of 'grant' is a grant and nothing else`() throws {
        let policy = try asking { $0.rules[0].conditions?.approvals = [.grant] }
        #expect(policy.decide(holding(.held(.grant, at: now))).reason == .approvalMissing)
    }

    @Test func `to export is met by a partner grant, unless its document says more than grants do`() throws {
        func asking(_ fields: Set<ApprovalDocument.Field>, _ kinds: Set<ApprovalDocument.Kind>) throws -> Decision {
            try self.asking {
                $0.rules[2].conditions?.approvals = [.exportPermission]
                $0.approvals[.exportPermission] = Approval(document: .init(kinds: kinds, fields: fields))
            }.decide(partner)
        }
        let kinds = Set(ApprovalDocument.Kind.allCases)
        #expect(try asking([.reference, .from, .to], kinds).permit != nil)
        #expect(try asking([.reference, .technologies], kinds).reason == .approvalMissing)
        #expect(try asking([.reference], [.exportApproval]).reason == .approvalMissing)
    }

    @Test func `of several is told in one order, whichever rules ask for them`() throws {
        let policy = try asking {
            $0.rules[0].conditions?.approvals = [.training, "two_person"]
            $0.roles["staff"]?.approvals = [.pledge]
        }
        var held = [HeldApproval.held("two_person", at: now), .held(.pledge, at: now), .held(.training, at: now)]
        var reasons: [Reason?] = []
        repeat {
            reasons.append(policy.decide(staff.changed { $0.circumstances.approvals = held.reversed() }).reason)
            _ = held.popLast()
        } while !held.isEmpty
        #expect(reasons == [nil, .trainingExpired, .pledgeMissing])
        #expect(policy.decide(staff).reason == .approvalMissing)
    }

    @Test func `that somebody can be asked for on a console is known beforehand`() throws {
        let policy = try asking {
            $0.rules[0].conditions?.approvals = ["two_person"]
            $0.roles["staff"]?.approvals = [.pledge]
            $0.zones["wireless"]?.needs = ["officer_approval"]
            $0.tags["national_core_technology"]?.requirements = [.approval(.handler), .designatedDevice]
        }
        let ofStaff = policy.approvals(askedOf: ["staff"], on: "fab")
        #expect(ofStaff == ["two_person", .pledge, "officer_approval", .handler])
        #expect(policy.approvals(askedOf: ["foreign_partner"], on: "fab") == [.grant, "officer_approval", .handler])
        #expect(policy.approvals(askedOf: ["auditor"], on: "fab") == [])
        #expect(policy.approval("two_person")?.approvers.map(\.count) == [2])
    }

    @Test func `is told before a factor is asked for that would not help`() throws {
        let policy = try asking { $0.rules[0].conditions?.approvals = ["two_person"] }
        #expect(policy.decide(staff.changed { $0.circumstances.proofs.removeLast() }).reason == .approvalMissing)
    }
}

@Suite struct `What roles and tags ask of everybody` {
    private let policy: ExamplePolicy
    private let staff: Question

    init() throws {
        policy = try ExamplePolicy()
        staff = try .staffAtTen()
    }

    @Test func `a role asks for factors under every rule`() throws {
        var policy = policy
        policy.definition.roles["staff"]?.factors = [.init(.strong)]
        #expect(try policy.decide(staff).stepUp?.missing.map(\.name) == [.strong])
        let strong = staff.changed { $0.circumstances.proofs.append(.webauthn($0.circumstances.at)) }
        #expect(try policy.decide(strong).permit != nil)
        #expect(try policy.snapshot().asks(for: .strong, of: ["staff"]))
        #expect(try !policy.snapshot().asks(for: .strong, of: ["auditor"]))
    }

    @Test(arguments: ["role", "tag"])
    func `a role or a tag asks for a designated device`(whoAsks: String) throws {
        var policy = policy
        switch whoAsks {
        case "role": policy.definition.roles["staff"]?.device = .designated
        case _: policy.definition.tags["national_core_technology"]?.requirements = [.designatedDevice]
        }
        let device = try #require(DeviceID("KT-0042"))
        #expect(try policy.decide(staff).reason == .deviceNotDesignated)
        #expect(
            try policy.decide(staff.changed { $0.circumstances.device = .presented(device) }).reason
                == .deviceNotDesignated)
        #expect(try policy.decide(staff.changed { $0.circumstances.device = .designated(device) }).permit != nil)
    }
}
