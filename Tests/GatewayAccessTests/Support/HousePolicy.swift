import GatewayIdentity
import GatewayPolicy
import Testing

/// The numbers of compliance profile nct-2025-04 (2.1, 2.2) for four kinds of people, each with the consoles that
/// give them those numbers.
enum HousePolicy {
    static func snapshot(_ change: (inout PolicyDefinition) -> Void = { _ in }) throws -> PolicySnapshot {
        var definition = PolicyDefinition()
        definition.grades = [
            .open: grade(idle: 30, absolute: 720, stepUp: 720, concurrent: 3, .endOldest, "normal"),
            .sensitive: grade(idle: 15, absolute: 480, stepUp: 60, concurrent: 2, .endOldest, "normal"),
            .classified: grade(idle: 10, absolute: 240, stepUp: 15, concurrent: 1, .refuse, "strict"),
        ]
        definition.lockouts = [
            LockoutName("normal"): LockoutProfile(
                failures: 5, window: .seconds(900), lock: .lasting(.seconds(1800)),
                disable: .init(failures: 10, window: .seconds(86400))),
            LockoutName("strict"): LockoutProfile(
                failures: 3, window: .seconds(900), lock: .untilAdministrator,
                disable: .init(failures: 5, window: .seconds(86400))),
        ]
        definition.roles = [
            RoleName("staff"): Role(kind: .member), RoleName("engineer"): Role(kind: .member),
            RoleName("security_admin"): Role(kind: .member, excludes: [RoleName("auditor")]),
            RoleName("auditor"): Role(kind: .member),
            RoleName("foreign_partner"): Role(
                kind: .external, excludes: [RoleName("security_admin")], limits: .init(absolute: .seconds(7200)),
                lockout: LockoutName("strict"), wildcardPaths: true),
        ]
        definition.consoles = [
            try console("notice", .open), try console("build", .sensitive), try console("fab", .classified),
        ]
        definition.rules = [
            allow("notice-people", ["staff", "security_admin", "auditor"], "notice", [.certificate]),
            allow("build-people", ["staff", "security_admin", "auditor", "foreign_partner"], "build", [.totp]),
            allow("fab-people", ["engineer"], "fab", [.totp]),
        ]
        change(&definition)
        return try PolicySnapshot(compiling: definition, sha256: SHA256Digest(bytes: [UInt8](repeating: 7, count: 32))!)
    }

    private static func grade(
        idle: Int, absolute: Int, stepUp: Int, concurrent: Int, _ whenFull: SessionLimits.WhenFull, _ lockout: String
    ) -> GradeRules {
        GradeRules(
            limits: SessionLimits(
                idle: .seconds(idle * 60), absolute: .seconds(absolute * 60), stepUp: .seconds(stepUp * 60),
                concurrent: concurrent, whenFull: whenFull),
            revocationAge: .seconds(3600), lockout: LockoutName(lockout))
    }

    private static func console(_ id: String, _ grade: Grade) throws -> Console {
        Console(
            id: ConsoleID(id), hosts: [try #require(HostName(id + ".example"))],
            upstreams: [try #require(UpstreamURL("http://127.0.0.1:7001"))],
            owner: "hong-41c2", manager: "lee-90aa", grade: grade)
    }

    private static func allow(_ id: String, _ roles: [String], _ console: String, _ factors: [FactorName]) -> Rule {
        Rule(
            id: RuleID(id),
            target: .init(
                roles: .only(Set(roles.map(RoleName.init))), consoles: .only([ConsoleID(console)]), actions: [.view]),
            effect: .allow(.init(factors: factors.map { FactorRequirement($0) })))
    }
}
