import GatewayIdentity
import GatewayPolicy
import Testing

// Small worlds, so that rules, questions and each other meet often.

extension ExamplePolicy {
    static func random(_ random: inout SeededRandom) throws -> ExamplePolicy {
        var policy = try ExamplePolicy()
        for number in 0..<Int.random(in: 1...5, using: &random) {
            policy.definition.rules.append(try .random(&random, number: number))
        }
        if Bool.random(using: &random) { try policy.except(&random) }
        if Bool.random(using: &random) {
            policy.definition.consoles[2].actionOverrides = [
                ActionOverride(methods: [.post], paths: [try PathPattern("/project/**")], action: .view),
                ActionOverride(methods: [.get, .post], paths: [try PathPattern("/project/x")], action: .download),
            ]
        }
        return policy
    }
}

extension ExamplePolicy {
    /// To a rule of staff, for some hours of the three days that questions are about.
    private mutating func except(_ random: inout SeededRandom) throws {
        definition.windows["late"] = AccessWindow(
            days: Set(Weekday.allCases), hours: [try #require(MinuteRange(from: 1100, to: 1320))], zone: .seoul)
        let monday = try #require(RFC3339.parse("2026-11-23T00:00:00+09:00"))
        let from = monday + .minutes(Int.random(in: 0..<2880, using: &random))
        definition.exceptions["e"] = RuleException(
            to: "nct-staff", zones: ["wireless"], windows: Bool.random(using: &random) ? ["late"] : [], from: from,
            expires: from + .minutes(Int.random(in: 1...1440, using: &random)), reason: "x",
            approvedBy: AccountName(stored: "park-5e11"))
    }
}

extension Rule {
    private static let paths = ["/**", "/project/**", "/project/*", "/project/x", "/"]

    static func random(_ random: inout SeededRandom, number: Int) throws -> Rule {
        let console = try #require((["fab", "notice", "build"] as [ConsoleID]).randomElement(using: &random))
        let id = RuleID("random-\(number)")
        let path = try PathPattern(try #require(paths.randomElement(using: &random)))
        let zones: Selection<ZoneName> =
            Int.random(in: 0..<3, using: &random) > 0
            ? .all : .only(Bool.random(using: &random) ? ["internal", "vpn"] : ["vpn"])
        let windows: Selection<WindowName> = Bool.random(using: &random) ? .all : .only(["office"])
        if Int.random(in: 0..<6, using: &random) == 0 {
            return Rule(
                id: id,
                target: .init(
                    roles: .all, consoles: .only([console]), paths: [path],
                    actions: Bool.random(using: &random) ? .every : [.create]),
                effect: .deny(
                    .init(
                        zones: zones, windows: windows, countries: .random(&random, of: ["JP"]),
                        exceptZones: Bool.random(using: &random) ? ["internal"] : [],
                        exceptCountries: Selection.random(&random, of: ["KR"]).listed)))
        }
        let role = try #require((["staff", "auditor", "privileged_admin"] as [RoleName]).randomElement(using: &random))
        let factor = try #require([FactorName.totp, .second, .strong].randomElement(using: &random))
        let age: Duration? = Bool.random(using: &random) ? nil : .minutes(Int.random(in: 1...30, using: &random))
        let storage = try #require(Obligations.Storage.allCases.randomElement(using: &random))
        let actions: ActionSet = Bool.random(using: &random) ? .every : [.view, .create]
        return Rule(
            id: id, target: .init(roles: .only([role]), consoles: .only([console]), paths: [path], actions: actions),
            effect: .allow(
                .init(
                    factors: [.init(factor, maximumAge: age)], zones: zones, windows: windows,
                    countries: .random(&random, of: ["KR"]),
                    devices: Int.random(in: 0..<6, using: &random) == 0 ? .designated : .any,
                    approvals: Set(
                        [ApprovalName.grant, .pledge, "two_person"].filter { _ in
                            Int.random(in: 0..<8, using: &random) == 0
                        }),
                    obligations: .init(storage: storage))))
    }
}

extension Floor {
    static func random(_ random: inout SeededRandom) throws -> Floor {
        let factor = try #require([FactorName.certificate, .second, .strong].randomElement(using: &random))
        return Floor(
            .init(
                grades: Bool.random(using: &random) ? .all : .only([.sensitive]),
                roles: .only([Bool.random(using: &random) ? "staff" : "auditor"])),
            factors: [FactorRequirement(factor)],
            approvals: Int.random(in: 0..<4, using: &random) == 0 ? [.pledge] : [],
            zones: Int.random(in: 0..<4, using: &random) == 0 ? .only(["internal", "vpn"]) : .all)
    }
}

extension Selection<CountryCode> {
    /// Now and then some countries, mostly all.
    fileprivate static func random(_ random: inout SeededRandom, of codes: [String]) -> Self {
        Int.random(in: 0..<5, using: &random) == 0 ? .only(Set(codes.compactMap(CountryCode.init))) : .all
    }

    fileprivate var listed: Set<CountryCode> {
        switch self {
        case .all: []
        case .only(let codes): codes
        }
    }
}

extension Question {
    static func random(_ random: inout SeededRandom) throws -> Question {
        let monday = try #require(RFC3339.parse("2026-11-23T00:00:00+09:00"))
        let now = monday + .minutes(Int.random(in: 0..<(3 * 1440), using: &random))
        func before(_ random: inout SeededRandom) -> UnixTime {
            now - .seconds(Int.random(in: -4...1200, using: &random))
        }
        var proofs: [FactorProof] = Int.random(in: 0..<10, using: &random) == 0 ? [] : [.certificate(now)]
        if Int.random(in: 0..<4, using: &random) > 0 { proofs.append(.totp(before(&random))) }
        if Bool.random(using: &random) { proofs.append(.webauthn(before(&random))) }
        let roles = try #require(
            ([["staff"], ["staff"], ["auditor"], ["privileged_admin"], ["staff", "auditor"], []] as [Set<RoleName>])
                .randomElement(using: &random))
        let console = try #require((["fab", "notice", "build"] as [ConsoleID]).randomElement(using: &random))
        let grant = Grant(
            console: console, from: now - .minutes(5), to: now + .seconds(Int.random(in: -60...600, using: &random)))
        return Question(
            subject: Subject(account: AccountName(stored: "kim-7f3a"), roles: roles), console: console,
            circumstances: Circumstances(
                at: now,
                source: try .of(
                    Int.random(in: 0..<5, using: &random) == 0
                        ? "10.30.0.5" : Bool.random(using: &random) ? "10.20.1.5" : "10.90.1.5"),
                proofs: proofs, grants: Bool.random(using: &random) ? [grant] : [],
                approvals: [ApprovalName.pledge, "two_person"].compactMap { name in
                    let minutes = Int.random(in: -5...30, using: &random)
                    return Bool.random(using: &random) ? .held(name, at: now, minutes: minutes) : nil
                },
                country: ["KR", "KR", "JP", ""].randomElement(using: &random).flatMap(CountryCode.init),
                device: DeviceID("KT-0042").flatMap {
                    [.none, .presented($0), .designated($0), .designated($0)].randomElement(using: &random)
                } ?? DeviceTie.none),
            method: try #require([RequestMethod.get, .get, .post, .put, .delete].randomElement(using: &random)),
            path: try #require(
                ["/", "/project/x", "/project/%78", "/project/", "/project/y/z", "/elsewhere"].randomElement(
                    using: &random)))
    }
}

extension GrantScope {
    /// Each part narrowed now and then, to what some requests are and others are not.
    static func random(_ random: inout SeededRandom) throws -> GrantScope {
        var scope = GrantScope.unlimited
        func isNarrowed(_ random: inout SeededRandom) -> Bool { Int.random(in: 0..<3, using: &random) == 0 }
        if isNarrowed(&random) { scope.paths = .only([try PathPattern("/project/x"), try PathPattern("/")]) }
        if isNarrowed(&random) { scope.methods = .only([.get]) }
        if isNarrowed(&random) { scope.ceiling = Grade.allCases.randomElement(using: &random) ?? .open }
        if isNarrowed(&random) { scope.windows = .only(["office"]) }
        if isNarrowed(&random) { scope.countries = .only(Set(["KR"].compactMap(CountryCode.init))) }
        if isNarrowed(&random) { scope.zones = .only(["internal"]) }
        if isNarrowed(&random) { scope.devices = .only(Set(["KT-0042"].compactMap(DeviceID.init))) }
        if isNarrowed(&random) { scope.asks = [.training] }
        return scope
    }
}
