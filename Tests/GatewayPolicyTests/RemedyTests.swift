import GatewayIdentity
import GatewayPolicy
import Testing

@Suite struct `A remedy` {
    private let policy: ExamplePolicy
    private let staff: Question

    init() throws {
        policy = try ExamplePolicy()
        staff = try .staffAtTen()
    }

    private func remedy(_ change: (inout Question) throws -> Void) throws -> Remedy {
        var question = staff
        try change(&question)
        return try policy.snapshot().remedy(for: question)
    }

    @Test func `flips the decision when it is done, for random policies and questions`() throws {
        var random = SeededRandom(0x7265_6d65)
        var (mended, obstructed) = (0, 0)
        for _ in 0..<1500 {
            var policy = try ExamplePolicy.random(&random)
            if Int.random(in: 0..<4, using: &random) == 0 { policy.definition.floors["random"] = try .random(&random) }
            let question = try Question.random(&random)
            let snapshot: PolicySnapshot
            do throws(PolicyDefects) {
                snapshot = try PolicySnapshot(compiling: policy.definition, sha256: .sample)
            } catch { continue }
            let remedy = snapshot.remedy(for: question)
            let after = snapshot.decide(remedy.steps.reduce(question) { $0.after($1) })
            #expect((after.permit != nil) == (remedy.obstacle == nil), "\(remedy), \(question)")
            guard snapshot.decide(question).permit == nil else {
                #expect(remedy.steps.isEmpty)
                continue
            }
            if remedy.obstacle == nil { mended += 1 } else { obstructed += 1 }
            // Nothing is asked for that does not count: each step changes the answer, or what else is missing.
            var before = question
            for step in remedy.steps {
                let next = before.after(step)
                #expect(!snapshot.decide(next).saysTheSame(as: snapshot.decide(before)), "\(step), \(question)")
                before = next
            }
        }
        #expect(mended > 100 && obstructed > 50, "\(mended), \(obstructed)")
    }

    @Test func `of a permit is to do nothing`() throws {
        #expect(try remedy { _ in } == Remedy(steps: [], obstacle: nil))
    }

    @Test func `names everything that is needed, in the order in which it is told`() throws {
        let saturday = try #require(RFC3339.parse("2026-11-28T21:00:00+09:00"))
        let monday = try #require(RFC3339.parse("2026-11-30T08:00:00+09:00"))
        let remedy = try remedy {
            $0.circumstances.source = try .of("10.30.0.5")
            $0.circumstances.move(to: saturday)
        }
        #expect(remedy.obstacle == nil)
        guard remedy.steps.count == 3, case .comeFrom(["internal", "vpn"], _) = remedy.steps[0],
            case .showFactors(let gaps) = remedy.steps[2]
        else { return #expect(Bool(false), "\(remedy)") }
        #expect(remedy.steps[1] == .wait(until: monday, ["office"]))
        #expect(gaps.map(\.name) == [.second])
    }

    @Test func `for a lapsed code is to verify again, by the person`() throws {
        let remedy = try remedy { $0.circumstances.move(to: $0.circumstances.at + .minutes(60)) }
        #expect(remedy.steps.map(\.doer) == [.person])
        guard case .showFactors(let gaps) = remedy.steps[0] else { return #expect(Bool(false)) }
        #expect(gaps.map(\.name) == [.second] && gaps.allSatisfy(\.hasLapsed))
    }

    @Test func `says what administrators have to do`() throws {
        #expect(try remedy { $0.subject.condition = .locked }.steps == [.liftLock])
        #expect(try remedy { $0.subject.condition = .disabled }.steps == [.enableAccount])
        #expect(try remedy { $0.circumstances.certificate = .other }.steps.first == .showCertificate)
        let stranger = try remedy { $0.subject.roles = [] }
        #expect(stranger.steps.first == .takeRole("staff") && stranger.obstacle == nil)
        #expect(stranger.steps.map(\.doer) == [.administrator])
        let torn = try remedy {
            $0.subject.roles = ["auditor", "security_admin", "staff"]
            $0.path = "/project/x"
        }
        #expect(torn.steps.first == .giveUpRole("security_admin") || torn.steps.first == .giveUpRole("auditor"))
    }

    @Test func `gives up where only the policy could say something else, and says what`() throws {
        #expect(try remedy { $0.path = "/a/../b" }.obstacle == .unreadablePath)
        #expect(try remedy { $0.method = .trace }.obstacle == .methodNeverForwarded)
        let elsewhere = try remedy { $0.path = "/elsewhere" }
        guard case .noRule(let traces) = elsewhere.obstacle else { return #expect(Bool(false), "\(elsewhere)") }
        #expect(traces.map(\.rule) == ["nct-staff"])
        var closed = policy
        closed.definition.rules.append(try .deny("closed", on: "fab"))
        #expect(try closed.snapshot().remedy(for: staff).obstacle == .denyRules(["closed"]))
    }

    @Test func `goes round deny rules where they leave something open: another zone, another time, another country`()
        throws
    {
        func remedy(_ occasions: Rule.Occasions) throws -> Remedy {
            var policy = policy
            var rule = try Rule.deny("closed", on: "fab")
            rule.effect = .deny(occasions)
            policy.definition.rules.append(rule)
            return try policy.snapshot().remedy(for: staff)
        }
        let elsewhere = try remedy(.init(exceptZones: ["vpn"]))
        #expect(elsewhere.obstacle == nil)
        guard case .comeFrom(["vpn"], _)? = elsewhere.steps.first else {
            Issue.record("\(elsewhere)")
            return
        }
        // Office hours have begun: the next day, or when the deny rule's own time is over.
        let later = try remedy(.init(windows: .only(["office"])))
        guard case .denyRules? = later.obstacle else {
            Issue.record("\(later)")
            return
        }
        let korea = try #require(CountryCode("KR"))
        #expect(try remedy(.init(exceptCountries: [korea])).steps.first == .beIn([korea]))
    }

    @Test func `waits for no window that stays shut`() throws {
        var policy = policy
        policy.definition.windows["never"] = AccessWindow(
            days: [.monday], hours: [try #require(MinuteRange(from: 0, to: 1))], zone: .seoul,
            holidays: Set(
                (0..<20).compactMap {
                    CivilDate(String(RFC3339.string(staff.circumstances.at + .minutes($0 * 7 * 1440)).prefix(10)))
                }))
        #expect(policy.definition.windows["never"]?.holidays.count == 20)
        policy.definition.rules[0].conditions?.windows = .only(["never"])
        let remedy = try policy.snapshot().remedy(for: staff)
        #expect(remedy.obstacle != nil && remedy.steps.isEmpty)
    }
}

extension Decision {
    fileprivate func saysTheSame(as other: Decision) -> Bool {
        switch (self, other) {
        case (.permit, .permit): true
        case (.stepUp(let one), .stepUp(let two)): one == two
        case (.deny(let one), .deny(let two)): one == two
        case _: false
        }
    }
}
