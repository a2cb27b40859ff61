import GatewayIdentity
import GatewayPolicy
import Testing

@Suite struct `A console says where it stands` {
    private var policy: ExamplePolicy
    private let staff: Question

    init() throws {
        policy = try ExamplePolicy()
        staff = try .staffAtTen()
        policy.definition.tags["national_core_technology"]?.residency = CountryCode("KR")
        policy.definition.consoles[0].hosting = try .sound()
    }

    private func defects(_ change: (inout ConsoleHosting) -> Void) throws -> [PolicyDefect.What] {
        var changed = policy
        change(&changed.definition.consoles[0].hosting)
        do throws(PolicyDefects) {
            _ = try PolicySnapshot(compiling: changed.definition, sha256: .sample)
            return []
        } catch {
            return error.all.map(\.what)
        }
    }

    private func reason(at time: String? = nil, _ change: (inout ConsoleHosting) throws -> Void) throws -> Reason? {
        var changed = policy
        try change(&changed.definition.consoles[0].hosting)
        guard let time else { return try changed.decide(staff).reason }
        let now = try #require(RFC3339.parse(time))
        return try changed.decide(
            staff.changed {
                $0.circumstances.move(to: now)
                $0.circumstances.proofs = [.certificate(now), .totp(now)]
            }
        ).reason
    }

    @Test func `and with everything in order lets people in`() throws {
        #expect(try defects { _ in }.isEmpty)
        #expect(try reason { _ in } == nil)
    }

    // MARK: Refused at load

    @Test(arguments: ["us-east-1", "US", "KRX", "kr", "ap-northeast-2"])
    func `T01: in a region outside of the country its tag keeps it in, it is refused`(region: String) throws {
        let country = try #require(CountryCode("KR"))
        #expect(
            try defects { $0.provider?.region = region }
                == [.residency("national_core_technology", country, region: region)])
    }

    @Test(arguments: ["KR", "KR-41"])
    func `a part of the country is in the country`(region: String) throws {
        #expect(try defects { $0.provider?.region = region }.isEmpty)
    }

    @Test func `T02: without a provider, or its region, a tag with residency refuses it`() throws {
        #expect(
            try defects { $0.provider = nil }
                == [.demanded("provider with its region", by: "national_core_technology")])
        #expect(
            try defects { $0.provider?.region = nil } == [.demanded("provider.region", by: "national_core_technology")])
    }

    @Test func `T35: without the number of a contract, a tag with residency refuses it`() throws {
        #expect(
            try defects { $0.contract?.reference = nil } == [.demanded("contract.ref", by: "national_core_technology")])
        #expect(try defects { $0.contract = nil } == [.demanded("contract.ref", by: "national_core_technology")])
    }

    @Test func `one key is no double encryption`() throws {
        #expect(
            try defects { $0.doubleEncryption?.providerKey = "pkcs11:fab-kek" } == [.oneKeyTwice("pkcs11:fab-kek")])
    }

    @Test func `a contract that asks for TLS has no upstream without it`() throws {
        #expect(
            try defects { $0.contract?.minimumTLS = .v12 } == [.upstreamWithoutTLS("http://127.0.0.1:7001")])
    }

    @Test func `consoles without such a tag say as much as they like`() throws {
        var free = policy
        free.definition.consoles[0].tags = []
        free.definition.consoles[0].hosting = ConsoleHosting()
        #expect(try free.snapshot().grade(of: "fab") == .classified)
    }

    // MARK: Refused at the gate

    @Test func `T35: a contract that has ended closes the console, from the first instant after its last day`() throws {
        func ending(_ day: String, _ what: ConsoleContract.OnExpiry = .deny) throws -> Reason? {
            try reason {
                $0.contract?.lastDay = CivilDate(day)
                $0.contract?.onExpiry = what
            }
        }
        #expect(try ending("2026-11-22") == .upstreamClosed)
        #expect(try ending("2026-11-23") == nil)
        #expect(try ending("2026-11-22", .warn) == nil)
        // The permit ends with the contract.
        var changed = policy
        changed.definition.rules[0].conditions?.windows = .all
        changed.definition.consoles[0].hosting.contract?.lastDay = CivilDate("2026-11-23")
        let late = try #require(RFC3339.parse("2026-11-23T23:50:00+09:00"))
        let permit = try changed.decide(
            staff.changed {
                $0.circumstances.move(to: late)
                $0.circumstances.proofs = [.certificate(late), .totp(late)]
            }
        ).permit
        #expect(permit?.validUntil == RFC3339.parse("2026-11-24T00:00:00+09:00"))
    }

    @Test func `T08: an attestation that is missing, older than 90 days or of a day to come lets nobody in`() throws {
        #expect(try reason { $0.doubleEncryption = nil } == .attestationStale)
        // Verified on 24 November: good on that day and the 89 that follow.
        func verified(_ day: String, asked time: String) throws -> Reason? {
            try reason(at: time) { $0.doubleEncryption?.verifiedOn = try #require(CivilDate(day)) }
        }
        #expect(try verified("2026-11-24", asked: "2026-11-23T18:00:00+09:00") == .attestationStale)
        #expect(try verified("2026-11-24", asked: "2026-11-24T10:00:00+09:00") == nil)
        #expect(try verified("2026-08-25", asked: "2026-11-23T10:00:00+09:00") == .attestationStale)
        #expect(try verified("2026-08-26", asked: "2026-11-23T10:00:00+09:00") == nil)
    }

    @Test func `the permit ends when the attestation grows too old`() throws {
        var changed = policy
        changed.definition.rules[0].conditions?.windows = .all
        changed.definition.consoles[0].hosting.doubleEncryption?.verifiedOn = try #require(CivilDate("2026-08-26"))
        let late = try #require(RFC3339.parse("2026-11-23T23:50:00+09:00"))
        let standing = try changed.snapshot().standing(
            of: staff.subject, on: "fab", in: .init(at: late, source: staff.circumstances.source, proofs: []))
        #expect(standing.validUntil == RFC3339.parse("2026-11-24T00:00:00+09:00"))
    }

    @Test(arguments: [ConsoleHosting.State.closing, .closed])
    func `a console that is being closed lets nobody in`(state: ConsoleHosting.State) throws {
        #expect(try reason { $0.state = state } == .upstreamClosed)
    }

    @Test func `a console that is read only lets people look, and nothing else`() throws {
        #expect(try reason { $0.state = .readOnly } == nil)
        var changed = policy
        changed.definition.consoles[0].hosting.state = .readOnly
        #expect(try changed.decide(staff.changed { $0.method = .put }).reason == .actionDenied)
        // And nothing that turns out to be a download.
        changed.definition.rules[0].target.actions = .every
        #expect(try changed.decide(staff).permit?.permittedActions == [.view])
    }

    @Test func `the account's own refusal is told before the console's`() throws {
        var closed = policy
        closed.definition.consoles[0].hosting.state = .closed
        #expect(try closed.decide(staff.changed { $0.subject.condition = .locked }).reason == .accountLocked)
    }

    // MARK: Labels

    @Test func `T14: without a label a console counts as classified`() throws {
        let console = Console(
            id: "x", hosts: [try #require(HostName("x.example"))],
            upstreams: [try #require(UpstreamURL("http://127.0.0.1:1"))], owner: "hong-41c2", manager: "lee-90aa")
        #expect(console.grade == .classified)
    }

    @Test func `T33: of two labels the higher one counts`() throws {
        var changed = policy
        changed.definition.tags["personal"] = Tag(treatAs: .sensitive)
        changed.definition.consoles[1].tags = ["personal"]
        changed.definition.rules[3].conditions?.factors = [.init(.second)]
        #expect(try changed.snapshot().grade(of: "notice") == .sensitive)
        changed.definition.consoles[1].tags = ["personal", "national_core_technology"]
        changed.definition.consoles[1].hosting = try .sound()
        #expect(try changed.snapshot().grade(of: "notice") == .classified)
        // A tag never lowers.
        changed.definition.consoles[0].tags = ["personal"]
        #expect(try changed.snapshot().grade(of: "fab") == .classified)
    }
}

extension ConsoleHosting {
    /// What a tag with residency in Korea asks for, good on 2026-11-23.
    static func sound() throws -> ConsoleHosting {
        ConsoleHosting(
            provider: ConsoleProvider(name: "example-csp", kind: .domestic, region: "KR", location: "경기도"),
            contract: ConsoleContract(reference: "C-2026-014", dataOwner: "our-company"),
            doubleEncryption: DoubleEncryption(
                userKey: "pkcs11:fab-kek", providerKey: "kms:csp/77",
                verifiedOn: try #require(CivilDate("2026-11-01")), verifier: "lee-90aa"))
    }
}
