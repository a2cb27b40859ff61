import GatewayIdentity
import GatewayPolicy
import Testing

@Suite struct `A policy is compiled whole or not at all` {
    @Test func `the example has no defect and no warning`() throws {
        #expect(try ExamplePolicy().snapshot().warnings == [])
    }

    private func defects(_ change: (inout PolicyDefinition) throws -> Void) throws -> [PolicyDefect.What] {
        var policy = try ExamplePolicy()
        try change(&policy.definition)
        do throws(PolicyDefects) {
            _ = try PolicySnapshot(compiling: policy.definition, sha256: .sample)
            return []
        } catch {
            return error.all.map(\.what)
        }
    }

    @Test func `every grade is needed`() throws {
        #expect(try defects { $0.grades[.sensitive] = nil } == [.gradeMissing])
    }

    @Test func `floors hold: a grade cannot be looser than the profile`() throws {
        #expect(try defects { $0.grades[.classified]?.limits.idle = .minutes(16) }.first == .aboveFloor(ceiling: "15m"))
        #expect(
            try defects { $0.grades[.classified]?.limits.absolute = .minutes(721) }.first
                == .aboveFloor(ceiling: "720m"))
        #expect(
            try defects { $0.grades[.classified]?.limits.stepUp = .minutes(61) }.contains(.aboveFloor(ceiling: "60m")))
        #expect(try defects { $0.grades[.open]?.limits.idle = .minutes(61) } == [.aboveFloor(ceiling: "60m")])
        #expect(try defects { $0.lockouts["strict"]?.failures = 6 } == [.aboveFloor(ceiling: "5")])
        #expect(try defects { $0.lockouts["normal"]?.failures = 11 } == [.aboveFloor(ceiling: "10")])
        #expect(try defects { $0.lockouts["normal"]?.window = .seconds(1) } == [.belowFloor(minimum: "5m")])
        #expect(try defects { $0.lockouts["normal"]?.lock = .lasting(.seconds(1)) } == [.belowFloor(minimum: "5m")])
    }

    @Test func `a more sensitive grade is never the looser one`() throws {
        #expect(try defects { $0.grades[.sensitive]?.limits.idle = .minutes(31) } == [.looserThan(.open)])
    }

    @Test func `names must be defined`() throws {
        let roles = ["auditor", "foreign_partner", "privileged_admin", "security_admin", "staff"]
        #expect(try defects { $0.roles["staff"]?.excludes = ["stuff"] } == [.unknownName("stuff", known: roles)])
        #expect(try defects { $0.rules[0].target.roles = .only(["stuff"]) } == [.unknownName("stuff", known: roles)])
        #expect(
            try defects { $0.rules[3].target.consoles = .only(["x"]) } == [
                .unknownName("x", known: ["build", "fab", "notice"])
            ])
        #expect(
            try defects { $0.rules[0].conditions?.windows = .only(["x"]) } == [.unknownName("x", known: ["office"])])
        #expect(
            try defects { $0.consoles[0].tags.insert("x") }.contains(
                .unknownName("x", known: ["national_core_technology"])))
        #expect(try defects { $0.roles["staff"]?.lockout = "x" } == [.unknownName("x", known: ["normal", "strict"])])
    }

    @Test func `nothing is defined twice, and a host names one console`() throws {
        #expect(try defects { $0.rules.append($0.rules[3]) } == [.duplicate])
        #expect(try defects { $0.consoles[1].hosts = $0.consoles[0].hosts } == [.hostTaken(by: "fab")])
    }

    @Test func `sensitive and classified consoles ask for a second factor`() throws {
        #expect(
            try defects { $0.rules[4].conditions?.factors = [.init(.certificate), .init(.password)] } == [
                .noSecondFactor("build", .sensitive)
            ])
        #expect(try defects { $0.consoles[1].grade = .classified } == [.noSecondFactor("notice", .classified)])
        // The tag asks for it in the rule's place.
        #expect(try defects { $0.rules[0].conditions?.factors = [] } == [])
    }

    @Test func `services have rules of their own, and none for classified consoles`() throws {
        func withRobot(_ change: (inout PolicyDefinition) -> Void) throws -> [PolicyDefect.What] {
            try defects {
                $0.roles["robot"] = Role(kind: .service)
                change(&$0)
            }
        }
        let certificate = [FactorRequirement(.certificate)]
        #expect(try withRobot { $0.rules[3].target.roles = .only(["robot"]) } == [])
        #expect(
            try withRobot {
                $0.rules[4].target.roles = .only(["robot"])
                $0.rules[4].conditions?.factors = certificate
            } == [])
        #expect(
            try withRobot { $0.rules[3].target.roles = .only(["robot", "staff"]) } == [.servicesAmongPeople(["robot"])])
        #expect(try withRobot { $0.rules[0].target.roles = .only(["robot"]) } == [.serviceAtClassified("fab")])
    }

    @Test func `wildcards are not for roles that may not use them`() throws {
        let defect = PolicyDefect.What.wildcardForRole("foreign_partner", path: "/project/*")
        #expect(try defects { $0.rules[2].target.paths = [try PathPattern("/project/*")] } == [defect])
        #expect(
            try defects {
                $0.rules[2].target.paths = [try PathPattern("/project/*")]
                $0.roles["foreign_partner"]?.wildcardPaths = true
            } == [])
    }

    @Test func `an empty list is a mistake, not everything`() throws {
        #expect(try defects { $0.rules[0].target.roles = .only([]) } == [.emptyList])
        #expect(try defects { $0.rules[0].conditions?.zones = .only([]) } == [.emptyList])
        #expect(try defects { $0.rules[3].target.paths = [] } == [.emptyList])
        #expect(try defects { $0.consoles[1].upstreams = [] } == [.emptyList])
        #expect(try defects { $0.roles["auditor"]?.actions = [] } == [.emptyList])
    }

    @Test func `only open consoles may be cached`() throws {
        #expect(try defects { $0.consoles[1].isCacheable = true } == [])
        #expect(try defects { $0.consoles[2].isCacheable = true } == [.cacheableAboveOpen(.sensitive)])
    }

    @Test func `durations are more than nothing`() throws {
        #expect(try defects { $0.consoles[0].timeouts.idle = .zero } == [.notPositive])
        #expect(try defects { $0.roles["staff"]?.limits.idle = .zero } == [.notPositive])
        #expect(try defects { $0.rules[0].conditions?.factors = [.init(.totp, maximumAge: .zero)] } == [.notPositive])
    }

    @Test func `a console has at most 128 rules, for the permit to remember`() throws {
        let many = try (0..<130).map {
            try Rule.allow("r\($0)", "staff", on: "notice", "/\($0)", [.view], [.certificate])
        }
        #expect(try defects { $0.rules = Array(many[..<128]) } == [])
        #expect(try defects { $0.rules = Array(many[..<129]) } == [.tooMany(limit: 128)])
    }

    @Test func `all defects are told at once`() throws {
        let found = try defects {
            $0.grades[.open] = nil
            $0.rules[0].target.roles = .only(["stuff"])
            $0.consoles[1].upstreams = []
        }
        #expect(found.count == 3)
    }

    @Test func `rules that can only contradict each other are warned of`() throws {
        var policy = try ExamplePolicy()
        policy.definition.rules.append(
            try .allow("zz", "staff", on: "fab", "/project/*", [.view], [.second], zones: ["wireless"]))
        let warnings = try policy.snapshot().warnings
        #expect(warnings.map(\.what) == [.contradicts("nct-staff")])
        #expect(warnings.map(\.place.description) == ["rules.zz.zones"])
        policy.definition.rules[5].target.paths = [try PathPattern("/elsewhere")]
        #expect(try policy.snapshot().warnings == [])
    }

    @Test func `two rules that contradict each other on several consoles are warned of once`() throws {
        var policy = try ExamplePolicy()
        policy.definition.rules.append(
            try .allow("zz", "staff", on: "fab", "/project/*", [.view], [.second], zones: ["wireless"]))
        policy.definition.rules[5].target.consoles = .all
        policy.definition.rules[0].target.consoles = .only(["fab", "build"])
        #expect(try policy.snapshot().warnings.map(\.what) == [.contradicts("nct-staff")])
    }

    @Test func `a rule for all consoles is held to what each of them asks for`() throws {
        #expect(
            try defects {
                $0.rules[3].target.consoles = .all
                $0.consoles[0].tags = []
            } == [.noSecondFactor("fab", .classified), .noSecondFactor("build", .sensitive)])
    }

    /// It took minutes when every rule was compared with every other, and with every console.
    @Test(.timeLimit(.minutes(1))) func `ten thousand rules over a thousand consoles are compiled`() throws {
        var policy = try ExamplePolicy()
        policy.definition.consoles = try (0..<1000).map { try ExamplePolicy.console("c\($0)", grade: .open) }
        policy.definition.rules = try (0..<10_000).map { number in
            try .allow(
                "r\(number)", "staff", on: ConsoleID("c\(number % 1000)"), "/\(number)", [.view], [.certificate])
        }
        let snapshot = try policy.snapshot()
        #expect(snapshot.warnings.isEmpty)
        #expect(snapshot.consoles(reachableBy: ["staff"]).count == 1000)
    }
}
