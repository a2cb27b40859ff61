import GatewayAudit
import GatewayCrypto
public import GatewayIdentity
import GatewayPolicy
import GatewayReplay
import GatewaySettings
import Testing

/// The demo's policy, with changes to its text.
enum Policies {
    static func demo(_ changes: (file: String, from: String, to: String)...) throws -> PolicySnapshot {
        var files = DemoPolicy.files.filter { !$0.name.hasPrefix("tests/") }
        for change in changes {
            let index = try #require(files.firstIndex { $0.name == change.file })
            #expect(files[index].text.contains(change.from), "\(change.from)")
            files[index] = SettingsFile(
                name: change.file, text: files[index].text.replacing(change.from, with: change.to))
        }
        return try read(files)
    }

    static func demo(adding text: String) throws -> PolicySnapshot {
        try read(DemoPolicy.files.filter { !$0.name.hasPrefix("tests/") } + [SettingsFile(name: "zz.yaml", text: text)])
    }

    private static func read(_ files: [SettingsFile]) throws -> PolicySnapshot {
        let domain = try #require(HostName("gw.localhost"))
        let site = PolicySite(domain: domain, unplaced: UpstreamURL("https://upstream.invalid"))
        return try PolicyReader(site: site, digest: { SHA256.digest(of: $0) }).read(files, directory: "/policies")
            .snapshot
    }
}

/// Records decisions as a gate does: one line for each at an open console, two elsewhere.
struct TrailOfGate {
    private var chain = ChainWriter(after: .origin)
    private(set) var lines: [[UInt8]] = []

    enum Word: String, CaseIterable { case view }

    mutating func record(_ question: Question, by policy: PolicySnapshot, id: UInt64, grants: Int? = nil) {
        let basis = DecisionBasis.whole(Self.inputs(of: question, grants: grants))
        let line = RequestLine(
            method: question.method.description, path: RecordedPath(question.path), action: RecordedWord(Word.view))
        switch policy.decide(question) {
        case .permit(let permit):
            let by = reference(permit.rule, policy)
            if permit.grade != .open {
                append(.decision(.permit(by: by, upon: basis), line), question, permit.grade, id)
            }
            let outcome = Exchange(status: 200, bytesIn: 0, bytesOut: 1, duration: .milliseconds(1))
            let rest = permit.grade == .open ? basis : basis.ofEarlier
            append(.access(.permit(by: by, upon: rest), line, outcome), question, permit.grade, id)
        case .stepUp(let stepUp):
            append(
                .decision(.stepUp(.sessionIdle, by: reference(stepUp.rules.first, policy), upon: basis), line),
                question,
                .sensitive, id)
        case .deny(let denial):
            append(
                .decision(.deny(denial.reason, by: reference(denial.rule, policy), upon: basis), line), question,
                .sensitive, id)
        }
    }

    /// Something that no policy was asked about.
    mutating func refuse(_ question: Question, _ reason: Reason, id: UInt64) {
        let line = RequestLine(method: "GET", path: RecordedPath(question.path))
        append(.decision(.deny(reason, by: .none), line), question, .sensitive, id)
    }

    private mutating func append(_ event: AuditEvent, _ question: Question, _ grade: Grade, _ id: UInt64) {
        let entry = AuditEntry(
            event, at: question.circumstances.at, request: RequestID(high: 0, low: id),
            by: AuditSubject(
                account: question.subject.account, roles: question.subject.roles.sorted(),
                certificate: Self.certificate, device: question.circumstances.device.id),
            from: AuditOrigin(
                address: question.circumstances.source, zone: "site", country: question.circumstances.country),
            on: AuditResource(console: question.console, grade: grade))
        var composer = RecordComposer(node: "gw01", ids: EventIDSource(origin: UInt64(lines.count)))
        var buffer = RecordBuffer()
        composer.compose(entry) { chain.append($0, to: &buffer) }
        lines.append(buffer.withBytes { Array($0.dropLast()) })
    }

    private func reference(_ rule: RuleID?, _ policy: PolicySnapshot) -> PolicyReference {
        PolicyReference(set: policy.sha256, rule: rule?.text, profile: policy.profile.rawValue)
    }

    private static func inputs(of question: Question, grants count: Int?) -> DecisionInputs {
        let circumstances = question.circumstances
        let grants = circumstances.grants.map { DecisionInputs.RecordedGrant(id: $0.id, from: $0.from, to: $0.to) }
        return DecisionInputs(
            factors: circumstances.proofs, certificate: certificate,
            handshakeAt: circumstances.proofs.first { $0.kind == .certificate }?.at,
            revocationAsOf: circumstances.revocationKnownAt,
            state: question.subject.condition == .active ? nil : RecordedWord(question.subject.condition),
            tie: circumstances.certificate == .same ? nil : RecordedWord(circumstances.certificate),
            grants: count.map { Array(repeating: grants[0], count: $0) } ?? grants,
            approvals: circumstances.approvals.map { .init($0.name.text, from: $0.from, to: $0.to) },
            label: circumstances.label)
    }

    static let certificate = ClientCertificate(
        fingerprint: SHA256.digest(of: Array("leaf".utf8)), publicKey: SHA256.digest(of: Array("key".utf8)),
        issuer: "CN=Users CA", serial: "4a3f", subject: "CN=kim", notBefore: UnixTime(seconds: 0),
        notAfter: .distantFuture, policies: [])
}

extension Replay {
    mutating func take(_ trail: TrailOfGate) {
        var reader = DecisionReader()
        for line in trail.lines { take(line.withUnsafeBytes { reader.read($0) }) }
    }
}

extension Question {
    /// Staff with a second factor of five minutes ago, on the site's network, on a Monday.
    static func usual(_ console: ConsoleID = "build", path: String = "/") throws -> Question {
        let now = try #require(RFC3339.parse("2026-11-23T10:00:00.123+09:00"))
        return Question(
            subject: Subject(account: AccountName(stored: "kim-7f3a"), roles: ["staff"]), console: console,
            circumstances: Circumstances(
                at: now, source: try #require(NetworkAddress("10.1.2.3")),
                proofs: [
                    FactorProof(
                        kind: .certificate, authenticator: .certificate(key: TrailOfGate.certificate.publicKey), at: now
                    ),
                    FactorProof(kind: .totp, authenticator: AuthenticatorID("phone"), at: now - .seconds(300)),
                ]), method: .get, path: path)
    }

    func changed(_ change: (inout Question) throws -> Void) rethrows -> Question {
        var copy = self
        try change(&copy)
        return copy
    }

    static func random(_ random: inout SeededRandom) throws -> Question {
        let console = try #require((["notice", "build", "fab"] as [ConsoleID]).randomElement(using: &random))
        var question = try usual(console)
        let accounts: [(String, Set<RoleName>)] = [
            ("kim-7f3a", ["staff"]), ("lee-90aa", ["staff", "auditor"]), ("hong-41c2", ["security_admin"]),
            ("smith-02d9", ["foreign_partner"]), ("park-11aa", ["auditor"]), ("choi-22bb", ["nobody_knows"]),
            ("nam-33cc", []),
        ]
        let (account, roles) = try #require(accounts.randomElement(using: &random))
        let now = question.circumstances.at + .milliseconds(Int.random(in: 0..<86_400_000, using: &random))
        question.subject = Subject(
            account: AccountName(stored: account), roles: roles,
            condition: try #require(
                [Subject.Condition.active, .active, .active, .locked, .disabled].randomElement(using: &random)))
        question.circumstances.move(to: now)
        question.circumstances.source = try #require(
            ["10.1.2.3", "192.0.2.7", "2001:db8::1", "::1"].compactMap { NetworkAddress($0) }.randomElement(
                using: &random))
        question.circumstances.proofs = FactorKind.allCases.filter { _ in Bool.random(using: &random) }.map {
            FactorProof(
                kind: $0,
                authenticator: Bool.random(using: &random) ? AuthenticatorID($0.rawValue) : AuthenticatorID("one"),
                at: now - .milliseconds(Int.random(in: -6000...5_000_000, using: &random)))
        }
        if Bool.random(using: &random) {
            question.circumstances.grants = [
                Grant(
                    console: console, from: now - .seconds(Int.random(in: -60...600, using: &random)),
                    to: now + .seconds(Int.random(in: -60...600, using: &random)))
            ]
        }
        if Bool.random(using: &random) {
            question.circumstances.approvals = [
                HeldApproval(
                    .pledge, consoles: .only([console]), from: now - .seconds(60),
                    to: now + .seconds(Int.random(in: -30...600, using: &random)))
            ]
        }
        question.circumstances.country =
            [CountryCode("KR"), CountryCode("US"), nil].randomElement(using: &random) ?? nil
        question.circumstances.device =
            Bool.random(using: &random) ? .none : DeviceID("KT-0042").map(DeviceTie.designated) ?? .none
        question.circumstances.certificate = Int.random(in: 0..<8, using: &random) == 0 ? .other : .same
        question.circumstances.label = (Grade.allCases + [nil, nil]).randomElement(using: &random) ?? nil
        question.method = try #require(
            [RequestMethod.get, .post, .delete, .trace, .other("REPORT")].randomElement(using: &random))
        question.path = try #require(["/", "/a/b", "/%ED%95%9C", "/quoted%22", "/a\"b"].randomElement(using: &random))
        return question
    }
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
