import GatewayAccess
import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewaySessions
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import GatewayVault
import Testing

/// A gateway's people and sessions over a real store, with a clock, a record and warnings that a test can look at.
struct House: Sendable {
    let folder: TemporaryFolder
    let sqlite: SQLiteStore
    let store: ObservedStore
    let record = WitnessedRecord()
    let warnings = WitnessedWarnings()
    let clock: ManualClock
    /// Taken away, the vault is shut at its next look.
    let keys = HeldKeys()
    let vault: Vault
    let access: Access

    static let operatorMandate = mandate(.controlSocket(uid: 0))

    static func mandate(_ actor: Actor, _ reason: String = "set up for a test") -> Mandate {
        Mandate(actor: actor, reason: StatedReason(reason)!, requestID: RequestID(high: 1, low: 1))
    }

    init(
        in folder: TemporaryFolder? = nil, clock: ManualClock = ManualClock(), policy: PolicySnapshot? = nil,
        sourceLimits: SourceLimits? = nil, people: AccountRules = AccountRules(approval: .singlePerson),
        homeOrganisations: Set<String> = [],
        readsEverybody: Bool = true, passwords: (any PasswordAuthority)? = nil, openLogins: OpenLoginLimits = .init()
    ) async throws {
        let folder = try folder ?? TemporaryFolder()
        self.folder = folder
        self.clock = clock
        sqlite = try SQLiteStore(path: folder.path + "/store.sqlite")
        store = ObservedStore(sqlite)
        vault = try await Vault.open(
            sqlite, keysIn: [keys], settings: VaultSettings(lease: .zero), clock: clock.clock)
        let ports = AccessPorts(
            store: store, vault: vault, recorder: record, warnings: warnings, passwords: passwords, clock: clock.clock)
        let settings = AccessSettings(
            serviceName: "Gwanmun", homeOrganisations: homeOrganisations, contact: "02-000-0000",
            securityKeys: SecurityKeyRules(relyingParty: { SoftwareKey.party }, name: "Gwanmun"),
            pacing: AnswerPacing(floor: .zero) { _ in }, sourceLimits: sourceLimits, openLogins: openLogins,
            people: people)
        access = try await Access.load(ports, settings: settings, policy: try policy ?? HousePolicy.snapshot())
        if readsEverybody { try await access.readEverybody() }
    }

    var administration: Administration { access.administration }

    // MARK: People

    /// Adds an account and binds a certificate to it, as an administrator would.
    func add(
        _ name: String, roles: [String] = ["staff"], certificate: ClientCertificate, organisation: String = "한빛 반도체"
    ) async throws {
        let account = AccountName(stored: name)
        _ = try await administration.add(
            NewAccount(
                name: account, displayName: "김하늘", roles: Set(roles.map(RoleName.init)), organisation: organisation),
            Self.operatorMandate)
        _ = try await administration.bind(certificate, to: account, Self.operatorMandate)
    }

    /// Somebody with a certificate and a confirmed authenticator app. The clock moves on, so that their next code and
    /// their next warning are new.
    func person(
        _ name: String = "kim-7f3a", roles: [String] = ["staff"], certificate byte: UInt8 = 1,
        organisation: String = "한빛 반도체"
    ) async throws -> Inhabitant {
        let certificate = Sample.certificate(byte, serial: Hex.encode([byte]))
        try await add(name, roles: roles, certificate: certificate, organisation: organisation)
        let account = AccountName(stored: name)
        let secret = try await enrol(account, certificate)
        return Inhabitant(name: account, certificate: certificate, totp: secret)
    }

    func enrol(_ account: AccountName, _ certificate: ClientCertificate) async throws -> TOTP {
        let ticket = try await administration.resetFactors(of: account, Self.operatorMandate)
        let visitor = visitor(account, certificate)
        guard case .begun(let offer) = try await access.enrolment.begin(withCode: ticket.code, by: visitor) else {
            throw Unexpected("no enrolment")
        }
        let secret = SecretBytes(copying: try #require(Base32.decode(offer.base32Secret)))
        let totp = TOTP(secret: secret, parameters: offer.parameters)
        let code = String(decoding: totp.code(at: TimeStep(at: clock.now)), as: UTF8.self)
        guard case .enrolled = try await access.enrolment.confirm(offer.device, with: code, by: visitor) else {
            throw Unexpected("not confirmed")
        }
        clock.advance(by: .seconds(600))
        return totp
    }

    /// A partner with a permission for `build` that runs for an hour.
    func partner(_ name: String = "smith-02d9", hours: Int = 1) async throws -> Inhabitant {
        let partner = try await person(name, roles: ["foreign_partner"], certificate: 0x40)
        try await add("lee-90aa", certificate: Sample.certificate(0x41, serial: "41"))
        _ = try await administration.addGrant(grant(to: partner.name, hours: hours), Self.operatorMandate)
        return partner
    }

    func grant(to account: AccountName, hours: Int) -> NewGrant {
        NewGrant(
            account: account, consoles: [ConsoleID("build")], kind: .exportApproval, reference: "E-2026-17",
            sponsor: AccountName(stored: "lee-90aa"),
            from: clock.now, to: clock.now + .seconds(hours * 3600))
    }

    // MARK: What people do

    func visitor(
        _ account: AccountName, _ certificate: ClientCertificate, host: String = "gate.example",
        source: NetworkAddress = Sample.address
    ) -> VerifiedVisitor {
        VerifiedVisitor(
            account: account, certificate: certificate, source: source, userAgent: "Firefox/140", host: host,
            requestID: RequestID(high: 2, low: 2))
    }

    func code(of person: Inhabitant) -> String { person.code(at: clock.now) }

    func login(
        _ person: Inhabitant, code: String? = nil, host: String = "gate.example",
        source: NetworkAddress = Sample.address, renewing: LiveSession? = nil,
        endsOthers: Bool = false, unlockCode: String? = nil
    ) async -> LoginOutcome {
        await access.login.attempt(
            PresentedFactors(
                totp: code ?? self.code(of: person), unlockCode: unlockCode, endsOtherSessions: endsOthers),
            by: visitor(person.name, person.certificate, host: host, source: source), renewing: renewing)
    }

    /// An administrator's order to unlock.
    ///
    /// - Returns: the code for the owner, where limits are strict.
    func unlock(_ person: Inhabitant) async throws -> String? {
        let administrator = Self.mandate(.administrator(Sample.name("hong-41c2")))
        switch try await administration.unlock(person.name, administrator) {
        case .lifted: return nil
        case .completedByOwner(let code, _): return code
        }
    }

    /// A login that has to succeed. The clock moves on one step, so that the next code is new.
    func enter(_ person: Inhabitant, host: String = "gate.example", renewing: LiveSession? = nil) async throws
        -> SessionGrant
    {
        let outcome = await login(person, host: host, renewing: renewing)
        clock.advance(by: .seconds(30))
        return try outcome.grant
    }

    func tick() async throws {
        try await access.housekeeping.tick(at: clock.now, requestID: RequestID(high: 3, low: 3))
    }

    /// The node stops and starts again on the same store.
    func restarted() async throws -> House {
        try sqlite.close()
        return try await House(in: folder, clock: clock)
    }
}

struct Inhabitant: Sendable {
    let name: AccountName
    let certificate: ClientCertificate
    let totp: TOTP

    func code(at time: UnixTime) -> String { String(decoding: totp.code(at: TimeStep(at: time)), as: UTF8.self) }

    /// Not a code of any step near `time`.
    func wrongCode(at time: UnixTime) -> String {
        let right = [-30, 0, 30].map { code(at: time + .seconds($0)) }
        return ["000000", "000001", "000002", "000003"].first { !right.contains($0) } ?? "000004"
    }
}

struct Unexpected: Error {
    let text: String
    init(_ text: String) { self.text = text }
}

extension LoginOutcome {
    var grant: SessionGrant {
        get throws {
            guard case .signedIn(let grant) = self else { throw Unexpected("\(self)") }
            return grant
        }
    }

    var refusal: Reason? {
        if case .refused(let reason) = self { reason } else { nil }
    }

    var isSignedIn: Bool {
        if case .signedIn = self { true } else { false }
    }
}
