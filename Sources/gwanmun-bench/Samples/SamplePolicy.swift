import GatewayIdentity
import GatewayPolicy

/// A policy of any size: consoles of grade sensitive, and allow rules dealt out to them in turn.
///
/// The first rule of each console is for the sample's role and lets it see and change everything. Those that follow are for other roles,
/// and every fourth for the sample's role and a part of the paths: what administrators add in the course of time.
struct SamplePolicy {
    let snapshot: PolicySnapshot

    static let console = ConsoleID("console-0")

    init(consoles: Int, rules: Int) throws {
        var definition = PolicyDefinition()
        definition.grades = Self.grades
        definition.lockouts = [
            LockoutName("normal"): LockoutProfile(
                failures: 5, window: .seconds(900), lock: .lasting(.seconds(1800)),
                disable: .init(failures: 10, window: .seconds(86_400)))
        ]
        definition.roles = Dictionary(uniqueKeysWithValues: Self.roles.map { ($0, Role(kind: .member)) })
        definition.zones = [
            ZoneName("internal"): Zone(networks: [try SampleProblem.expect(CIDRBlock("10.20.0.0/16"), "network")]),
            ZoneName("vpn"): Zone(networks: [try SampleProblem.expect(CIDRBlock("10.90.0.0/16"), "network")]),
        ]
        definition.consoles = try (0..<consoles).map { try Self.console($0) }
        definition.rules = try (0..<rules).map { try Self.rule($0, consoles: consoles) }
        snapshot = try PolicySnapshot(compiling: definition, sha256: Sample.digest(3))
    }

    var circumstances: Circumstances { Circumstances(at: Sample.now, source: Sample.source, proofs: Sample.proofs) }
    var subject: Subject { Subject(account: Sample.account, roles: [Sample.role]) }
    var standing: Standing { snapshot.standing(of: subject, on: Self.console, in: circumstances) }

    private static let roles = [Sample.role, RoleName("operator"), RoleName("auditor"), RoleName("developer")]

    private static var grades: [Grade: GradeRules] {
        let limits = SessionLimits(
            idle: .seconds(600), absolute: .seconds(14_400), stepUp: .seconds(3600), concurrent: 3, whenFull: .endOldest
        )
        let rules = GradeRules(limits: limits, revocationAge: .seconds(3600), lockout: LockoutName("normal"))
        return Dictionary(uniqueKeysWithValues: Grade.allCases.map { ($0, rules) })
    }

    private static func console(_ number: Int) throws -> Console {
        let host = try SampleProblem.expect(HostName("console-\(number).gw.localhost"), "host")
        let upstream = try SampleProblem.expect(UpstreamURL("http://10.0.0.5:8080"), "upstream")
        return Console(
            id: ConsoleID("console-\(number)"), hosts: [host], upstreams: [upstream], owner: "fab", manager: "fab",
            grade: .sensitive)
    }

    private static func rule(_ number: Int, consoles: Int) throws -> Rule {
        let round = number / consoles
        let path = round == 0 ? "/**" : "/area-\(round)/**"
        let zones: Selection<ZoneName> = .only([ZoneName("internal"), ZoneName("vpn")])
        return Rule(
            id: RuleID("rule-\(number)"),
            target: .init(
                roles: .only([roles[round % roles.count]]),
                consoles: .only([ConsoleID("console-\(number % consoles)")]), paths: [try PathPattern(path)],
                actions: [.view, .create, .change]),
            effect: .allow(.init(factors: [.init(.totp)], zones: zones)))
    }
}
