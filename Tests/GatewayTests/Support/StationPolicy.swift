import GatewayIdentity
import GatewayMetrics
import GatewayPages
import GatewayPolicy
import GatewaySessions
import GatewayTesting
import Testing

@testable import Gateway

/// Three consoles: `notice` asks for the certificate alone, `build` for a code too, `legacy` is `notice` behind an upstream of another name.
enum StationPolicy {
    static let names = PageNames(
        gate: "gate.example", desk: "desk.example",
        consoles: [ConsoleID("notice"): "notice.example", ConsoleID("build"): "build.example"])

    static let site = Site(
        gateOrigin: "https://gate.example",
        consoles: [
            ConsoleSite(id: ConsoleID("notice"), origin: "https://notice.example", displayName: "공지", grade: .open),
            ConsoleSite(id: ConsoleID("build"), origin: "https://build.example", displayName: "빌드", grade: .sensitive),
            ConsoleSite(id: ConsoleID("legacy"), origin: "https://legacy.example", displayName: "옛것", grade: .open),
        ], contact: "02-000-0000", retentionYears: 2)

    static func snapshot(_ change: (inout PolicyDefinition) throws -> Void = { _ in }) throws -> PolicySnapshot {
        var definition = PolicyDefinition()
        definition.grades = [
            .open: grade(idle: 30, absolute: 720, stepUp: 720), .sensitive: grade(idle: 15, absolute: 480, stepUp: 60),
            .classified: grade(idle: 10, absolute: 240, stepUp: 15),
        ]
        definition.lockouts = [
            LockoutName("normal"): LockoutProfile(
                failures: 5, window: .seconds(900), lock: .lasting(.seconds(1800)),
                disable: .init(failures: 10, window: .seconds(86400)))
        ]
        definition.roles = [RoleName("staff"): Role(kind: .member)]
        definition.consoles = [
            try console("notice", .open), try console("build", .sensitive), try console("legacy", .open),
        ]
        definition.rules = [
            allow("notice-people", "notice", [.certificate]), allow("build-people", "build", [.totp]),
            allow("legacy-people", "legacy", [.certificate]),
            Rule(
                id: RuleID("no-secrets"),
                target: .init(
                    roles: .all, consoles: .only([ConsoleID("notice")]), paths: [try PathPattern("/secret/**")]),
                effect: .deny(.init())),
        ]
        try change(&definition)
        return try PolicySnapshot(compiling: definition, sha256: Sample.digest(7))
    }

    static func routes(_ policy: PolicySnapshot, names: NameRoll? = nil) -> RouteTable {
        let groups = PlayedNames().directory().adopt(policy.definition.consoles) { _ in nil }
        let consoles = policy.definition.consoles.compactMap { console in
            groups[console.id].map { (console, $0) }
        }.map { console, group in
            ConsoleRoute(
                console: console.id, hosts: console.hosts.map(\.text), upstreams: group,
                timeouts: ForwardTimeouts(
                    connect: .seconds(5), header: .seconds(30), idle: .seconds(30), total: nil,
                    tunnelIdle: .seconds(300)),
                rewritesHost: console.id.text == "legacy", isCacheable: false, grade: console.grade,
                labelHeader: console.labelHeader,
                webSocketOrigins: ["https://\(console.id.text).example"],
                place: names?.place(of: console.id.text) ?? .other)
        }
        return RouteTable(policy: policy, gateHost: "gate.example", deskHost: "desk.example", consoles: consoles)
    }

    private static func grade(idle: Int, absolute: Int, stepUp: Int) -> GradeRules {
        GradeRules(
            limits: SessionLimits(
                idle: .seconds(idle * 60), absolute: .seconds(absolute * 60), stepUp: .seconds(stepUp * 60),
                concurrent: 3,
                whenFull: .endOldest),
            revocationAge: .seconds(4 * 3600), lockout: LockoutName("normal"))
    }

    private static func console(_ id: String, _ grade: Grade) throws -> Console {
        Console(
            id: ConsoleID(id), hosts: [try #require(HostName(id + ".example"))],
            upstreams: [try #require(UpstreamURL("http://upstream.internal:8080"))], owner: "hong-41c2",
            manager: "lee-90aa",
            grade: grade)
    }

    private static func allow(_ id: String, _ console: String, _ factors: [FactorName]) -> Rule {
        Rule(
            id: RuleID(id),
            target: .init(roles: .only([RoleName("staff")]), consoles: .only([ConsoleID(console)]), actions: .every),
            effect: .allow(.init(factors: factors.map { FactorRequirement($0) })))
    }
}
