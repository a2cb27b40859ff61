import GatewayAccess
import GatewayCrypto
import GatewayFactors
import GatewayIdentity
import GatewayLimits
import GatewayPages
import GatewayPolicy
import GatewaySessions
import GatewaySettings
import GatewayStore
import GatewayStoreSQLite
import GatewayTesting
import GatewayVault
import Logging
import Testing

@testable import Gateway
@testable import GatewayCertificates

/// A node without sockets: real people in a real store, real certificates, a real policy, and a clock that a test moves.
struct Station: Sendable {
    let folder: TemporaryFolder
    let clock = ManualClock()
    let authority: CertificateAuthority
    let trust: TrustHolder
    let access: Access
    let node: GateNode
    let store: SQLiteStore

    /// Whoever comes to the gate.
    struct Visitor: Sendable {
        let account: AccountName
        let certificate: ClientCertificate
        /// DER, leaf first.
        let chain: [[UInt8]]
        let totp: TOTP?
    }

    static let mandate = Mandate(
        actor: .controlSocket(uid: 0), reason: StatedReason("set up for a test")!, requestID: RequestID(high: 1, low: 1)
    )

    init(
        limits: ConnectionLimits = .init(), readsEverybody: Bool = true, desk: any DeskDoor = NoDesk(),
        policy change: (inout PolicyDefinition) throws -> Void = { _ in }
    ) async throws {
        folder = try TemporaryFolder()
        authority = try CertificateAuthority.create(
            in: folder.path + "/pki", organisation: "시험", at: clock.now - .seconds(86_400))
        try authority.publishLists(at: clock.now)
        trust = TrustHolder(judge: try Self.judge(authority))
        let policy = try StationPolicy.snapshot(change)
        store = try SQLiteStore(path: folder.path + "/store.sqlite")
        let clock = clock
        access = try await Access.load(
            AccessPorts(
                store: store, vault: try await Vault.sample(of: store, clock: clock.clock), recorder: SilentRecorder(),
                warnings: SilentWarnings(), clock: clock.clock),
            settings: AccessSettings(
                serviceName: "Gwanmun", contact: "02-000-0000",
                securityKeys: SecurityKeyRules(relyingParty: { SoftwareKey.party }, name: "Gwanmun"),
                pacing: AnswerPacing(floor: .zero) { _ in }, sourceLimits: limits.sourceFailures,
                people: AccountRules(approval: .singlePerson)), policy: policy)
        if readsEverybody { try await access.readEverybody() }
        let assertions = AssertionIssuer(signer: CompactJWS(key: try P256SigningKey.generate())) {
            "https://gate.example"
        }
        let services = AccountPages(
            access: access, names: { StationPolicy.names }, keySet: assertions.keySet,
            formKey: try SecureRandom.secret(32),
            clock: clock.clock)
        let pages = try PageResponder(
            site: { StationPolicy.site }, services: services, clock: clock.clock,
            logger: Logger(label: "pages", factory: { _ in SwiftLogNoOpLogHandler() }))
        node = GateNode(
            access: access, trust: trust, services: services, pages: pages, desk: desk, assertions: assertions,
            limits: limits, routes: StationPolicy.routes(policy), tls: [:])
    }

    private static func judge(_ authority: CertificateAuthority) throws -> CertificateJudge {
        try TrustSnapshot.load(
            TrustSources(
                anchors: [authority.anchorFile], intermediates: [authority.intermediateFile],
                revocationLists: [authority.listFolder]), profile: .organisation
        ).judge
    }

    // MARK: People

    /// Somebody with a good certificate that is nobody's.
    func stranger(
        _ name: String = "somebody", from authority: CertificateAuthority? = nil, validity: Range<UnixTime>? = nil
    ) throws -> Visitor {
        let credential = try (authority ?? self.authority).issueClient(
            ClientCertificateRequest(commonName: name, validity: validity), at: clock.now - .seconds(3600))
        let files = try credential.write(to: folder.path, as: credential.certificate.serial)
        return Visitor(
            account: AccountName(stored: name), certificate: credential.certificate,
            chain: try EncodedObjects(.certificate, in: FileContents(reading: files.chain)).objects, totp: nil)
    }

    /// Somebody with an account and a bound certificate.
    func member(_ name: String = "kim-7f3a") async throws -> Visitor {
        let visitor = try stranger(name)
        _ = try await access.administration.add(
            NewAccount(name: visitor.account, displayName: "김하늘", roles: [RoleName("staff")], organisation: "한빛 반도체"),
            Self.mandate)
        _ = try await access.administration.bind(visitor.certificate, to: visitor.account, Self.mandate)
        return visitor
    }

    /// A member with an authenticator app. The clock moves on, so that their next code is new.
    func person(_ name: String = "kim-7f3a") async throws -> Visitor {
        let member = try await member(name)
        let ticket = try await access.administration.resetFactors(of: member.account, Self.mandate)
        let visitor = verified(member, at: "gate.example")
        guard case .begun(let offer) = try await access.enrolment.begin(withCode: ticket.code, by: visitor) else {
            throw Unexpected(text: "no enrolment")
        }
        let secret = SecretBytes(copying: try #require(Base32.decode(offer.base32Secret)))
        let totp = TOTP(secret: secret, parameters: offer.parameters)
        guard case .enrolled = try await access.enrolment.confirm(offer.device, with: code(of: totp), by: visitor)
        else {
            throw Unexpected(text: "not confirmed")
        }
        clock.advance(by: .seconds(600))
        return Visitor(account: member.account, certificate: member.certificate, chain: member.chain, totp: totp)
    }

    /// A login at `host`. The clock moves on one step.
    ///
    /// - Parameter existing: the session that this login raises.
    func enter(_ person: Visitor, at host: String = "build.example", renewing existing: LiveSession? = nil)
        async throws -> SessionGrant
    {
        let outcome = await access.login.attempt(
            PresentedFactors(totp: try code(of: #require(person.totp))), by: verified(person, at: host),
            renewing: existing)
        clock.advance(by: .seconds(30))
        guard case .signedIn(let grant) = outcome else { throw Unexpected(text: "\(outcome)") }
        return grant
    }

    /// From now on this certificate is on the list.
    func revoke(_ visitor: Visitor) throws {
        try authority.revoke(serial: visitor.certificate.serial, because: .keyCompromise, at: clock.now)
        try authority.publishLists(at: clock.now - .seconds(60))
        trust.adopt(try Self.judge(authority))
        access.advanceEpoch()
    }

    private func code(of totp: TOTP) -> String {
        String(decoding: totp.code(at: TimeStep(at: clock.now)), as: UTF8.self)
    }

    func verified(_ visitor: Visitor, at host: String) -> VerifiedVisitor {
        VerifiedVisitor(
            account: visitor.account, certificate: visitor.certificate, source: Sample.address,
            userAgent: "Firefox/140",
            host: host, requestID: RequestID(high: 2, low: 2))
    }
}

struct Unexpected: Error {
    let text: String
}

private struct SilentRecorder: SecurityRecorder {
    func record(_ events: [SecurityEvent]) async throws(RecordingFailure) {}
}

private struct SilentWarnings: WarningSink {
    func deliver(_ warning: SecurityWarning) {}
}

struct NoDesk: DeskDoor {
    let bodyLimit = 65_536

    func respond(to request: LocalRequest, from visitor: PageVisitor, requestID: RequestID) async -> LocalResponse {
        LocalResponse(status: 404, headers: [], body: [])
    }
}
