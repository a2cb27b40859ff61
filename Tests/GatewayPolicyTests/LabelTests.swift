import GatewayIdentity
import GatewayPolicy
import Testing

/// Semantics 4 of compliance profile nct-2025-04: the grade is the highest of route, tag and label of the answer. T15.
@Suite struct `A label of an answer` {
    private var policy: ExamplePolicy

    init() throws {
        policy = try ExamplePolicy()
        for index in policy.definition.consoles.indices {
            policy.definition.consoles[index].labelHeader = LabelHeader("X-Data-Grade")
        }
    }

    private func atBuild(_ label: Grade?, _ change: (inout Question) throws -> Void = { _ in }) throws -> Question {
        try Question.staffAtTen().changed {
            $0.console = "build"
            $0.circumstances.label = label
            try change(&$0)
        }
    }

    @Test(arguments: [Grade.open, .sensitive])
    func `T15: that is no higher than the console changes nothing`(label: Grade) throws {
        let snapshot = try policy.snapshot()
        #expect(snapshot.decide(try atBuild(label)).verdict == snapshot.decide(try atBuild(nil)).verdict)
        #expect(snapshot.decide(try atBuild(label)).permit?.grade == .sensitive)
        // Nor can it lower a console that tags have raised.
        let fab = try Question.staffAtTen()
        #expect(
            snapshot.decide(fab.changed { $0.circumstances.label = label }).verdict == snapshot.decide(fab).verdict)
    }

    @Test func `T15: classified brings the limits of that grade`() throws {
        let permit = try #require(try policy.decide(try atBuild(.classified)).permit)
        #expect(permit.grade == .classified)
        #expect(permit.limits.idle == .minutes(10))
        #expect(permit.limits.absolute == .minutes(240))
        #expect(permit.revocationAge == .minutes(60))
        #expect(permit.rules == ["build-staff"])
    }

    @Test func `T15: classified asks again for a factor that is fresh enough for less`() throws {
        func old(_ label: Grade?) throws -> Question {
            try atBuild(label) { $0.circumstances.proofs[1] = .totp($0.circumstances.at - .minutes(20)) }
        }
        #expect(try policy.decide(try old(nil)).permit != nil)
        let stepUp = try #require(try policy.decide(try old(.classified)).stepUp)
        #expect(stepUp.missing.map(\.name) == [.totp])
        #expect(try policy.snapshot().remedy(for: try old(.classified)).obstacle == nil)
    }

    @Test func `asks for a younger revocation list`() throws {
        func old(_ label: Grade?) throws -> Question {
            try atBuild(label) { $0.circumstances.revocationKnownAt = $0.circumstances.at - .minutes(120) }
        }
        #expect(try policy.decide(try old(nil)).permit != nil)
        #expect(try policy.decide(try old(.classified)).reason == .revocationUnknown)
    }

    @Test func `brings the floors of its grade`() throws {
        var policy = policy
        policy.definition.rules.removeFirst(3)
        policy.definition.floors["c"] = Floor(.init(grades: .only([.classified])), factors: [.init(.strong)])
        let snapshot = try policy.snapshot()
        #expect(snapshot.decide(try atBuild(.sensitive)).permit?.floors == [])
        #expect(snapshot.decide(try atBuild(.classified)).stepUp?.missing.map(\.name) == [.strong])
        let strong = try atBuild(.classified) { $0.circumstances.proofs.append(.webauthn($0.circumstances.at)) }
        #expect(snapshot.decide(strong).permit?.floors == ["c"])
    }

    @Test func `keeps programs from what is classified, and nothing mends that`() throws {
        var policy = policy
        policy.definition.roles["robot"] = Role(kind: .service)
        policy.definition.rules.append(try .allow("bots", "robot", on: "build", "/**", [.view], [.certificate]))
        let snapshot = try policy.snapshot()
        let robot = try atBuild(nil) {
            $0.subject.roles = ["robot"]
            $0.circumstances.proofs.removeLast()
        }
        #expect(snapshot.decide(robot).permit != nil)
        let labelled = robot.changed { $0.circumstances.label = .classified }
        #expect(snapshot.decide(labelled).reason == .defaultDeny)
        #expect(snapshot.remedy(for: labelled).obstacle == .notForServices)
    }

    @Test func `lets no recovery code stand in for a factor of what is classified`() throws {
        func recovered(_ label: Grade?) throws -> Question {
            try atBuild(label) { $0.circumstances.proofs[1] = .recovery($0.circumstances.at) }
        }
        #expect(try policy.decide(try recovered(nil)).permit != nil)
        #expect(try policy.decide(try recovered(.classified)).stepUp != nil)
    }

    @Test func `is out of reach of a grant with a lower ceiling`() throws {
        var policy = policy
        policy.definition.rules.append(
            try .allow(
                "partners", "foreign_partner", on: "build", "/x", [.view], [.totp], zones: ["isolated_vdi"],
                approvals: [.grant]))
        let partner = try Question.partnerAtTen().changed {
            $0.console = "build"
            $0.path = "/x"
            let now = $0.circumstances.at
            $0.circumstances.grants = [
                Grant(
                    console: "build", from: now - .minutes(5), to: now + .minutes(5),
                    scope: GrantScope(ceiling: .sensitive))
            ]
        }
        let snapshot = try policy.snapshot()
        #expect(snapshot.decide(partner).permit != nil)
        #expect(snapshot.decide(partner.changed { $0.circumstances.label = .classified }).reason == .approvalMissing)
    }

    @Test func `makes an answer that caches could keep one that they must not`() throws {
        var policy = policy
        policy.definition.consoles[1].isCacheable = true
        let open = try Question.staffAtTen().changed { $0.console = "notice" }
        #expect(try policy.decide(open).permit?.obligations.noStore == false)
        for label in [Grade.sensitive, .classified] {
            let permit = try policy.decide(open.changed { $0.circumstances.label = label }).permit
            #expect(permit?.grade == label)
            #expect(permit?.obligations.noStore == true)
        }
    }

    @Test func `is no input where the console has no header for it`() throws {
        var policy = policy
        policy.definition.consoles[2].labelHeader = nil
        #expect(try policy.decide(try atBuild(.classified)).permit?.grade == .sensitive)
        #expect(try policy.snapshot().grade(of: "build", label: .classified) == .sensitive)
    }

    @Test func `counts in the explanation too`() throws {
        let explanation = try policy.snapshot().explain(try atBuild(.classified))
        #expect(explanation.decision.permit?.limits.idle == .minutes(10))
    }
}

@Suite struct `The value of a label header` {
    @Test(arguments: [
        ("open", Grade.open), ("O", .open), ("sensitive", .sensitive), ("s", .sensitive), ("Classified", .classified),
        ("C", .classified), (" \topen\t ", .open), ("OPEN", .open),
    ])
    func `is a word or its letter, in any case`(text: String, grade: Grade) {
        #expect(Grade(label: text.utf8) == grade)
    }

    @Test(arguments: [
        ("open, sensitive", Grade.sensitive), ("C,O", .classified), (",open,,", .open), ("open,secret", .classified),
    ])
    func `of a list is the highest (T33)`(text: String, grade: Grade) { #expect(Grade(label: text.utf8) == grade) }

    @Test(arguments: ["", " ", ",", "secret", "0", "none", "open;q=1", "\"open\"", "open sensitive", "오픈", "o\u{301}"])
    func `that is anything else counts as classified`(text: String) { #expect(Grade(label: text.utf8) == .classified) }
}

@Suite struct `The name of a label header` {
    @Test(arguments: ["X-Data-Grade", "grade", "x_grade", "X!#$%&'*+-.^_`|~9"])
    func `is a token`(text: String) { #expect(LabelHeader(text)?.text == text) }

    @Test(arguments: [
        "", "X Grade", "X-Grade:", "X-등급", "(x)", String(repeating: "x", count: 65), "Set-Cookie", "set-cookie",
        "Connection", "Transfer-Encoding", "Content-Type", "CONTENT-language", "X-Gwanmun-User", "Gwanmun-Session",
        "Cache-Control", "X-Request-Id", "Proxy-Status", "Sec-WebSocket-Accept", "Access-Control-Allow-Origin", "Date",
    ])
    func `is none that somebody else gives a meaning`(text: String) { #expect(LabelHeader(text) == nil) }
}
