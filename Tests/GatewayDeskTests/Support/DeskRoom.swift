import FoundationEssentials
import GatewayAccess
import GatewayCrypto
import GatewayDesk
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewayReview
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import GatewayVault
import Logging
import Synchronization
import Testing

/// A desk over a real store, with one ordinary certificate that its reader knows.
final class DeskRoom: Sendable {
    let desk: DeskResponder
    let access: Access
    let record = KeptRecord()
    let records: RoomRecords
    let store: SQLiteStore
    let clock = ManualClock()
    private let folder: String

    static let pem = "-----BEGIN CERTIFICATE-----\nsample\n-----END CERTIFICATE-----\n"

    init(
        people: AccountRules = AccountRules(approval: .singlePerson), live: (any LiveSource)? = nil,
        records: RoomRecords = RoomRecords()
    ) async throws {
        self.records = records
        folder = FileManager.default.temporaryDirectory.appending(path: "gwanmun-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let store = try SQLiteStore(path: folder + "/store.sqlite")
        self.store = store
        let access = try await Access.load(
            AccessPorts(
                store: store, vault: try await Vault.sample(of: store, clock: clock.clock), recorder: record,
                warnings: NoWarnings(),
                clock: clock.clock),
            settings: AccessSettings(
                serviceName: "Gwanmun", contact: "02-000-0000",
                securityKeys: SecurityKeyRules(relyingParty: { SoftwareKey.party }, name: "Gwanmun"),
                pacing: AnswerPacing(floor: .zero) { _ in }, people: people),
            policy: try Self.policy())
        try await access.readEverybody()
        try await PolicyChange(
            access: access, store: store, workshop: NoWorkshop(), rules: PolicyChangeRules(truth: .store)
        ).note(
            PolicyBundle([.init(name: "roles.yaml", text: "version: 1\n")]), Sample.digest(7), as: .file,
            at: clock.now, requestID: RequestID(high: 1, low: 1))
        self.access = access
        let started = clock.now
        desk = DeskResponder(
            services: DeskServices(
                access: access,
                policies: PolicyChange(
                    access: access, store: store, workshop: NoWorkshop(), rules: PolicyChangeRules(truth: .store)),
                reviews: Reviews(access: access, store: store, rules: ReviewRules()),
                reports: Reports(access: access, store: store),
                records: records,
                readCertificate: {
                    $0 == Array(Self.pem.utf8)
                        ? .certificate(Sample.certificate()) : .unreadable("not a PEM certificate")
                },
                status: {
                    NodeStatus(
                        version: "0.1.0", startedAt: started, trustGeneration: 3, revocationAlarms: ["ca.crl is stale"],
                        upstreams: [
                            .init(
                                console: ConsoleID("fab"), url: "https://fab.internal", state: .leftOut, detail: "9s",
                                connections: 1, waiting: 0)
                        ],
                        channels: [
                            .init(name: "syslog", waiting: 2, lost: 0, lastSent: started, problem: "no answer in time")
                        ],
                        isDraining: false)
                },
                reload: {
                    [
                        ReloadedPart(name: "policies", result: .adopted),
                        ReloadedPart(name: "trust", result: .kept(because: "ca.pem:1:1: not a certificate")),
                    ]
                },
                tryChannels: { warnings in
                    warnings.map {
                        ChannelTrial(
                            channel: "mail", recipient: $0.audience.recipient?.text ?? "security_officer",
                            result: $0.audience.recipient == nil ? .accepted : .nowhere)
                    }
                }, clock: clock.clock, live: live.map { LiveHall(access, from: $0) }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private static func policy() throws -> PolicySnapshot {
        var definition = PolicyDefinition()
        definition.grades = [
            .open: GradeRules(
                limits: .init(
                    idle: .seconds(600), absolute: .seconds(3600), stepUp: .seconds(900), concurrent: 1,
                    whenFull: .endOldest),
                revocationAge: .seconds(3600), lockout: LockoutName("normal"))
        ]
        definition.grades[.sensitive] = definition.grades[.open]
        definition.grades[.classified] = definition.grades[.open]
        definition.lockouts = [
            LockoutName("normal"): LockoutProfile(
                failures: 3, window: .seconds(900), lock: .untilAdministrator,
                disable: .init(failures: 5, window: .seconds(86400)))
        ]
        definition.roles = [
            RoleName("staff"): Role(kind: .member), RoleName("security_admin"): Role(kind: .member),
            RoleName("auditor"): Role(kind: .member),
            RoleName("foreign_partner"): Role(kind: .external), RoleName("build_bot"): Role(kind: .service),
        ]
        definition.approvals = [
            ApprovalName("night_shift"): Approval(
                approvers: [ApproverGroup(roles: [RoleName("security_admin")], count: 1)],
                isDistinctFromRequester: true),
            .pledge: Approval(renewal: .seconds(365 * 86400)),
        ]
        definition.consoles = [
            Console(
                id: ConsoleID("notice"), hosts: [try #require(HostName("notice.example"))],
                upstreams: [try #require(UpstreamURL("http://127.0.0.1:7001"))],
                owner: "hong-41c2", manager: "lee-90aa", grade: .open)
        ]
        definition.rules = [
            Rule(
                id: RuleID("notice-people"),
                target: .init(roles: .only([RoleName("staff")]), consoles: .all, actions: [.view]),
                effect: .allow(.init(factors: [FactorRequirement(.certificate)])))
        ]
        return try PolicySnapshot(compiling: definition, sha256: Sample.digest(7))
    }

    // MARK: Asking

    static let socket = DeskActor.controlSocket(uid: 0)

    /// A security administrator whose second factor is as old as said.
    func administrator(
        _ roles: [String] = ["security_admin"], named name: String = "lee-90aa",
        factorAge: Duration? = .seconds(10), kind: FactorKind = .totp
    ) -> DeskActor {
        let now = clock.now
        let certificate = FactorProof(kind: .certificate, authenticator: AuthenticatorID("cert"), at: now)
        let second = factorAge.map { FactorProof(kind: kind, authenticator: AuthenticatorID("phone"), at: now - $0) }
        return .administrator(
            AccountName(stored: name), roles: Set(roles.map(RoleName.init)),
            proofs: [certificate] + (second.map { [$0] } ?? []))
    }

    func get(_ path: String, query: String? = nil, as actor: DeskActor = socket) async -> Answer {
        await answer(to: DeskRequest(method: "GET", path: path, query: query, actor: actor))
    }

    func post(_ path: String, _ body: String, as actor: DeskActor = socket, contentType: String? = "application/json")
        async -> Answer
    {
        await send("POST", path, body, as: actor, contentType: contentType)
    }

    func put(_ path: String, _ body: String, as actor: DeskActor = socket) async -> Answer {
        await send("PUT", path, body, as: actor, contentType: "application/json")
    }

    private func send(_ method: String, _ path: String, _ body: String, as actor: DeskActor, contentType: String?)
        async -> Answer
    {
        await answer(
            to: DeskRequest(
                method: method, path: path, contentType: contentType, body: Array(body.utf8), actor: actor))
    }

    /// Every answer to every test is one that the API's description has.
    private func answer(to request: DeskRequest) async -> Answer {
        let response = await desk.respond(to: request, requestID: RequestID(high: 1, low: 2))
        if let conformance = Conformance(request.method, request.path) {
            conformance.check(response)
        } else {
            #expect([404, 405].contains(response.status), "\(request.method) \(request.path)")
        }
        return Answer(response)
    }

    func addKim() async throws { await add("kim-7f3a", "김하늘", "staff", of: "한빛") }

    func add(_ name: String, _ displayName: String, _ role: String, of organisation: String) async {
        let answer = await post(
            "/api/v1/users",
            #"""
            {"name": "\#(name)", "display_name": "\#(displayName)", "roles": ["\#(role)"], "organisation": "\#(organisation)",
             "reason": "new colleague"}
            """#)
        #expect(answer.status == 201)
    }
}

struct Answer {
    let status: Int
    let contentType: String
    let text: String

    init(_ response: DeskResponse) {
        status = response.status
        contentType = response.contentType
        text = String(decoding: response.body, as: UTF8.self)
    }

    func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    var detail: String? {
        struct Problem: Decodable {
            let detail: String
        }
        return try? decoded(Problem.self).detail
    }
}

final class KeptRecord: SecurityRecorder {
    private let state = Mutex<[SecurityEvent]>([])
    private let isBroken = Mutex(false)

    func record(_ events: [SecurityEvent]) async throws(RecordingFailure) {
        if isBroken.withLock({ $0 }) { throw RecordingFailure("full") }
        state.withLock { $0 += events }
    }

    func breakDown() { isBroken.withLock { $0 = true } }
    func events(_ kind: SecurityEvent.Kind) -> [SecurityEvent] { state.withLock { $0.filter { $0.kind == kind } } }
}

/// Takes any files for the policy that the room has.
private struct NoWorkshop: PolicyWorkshop {
    /// As a replay writes it.
    private static let report = """
        {"people":{"remainder":0,"rows":[{"counts":{"gained":1},"examples":{"gained":["req-0001"]},"name":"choi-5b6c"}]},\
        "rules":{"remainder":0,"rows":[{"counts":{"gained":1},"examples":{"gained":["req-0001"]},"now":"fab-people","was":""}]}}
        """

    func inspect(_ bundle: PolicyBundle, over base: PolicyBundle?, people: Set<AccountName>, replaying: Bool) async
        -> PolicyFindings
    {
        PolicyFindings(
            defects: ["roles.yaml:1:1: is not a policy here"],
            replay: replaying
                ? PolicyReplayReport(
                    sha256: "00", gained: 1, lost: 0, eased: 0, tightened: 0, reworded: 0, unchanged: 0, undecidable: 0,
                    report: Self.report) : nil)
    }

    func suspend() async {}

    func compile(_ bundle: PolicyBundle) async throws(PolicyUnfit) -> PolicySnapshot {
        throw PolicyUnfit(["is not a policy here"])
    }

    func putOnTrial(_ policy: PolicySnapshot?) async {}

    func prepare(_ bundle: PolicyBundle) async throws(PolicyUnfit) -> PreparedPolicy {
        throw PolicyUnfit(["is not a policy here"])
    }
}

private struct NoWarnings: WarningSink {
    func deliver(_ warning: SecurityWarning) {}
}
