import GatewayAccess
import GatewayAudit
import GatewayCrypto
import GatewayDesk
import GatewayIdentity
import GatewayLimits
import GatewayPages
import GatewayPolicy
import GatewayReview
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import GatewayVault
import Logging
import Synchronization
import Testing

@testable import GatewayDeskPages

/// The desk's pages over a real store, with an administrator before them.
final class DeskHall: Sendable {
    let pages: DeskPages
    let access: Access
    let record = KeptEvents()
    let records: KeptRecords
    let policies: PolicyChange
    let reviews: Reviews
    let store: SQLiteStore
    let clock = ManualClock()
    private let folder: TemporaryFolder

    static let gate = "https://gate.gw.localhost:8443"
    static let desk = "https://desk.gw.localhost:9443"
    static let token = "f0rm-t0ken-0123456789abcdef"
    static let pem = "-----BEGIN CERTIFICATE-----\nsample\n-----END CERTIFICATE-----"

    init(
        records: RecordPage = RecordPage(records: [], next: nil),
        people: AccountRules = AccountRules(approval: .singlePerson),
        workshop: any PolicyWorkshop = HallWorkshop(), rules: PolicyChangeRules = PolicyChangeRules(truth: .store),
        tamperedAt: UnixTime? = nil, live: (any LiveSource)? = nil
    )
        async throws
    {
        folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path + "/store.sqlite")
        let access = try await Access.load(
            AccessPorts(
                store: store, vault: try await Vault.sample(of: store, clock: clock.clock), recorder: record,
                warnings: NoWarnings(), clock: clock.clock),
            settings: AccessSettings(
                serviceName: "Gwanmun", contact: "02-000-0000",
                securityKeys: SecurityKeyRules(relyingParty: { SoftwareKey.party }, name: "Gwanmun"),
                pacing: AnswerPacing(floor: .zero) { _ in }, people: people),
            policy: try Self.policy())
        try await access.readEverybody()
        self.access = access
        let records = KeptRecords(records)
        self.records = records
        let site = Site(
            gateOrigin: Self.gate, consoles: [], contact: "02-000-0000", retentionYears: 2, deskOrigin: Self.desk)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let started = clock.now
        policies = PolicyChange(access: access, store: store, workshop: workshop, rules: rules)
        reviews = Reviews(access: access, store: store, rules: ReviewRules())
        self.store = store
        let services = DeskServices(
            access: access, policies: policies, reviews: reviews, reports: Reports(access: access, store: store),
            records: records,
            readCertificate: {
                $0 == Array(Self.pem.utf8) ? .certificate(Sample.certificate()) : .unreadable("not a <b>PEM</b> file")
            },
            status: {
                var status = NodeStatus(
                    version: "0.1.0", startedAt: started, trustGeneration: 3, revocationAlarms: ["ca.crl is stale"],
                    upstreams: [
                        .init(
                            console: ConsoleID("notice"), url: "https://notice.internal", state: .leftOut, detail: "9s",
                            connections: 1, waiting: 0)
                    ],
                    channels: [.init(name: "syslog", waiting: 2, lost: 0, lastSent: started, problem: "no answer")],
                    isDraining: false)
                status.policyTamperedAt = tamperedAt
                return status
            }, reload: { [] }, tryChannels: { _ in [] }, clock: clock.clock,
            live: live.map { LiveHall(access, from: $0) })
        pages = try DeskPages(
            services: services, site: { site },
            refuse: { refusal, _, _, _ in
                LocalResponse(status: refusal.reason.publicReason.status, headers: [], body: [])
            }, logger: logger)
        try await policies.note(
            try Self.bundle(), access.policy.sha256, as: .file, at: clock.now,
            requestID: Self.requestID)
    }

    // MARK: Visitors

    func visitor(
        _ name: String = "lee-90aa", roles: [String] = ["security_admin"], factorAge: Duration? = .seconds(10),
        isSignedIn: Bool = true
    ) -> PageVisitor {
        let now = clock.now
        let second = factorAge.map { FactorProof(kind: .totp, authenticator: AuthenticatorID("t"), at: now - $0) }
        let certificate = FactorProof(kind: .certificate, authenticator: AuthenticatorID("key of \(name)"), at: now)
        let session = OpenSession(
            handle: SessionHandle("5d41402abc4b2a76"), factors: [certificate, second].compactMap(\.self),
            startedAt: now,
            expiresAt: now + .seconds(3600), idleExpiresAt: now + .seconds(600), gradeReached: .classified,
            formToken: Self.token)
        let person = Person(
            account: AccountName(stored: name), displayName: "이관문", roles: roles.map(RoleName.init), language: nil,
            certificate: Sample.certificate())
        return PageVisitor(
            standing: .verified(person), source: NetworkAddress(v4: 0x0A14_0005), host: .desk,
            hostName: "desk.gw.localhost", session: isSignedIn ? session : nil)
    }

    var auditor: PageVisitor { visitor("park-11bb", roles: ["auditor"]) }

    // MARK: Asking

    func get(_ path: String, query: String? = nil, language: String = "en", as visitor: PageVisitor? = nil) async
        -> LocalResponse
    {
        let request = LocalRequest(
            method: "GET", path: path, query: query,
            headers: [
                HeaderLine("Accept", "text/html,*/*;q=0.8"), HeaderLine("Sec-Fetch-Mode", "navigate"),
                HeaderLine("Accept-Language", language),
            ])
        return await pages.respond(to: request, from: visitor ?? self.visitor(), requestID: Self.requestID)
    }

    func post(
        _ path: String, _ body: String, token: String? = token, origin: String = desk, language: String = "en",
        as visitor: PageVisitor? = nil
    ) async -> LocalResponse {
        let whole = token.map { "form_token=\($0)&" + body } ?? body
        let request = LocalRequest(
            method: "POST", path: path,
            headers: [
                HeaderLine("Accept", "text/html,*/*;q=0.8"), HeaderLine("Accept-Language", language),
                HeaderLine("Content-Type", "application/x-www-form-urlencoded"), HeaderLine("Origin", origin),
                HeaderLine("Sec-Fetch-Site", origin == Self.desk ? "same-origin" : "cross-site"),
            ], body: Array(whole.utf8))
        return await pages.respond(to: request, from: visitor ?? self.visitor(), requestID: Self.requestID)
    }

    static let requestID = RequestID(high: 1, low: 2)

    // MARK: Filling

    private static var reason: StatedReason {
        guard let reason = StatedReason("the test asks for it") else { preconditionFailure("a reason") }
        return reason
    }

    static let mandate = Mandate(
        actor: .controlSocket(uid: 0), reason: reason,
        requestID: requestID)

    /// Whoever approves has an account, so that they can be dismissed.
    func addApprover() async throws {
        _ = try await access.administration.add(
            NewAccount(
                name: AccountName(stored: "park-22dd"), displayName: "박관문", roles: [RoleName("policy_approver")],
                organisation: "한빛"), Self.mandate)
    }

    /// Whoever signs reviews off holds a role in the store, too.
    func addAuditor() async throws {
        for (name, role) in [("park-11bb", "auditor"), ("lee-90aa", "security_admin")] {
            _ = try await access.administration.add(
                NewAccount(
                    name: AccountName(stored: name), displayName: "박감사", roles: [RoleName(role)], organisation: "한빛"),
                Self.mandate)
        }
    }

    /// - Parameter mark: put behind every word that somebody else may choose.
    func addKim(_ mark: String = "") async throws {
        _ = try await access.administration.add(
            NewAccount(
                name: AccountName(stored: "kim-7f3a"), displayName: "김하늘" + mark, roles: [RoleName("staff")],
                organisation: "한빛" + mark), Self.mandate)
    }

    func addPartner(_ mark: String = "") async throws {
        _ = try await access.administration.add(
            NewAccount(
                name: AccountName(stored: "zhang-77aa"), displayName: "Zhang" + mark,
                roles: [RoleName("foreign_partner")], organisation: "Partner" + mark), Self.mandate)
        _ = try await access.administration.addGrant(
            NewGrant(
                account: AccountName(stored: "zhang-77aa"), consoles: [ConsoleID("notice")], kind: .exportApproval,
                reference: "EX-1" + mark, sponsor: AccountName(stored: "kim-7f3a"), from: clock.now,
                to: clock.now + .seconds(7 * 86400)), Self.mandate)
    }

    func state(of name: String) async throws -> AccountState {
        try await access.administration.details(
            of: AccountName(stored: name), readBy: .controlSocket(uid: 0), requestID: Self.requestID
        ).account.state
    }

    static func policy() throws -> PolicySnapshot {
        var definition = PolicyDefinition()
        let rules = GradeRules(
            limits: .init(
                idle: .seconds(600), absolute: .seconds(3600), stepUp: .seconds(900), concurrent: 1,
                whenFull: .endOldest),
            revocationAge: .seconds(3600), lockout: LockoutName("normal"))
        definition.grades = [.open: rules, .sensitive: rules, .classified: rules]
        definition.lockouts = [
            LockoutName("normal"): LockoutProfile(
                failures: 3, window: .seconds(900), lock: .untilAdministrator,
                disable: .init(failures: 5, window: .seconds(86400)))
        ]
        definition.roles = [
            RoleName("staff"): Role(kind: .member), RoleName("security_admin"): Role(kind: .member),
            RoleName("auditor"): Role(kind: .member), RoleName("policy_approver"): Role(kind: .member),
            RoleName("foreign_partner"): Role(kind: .external),
        ]
        definition.consoles = [
            Console(
                id: ConsoleID("notice"), hosts: [try #require(HostName("notice.example"))],
                upstreams: [try #require(UpstreamURL("http://127.0.0.1:7001"))], owner: "hong-41c2",
                manager: "lee-90aa", grade: .open)
        ]
        definition.rules = [
            Rule(
                id: RuleID("notice-people"),
                target: .init(roles: .only([RoleName("staff")]), consoles: .all, actions: [.view]),
                effect: .allow(.init(factors: [FactorRequirement(.certificate)])))
        ]
        return try PolicySnapshot(compiling: definition, sha256: Sample.digest(7))
    }
}

extension LocalResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
}

final class KeptEvents: SecurityRecorder {
    private let state = Mutex<[SecurityEvent]>([])
    private let isBroken = Mutex(false)

    func record(_ events: [SecurityEvent]) async throws(RecordingFailure) {
        if isBroken.withLock({ $0 }) { throw RecordingFailure("full") }
        state.withLock { $0 += events }
    }

    func breakDown() { isBroken.withLock { $0 = true } }
    func events(_ kind: SecurityEvent.Kind) -> [SecurityEvent] { state.withLock { $0.filter { $0.kind == kind } } }
}

/// A trail that answers always the same, and remembers what it was asked.
final class KeptRecords: RecordSearch {
    private let answer: RecordPage
    private let asked = Mutex<[RecordQuery]>([])
    private let taken = Mutex<(pieces: [RecordExtract], deleted: [DeletedStretch])>(([], []))

    init(_ answer: RecordPage) { self.answer = answer }

    /// What exports are made of, in their order, and what was deleted of the trail.
    func hold(_ pieces: [RecordExtract], deleted: [DeletedStretch]) { taken.withLock { $0 = (pieces, deleted) } }

    func deleted() async throws(RecordSearchProblem) -> [DeletedStretch] { taken.withLock { $0.deleted } }

    var queries: [RecordQuery] { asked.withLock { $0 } }

    func page(_ query: RecordQuery) async throws(RecordSearchProblem) -> RecordPage {
        asked.withLock { $0.append(query) }
        return answer
    }

    func extract(_ criteria: RecordCriteria, after sequence: UInt64) async throws(RecordSearchProblem)
        -> RecordExtract
    {
        if let piece = taken.withLock({ $0.pieces.first { $0.last > sequence } }) { return piece }
        return RecordExtract(
            records: answer.records.map { String(decoding: $0.line, as: UTF8.self) }, omitted: [], first: 7, last: 9,
            previousHash: nil, lastHash: nil, goesOn: false, checkpoints: [])
    }
}

private struct NoWarnings: WarningSink {
    func deliver(_ warning: SecurityWarning) {}
}
