public import GatewayIdentity
public import GatewayPolicy
import Testing

/// The example of compliance profile nct-2025-04, section 3, as far as this engine's vocabulary goes, in parts that a test can change.
struct ExamplePolicy {
    var definition: PolicyDefinition

    init() throws {
        definition = PolicyDefinition()
        definition.grades = [
            .open: Self.grade(
                idle: 30, absolute: 720, stepUp: 720, concurrent: 3, .endOldest, revocationHours: 24, "normal"),
            .sensitive: Self.grade(
                idle: 15, absolute: 480, stepUp: 60, concurrent: 1, .endOldest, revocationHours: 4, "normal"),
            .classified: Self.grade(
                idle: 10, absolute: 240, stepUp: 15, concurrent: 1, .refuse, revocationHours: 1, "strict"),
        ]
        definition.lockouts = [
            LockoutName("normal"): LockoutProfile(
                failures: 5, window: .minutes(15), lock: .lasting(.minutes(30)),
                disable: .init(failures: 10, window: .minutes(1440))),
            LockoutName("strict"): LockoutProfile(
                failures: 3, window: .minutes(15), lock: .untilAdministrator,
                disable: .init(failures: 5, window: .minutes(1440))),
        ]
        definition.roles = [
            "staff": Role(kind: .member),
            "privileged_admin": Role(
                kind: .member, limits: .init(idle: .minutes(10), absolute: .minutes(240), stepUp: .minutes(15)),
                lockout: LockoutName("strict")),
            "security_admin": Role(kind: .member, excludes: ["privileged_admin", "auditor"]),
            "auditor": Role(kind: .member, actions: [.view]),
            "foreign_partner": Role(
                kind: .external, excludes: ["privileged_admin", "security_admin", "auditor"],
                limits: .init(idle: .minutes(10), absolute: .minutes(120), concurrent: 1),
                lockout: LockoutName("strict")),
        ]
        definition.zones = [
            "internal": try Self.zone("10.20.0.0/16"), "vpn": try Self.zone("10.90.0.0/16"),
            "wireless": try Self.zone("10.30.0.0/16"),
            "isolated_vdi": try Self.zone("10.77.0.0/24"),
        ]
        definition.windows = [
            "office": AccessWindow(
                days: [.monday, .tuesday, .wednesday, .thursday, .friday],
                hours: [try #require(MinuteRange(from: 480, to: 1140))], zone: .seoul)
        ]
        definition.approvals = [
            "two_person": Approval(
                approvers: [ApproverGroup(roles: ["security_admin"], count: 2)], isDistinctFromRequester: true,
                maximumLife: .minutes(240)),
            "officer_approval": Approval(
                approvers: [ApproverGroup(roles: ["security_admin"], count: 1)], maximumLife: .minutes(90 * 1440)),
            .exportPermission: Approval(
                document: ApprovalDocument(
                    kinds: Set(ApprovalDocument.Kind.allCases), fields: [.reference, .persons, .from, .to])),
            .pledge: Approval(renewal: .minutes(365 * 1440)),
            .training: Approval(renewal: .minutes(365 * 1440)),
            .handler: Approval(approvers: [ApproverGroup(roles: ["security_admin"], count: 1)]),
        ]
        definition.tags = [
            "national_core_technology": Tag(
                treatAs: .classified, factors: [.init(.second)], obligations: .init(storage: .deny))
        ]
        definition.consoles = [
            try Self.console("fab", grade: .classified, tags: ["national_core_technology"]),
            try Self.console("notice", grade: .open),
            try Self.console("build", grade: .sensitive),
        ]
        definition.rules = [
            try .allow(
                "nct-staff", "staff", on: "fab", "/project/**", [.view, .change], [.second],
                zones: ["internal", "vpn"], windows: ["office"]),
            try .allow(
                "nct-admin", "privileged_admin", on: "fab", "/kms/**", [.view, .change, .admin], [.strong],
                zones: ["internal"], windows: ["office"]),
            try .allow(
                "nct-partner", "foreign_partner", on: "fab", "/project/p-17/drawings", [.view], [.second],
                zones: ["isolated_vdi"], windows: ["office"],
                approvals: [.grant]),
            try .allow("notice-staff", "staff", on: "notice", "/**", [.view], [.certificate]),
            try .allow("build-staff", "staff", on: "build", "/**", [.view, .create], [.totp]),
        ]
    }

    func snapshot() throws -> PolicySnapshot { try PolicySnapshot(compiling: definition, sha256: .sample) }

    func decide(_ question: Question) throws -> Decision { try snapshot().decide(question) }

    static func console(_ id: String, grade: Grade, tags: Set<TagName> = []) throws -> Console {
        Console(
            id: ConsoleID(id), hosts: [try #require(HostName(id + ".example"))],
            upstreams: [try #require(UpstreamURL("http://127.0.0.1:7001"))],
            owner: "hong-41c2", manager: "lee-90aa", grade: grade, tags: tags)
    }

    private static func zone(_ network: String) throws -> Zone { Zone(networks: [try #require(CIDRBlock(network))]) }

    private static func grade(
        idle: Int, absolute: Int, stepUp: Int, concurrent: Int, _ whenFull: SessionLimits.WhenFull,
        revocationHours: Int, _ lockout: String
    ) -> GradeRules {
        GradeRules(
            limits: SessionLimits(
                idle: .minutes(idle), absolute: .minutes(absolute), stepUp: .minutes(stepUp), concurrent: concurrent,
                whenFull: whenFull),
            revocationAge: .minutes(revocationHours * 60), lockout: LockoutName(lockout))
    }
}

extension Rule {
    static func allow(
        _ id: String, _ role: RoleName, on console: ConsoleID, _ path: String, _ actions: ActionSet,
        _ factors: [FactorName],
        zones: Set<ZoneName>? = nil, windows: Set<WindowName>? = nil, approvals: Set<ApprovalName> = []
    ) throws -> Rule {
        Rule(
            id: RuleID(id),
            target: .init(
                roles: .only([role]), consoles: .only([console]), paths: [try PathPattern(path)], actions: actions),
            effect: .allow(
                .init(
                    factors: factors.map { FactorRequirement($0) }, zones: zones.map { .only($0) } ?? .all,
                    windows: windows.map { .only($0) } ?? .all,
                    approvals: approvals)))
    }

    static func deny(_ id: String, on console: ConsoleID, _ path: String = "/**", _ occasions: Occasions = .init())
        throws -> Rule
    {
        Rule(
            id: RuleID(id), target: .init(roles: .all, consoles: .only([console]), paths: [try PathPattern(path)]),
            effect: .deny(occasions))
    }

    var conditions: Conditions? {
        get { if case .allow(let conditions) = effect { conditions } else { nil } }
        set { if let newValue { effect = .allow(newValue) } }
    }
}

extension Question {
    /// V1 of the vectors: everything in order. 2026-11-23 is a Monday.
    static func staffAtTen() throws -> Question {
        let now = try #require(RFC3339.parse("2026-11-23T10:00:00+09:00"))
        return Question(
            subject: Subject(account: AccountName(stored: "kim-7f3a"), roles: ["staff"]), console: "fab",
            circumstances: Circumstances(
                at: now, source: try .of("10.20.1.5"), proofs: [.certificate(now), .totp(now)]), method: .get,
            path: "/project/x")
    }

    /// V7.
    static func partnerAtTen() throws -> Question {
        var question = try staffAtTen()
        question.subject = Subject(account: AccountName(stored: "smith-02d9"), roles: ["foreign_partner"])
        question.circumstances.source = try .of("10.77.0.9")
        let now = question.circumstances.at
        question.circumstances.grants = [Grant(console: "fab", from: now - .minutes(600), to: now + .minutes(10))]
        question.path = "/project/p-17/drawings"
        return question
    }

    func changed(_ change: (inout Question) throws -> Void) rethrows -> Question {
        var copy = self
        try change(&copy)
        return copy
    }
}

extension HeldApproval {
    /// From an hour before `now` until `minutes` after it.
    static func held(
        _ name: ApprovalName, at now: UnixTime, minutes: Int = 60, consoles: Selection<ConsoleID> = .all
    ) -> Self { .init(name, consoles: consoles, from: now - .minutes(60), to: now + .minutes(minutes)) }
}

extension Decision {
    var permit: Permit? { if case .permit(let permit) = self { permit } else { nil } }
    var stepUp: StepUp? { if case .stepUp(let stepUp) = self { stepUp } else { nil } }
    var denial: Denial? { if case .deny(let denial) = self { denial } else { nil } }

    /// Everything that a decision says, for comparing two of them.
    var verdict: String {
        switch self {
        case .permit(let permit):
            "permit \(permit.rules) \(permit.actions) \(permit.permittedActions) \(permit.obligations) \(permit.limits) \(permit.grade)"
        case .stepUp(let stepUp): "step up \(stepUp)"
        case .deny(let denial): "deny \(denial)"
        }
    }
}

extension FactorProof {
    static func certificate(_ time: UnixTime) -> Self {
        .init(kind: .certificate, authenticator: AuthenticatorID("card"), at: time)
    }
    static func totp(_ time: UnixTime) -> Self { .init(kind: .totp, authenticator: AuthenticatorID("phone"), at: time) }
    static func webauthn(_ time: UnixTime) -> Self {
        .init(kind: .webauthn, authenticator: AuthenticatorID("key"), at: time)
    }
    static func recovery(_ time: UnixTime) -> Self {
        .init(kind: .recoveryCode, authenticator: AuthenticatorID("paper"), at: time)
    }
}

extension NetworkAddress {
    static func of(_ text: String) throws -> NetworkAddress { try #require(NetworkAddress(text)) }
}

extension Duration {
    static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
}

extension SHA256Digest {
    static let sample = [UInt8](repeating: 7, count: 32).withUnsafeBytes { SHA256Digest($0) }
}

extension PolicyName: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text) }
}

extension RoleName: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text) }
}

extension ConsoleID: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text) }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same sequence in every run.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
