import GatewayIdentity
import GatewayPages
import GatewayWebAuthn
import Synchronization

/// Services that answer what a test wants to hear, and remember what they were asked.
final class ServicesDouble: SignInService, HandoffService, AccountService, FactorService, EnrolmentService,
    SecurityKeyService,
    TerminalService,
    NodeService
{
    enum Call: Equatable, Sendable {
        case requirement(Destination?)
        case signIn(totp: String?, password: String?, recoveryCode: String?, endsOthers: Bool)
        case goOn(String, answers: [String])
        case change(String, current: String, new: String)
        case signOut(SessionHandle)
        case handoff(PageHost)
        case redeem(String)
        case endSession(SessionHandle)
        case endOthers
        case stay
        case disown
        case renewRecovery
        case terminalCode
        case enterTerminal(String)
        case begin(String)
        case beginApp(FactorDeclaration, inPlaceOf: FactorHandle? = nil)
        case confirmToken(FactorHandle, String)
        case rename(FactorHandle, String)
        case lost(FactorHandle)
        case remove(FactorHandle)
        case language(Language)
        case cancelReset
        case askReset(AccountName, String)
        case confirm(String, totp: String)
        case assertion(credential: [UInt8])
        case keyRequest
        case beginKey(code: String?)
        case registerKey(String, inPlaceOf: FactorHandle? = nil, inSession: Bool)
    }

    let requirement: SignInRequirement
    let outcome: SignInOutcome
    let redeemed: String?
    let overview: AccountOverview
    let notice: SignInNotice
    let recovery: RecoveryCodesOutcome
    let start: EnrolmentStart
    let end: EnrolmentEnd
    let entry: TerminalEntry
    let keyStart: KeyRegistrationStart
    let keyEnd: KeyRegistrationEnd
    let change: FactorChange
    let openReset: ResetSummary?
    let failure: ServiceUnavailable?
    let serving: Bool
    private let log = Mutex<[Call]>([])

    var calls: [Call] { log.withLock { $0 } }

    static let signedIn = SignedIn(
        cookie: "Y29va2llLTAxMjM0NTY3ODk", token: "dG9rZW4tMDEyMzQ1Njc4OWFiY2RlZg", session: Scenery.session,
        notice: .nothingToTell)
    static let totpNeeded = NeededFactors(kinds: [.totp], recoveryCodeAllowed: true, isStepUp: false)
    static let agent =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
    static let phone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
    static let pastNotice = SignInNotice(
        lastSignIn: PastVisit(
            at: Scenery.now - .seconds(90000), place: "internal (10.20.*.*)", userAgent: agent, succeeded: true),
        failuresSince: 2)
    static let offer = TOTPOffer(
        uri:
            "otpauth://totp/Gwanmun:kim-7f3a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Gwanmun&algorithm=SHA1&digits=6&period=30",
        secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", digits: 6, periodSeconds: 30, algorithm: "SHA1")
    static let codes = [
        "k7xq-2mfa-9prt-wd3e", "b4hn-6ycz-3svj-q8ku", "x2re-7ubm-5wgd-p9fa", "n6tk-4jqs-8hzc-y3xv",
        "d9mw-3pfe-7kra-u5bh", "s5gz-8vxn-2cqy-j4tm",
    ]

    static func overview(
        place: String = "internal (10.20.*.*)", userAgent: String? = agent, notice: SignInNotice = pastNotice
    ) -> AccountOverview {
        let now = Scenery.now
        return AccountOverview(
            factors: [
                RegisteredFactor(
                    handle: FactorHandle("totp-1"), kind: .app, label: "내 휴대전화", isSeparateDevice: true, state: .active,
                    stateAt: now - .seconds(86400 * 29), registeredAt: now - .seconds(86400 * 29),
                    lastUsedAt: now - .seconds(600)),
                RegisteredFactor(
                    handle: FactorHandle("hotp-1"), kind: .buttonToken, label: "2308001234", serial: "2308001234",
                    isSeparateDevice: true, state: .pending, stateAt: now + .seconds(86400 * 14), registeredAt: now,
                    lastUsedAt: nil, endsAt: now + .seconds(86400 * 1000), replaces: "내 휴대전화"),
                RegisteredFactor(
                    handle: FactorHandle("hotp-0"), kind: .buttonToken, label: "2207000001", serial: "2207000001",
                    isSeparateDevice: true, state: .replaced, stateAt: now - .seconds(86400 * 29),
                    registeredAt: now - .seconds(86400 * 300), lastUsedAt: nil, replacedBy: "내 휴대전화"),
                RegisteredFactor(
                    handle: FactorHandle("totp-0"), kind: .app, label: "옛 휴대전화", state: .lost,
                    stateAt: now - .seconds(86400), registeredAt: now - .seconds(86400 * 400), lastUsedAt: nil),
            ],
            sessions: [
                SessionSummary(
                    handle: Scenery.session.handle, startedAt: now - .seconds(600), lastSeenAt: now, place: place,
                    userAgent: userAgent,
                    gradeReached: .classified),
                SessionSummary(
                    handle: SessionHandle("7e57c0de00000002"), startedAt: now - .seconds(7200),
                    lastSeenAt: now - .seconds(900), place: "vpn (10.90.*.*)",
                    userAgent: phone, gradeReached: .open),
            ],
            visits: [
                PastVisit(at: now - .seconds(600), place: place, userAgent: userAgent, succeeded: true),
                PastVisit(at: now - .seconds(5000), place: "vpn (10.90.*.*)", userAgent: phone, succeeded: false),
                PastVisit(at: now - .seconds(90000), place: place, userAgent: userAgent, succeeded: true),
            ], recoveryCodesLeft: 7, notice: notice,
            certificates: [
                CertificateSummary(
                    issuer: "CN=Hanbit Client CA", serial: "2f0a91c47b", notBefore: now - .seconds(86400 * 30),
                    notAfter: now + .seconds(86400 * 20))
            ],
            grants: [
                GrantSummary(
                    consoles: [ConsoleID("fab")], reference: "E-2026-17", from: now - .seconds(86400),
                    to: now + .seconds(86400 * 7))
            ],
            reset: ResetSummary(askedAt: now - .seconds(3600), effectiveAt: now + .seconds(82800)),
            partners: [PartnerSummary(account: AccountName(stored: "smith-02d9"), displayName: "J. Smith")])
    }

    init(
        requirement: SignInRequirement = .factors(totpNeeded), outcome: SignInOutcome = .accepted(signedIn),
        redeemed: String? = "Y29uc29sZS1jb29raWU",
        overview: AccountOverview = overview(), notice: SignInNotice = pastNotice,
        recovery: RecoveryCodesOutcome = .codes(codes),
        start: EnrolmentStart = .begun(PendingEnrolment("pending-1"), offer),
        end: EnrolmentEnd = .enrolled(recoveryCodes: codes),
        entry: TerminalEntry = .entered(Scenery.session, token: signedIn.token),
        keyStart: KeyRegistrationStart = .begun(creation),
        keyEnd: KeyRegistrationEnd = .registered(AuthenticatorID("key-1"), recoveryCodes: []),
        change: FactorChange = .done, openReset: ResetSummary? = nil,
        failure: ServiceUnavailable? = nil, serving: Bool = true
    ) {
        self.requirement = requirement
        self.outcome = outcome
        self.redeemed = redeemed
        self.overview = overview
        self.notice = notice
        self.recovery = recovery
        self.start = start
        self.end = end
        self.entry = entry
        self.keyStart = keyStart
        self.keyEnd = keyEnd
        self.change = change
        self.openReset = openReset
        self.failure = failure
        self.serving = serving
    }

    private func note(_ call: Call) throws(ServiceUnavailable) {
        log.withLock { $0.append(call) }
        if let failure { throw failure }
    }

    func requirement(for destination: Destination?, visit: Visit, session: OpenSession?)
        async throws(ServiceUnavailable) -> SignInRequirement
    {
        try note(.requirement(destination))
        return requirement
    }

    func signIn(_ attempt: SignInAttempt, visit: Visit, session: OpenSession?) async throws(ServiceUnavailable)
        -> SignInOutcome
    {
        if let assertion = attempt.webauthn { try note(.assertion(credential: assertion.credentialID)) }
        try note(
            .signIn(
                totp: attempt.totp, password: attempt.password, recoveryCode: attempt.recoveryCode,
                endsOthers: attempt.endsOtherSessions))
        return outcome
    }

    func goOn(_ reply: SignInReply, visit: Visit, session: OpenSession?) async throws(ServiceUnavailable)
        -> SignInOutcome
    {
        switch reply.content {
        case .answers(let answers): try note(.goOn(reply.conversation, answers: answers))
        case .change(let current, let new): try note(.change(reply.conversation, current: current, new: new))
        }
        return outcome
    }

    func signOut(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable) {
        try note(.signOut(session.handle))
    }

    func handoffCode(for session: OpenSession, to host: PageHost, visit: Visit) async throws(ServiceUnavailable)
        -> String?
    {
        try note(.handoff(host))
        return "aGFuZG9mZi1jb2RlLTAxMjM0NTY3"
    }

    func redeem(handoffCode: String, visit: Visit) async throws(ServiceUnavailable) -> String? {
        try note(.redeem(handoffCode))
        return redeemed
    }

    func overview(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable) -> AccountOverview {
        if let failure { throw failure }
        return overview
    }

    func stay(in session: OpenSession, visit: Visit) async throws(ServiceUnavailable) {
        try note(.stay)
    }

    func disown(_ session: OpenSession, visit: Visit) async throws(ServiceUnavailable) {
        try note(.disown)
    }

    func notice(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable) -> SignInNotice {
        if let failure { throw failure }
        return notice
    }

    func endSession(_ handle: SessionHandle, of session: OpenSession, visit: Visit) async throws(ServiceUnavailable)
        -> Bool
    {
        try note(.endSession(handle))
        return true
    }

    func endOtherSessions(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable) -> Int {
        try note(.endOthers)
        return 1
    }

    func renewRecoveryCodes(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable)
        -> RecoveryCodesOutcome
    {
        try note(.renewRecovery)
        return recovery
    }

    func beginEnrolment(
        withCode code: String, declaring declaration: FactorDeclaration, visit: Visit
    ) async throws(ServiceUnavailable) -> EnrolmentStart {
        try note(.begin(code))
        return start
    }

    func confirmEnrolment(_ pending: PendingEnrolment, with totp: String, visit: Visit) async throws(ServiceUnavailable)
        -> EnrolmentEnd
    {
        try note(.confirm(pending.text, totp: totp))
        return end
    }

    func terminalCode(for session: OpenSession, visit: Visit) async throws(ServiceUnavailable) -> String? {
        try note(.terminalCode)
        return "7ZKQ-03MF-9TXA-C2RW"
    }

    func redeem(terminalCode: String, visit: Visit) async throws(ServiceUnavailable) -> TerminalEntry {
        try note(.enterTerminal(terminalCode))
        return entry
    }

    func freshFactors(visit: Visit) async throws(ServiceUnavailable) -> SignInRequirement {
        .factors(NeededFactors(kinds: [.totp], recoveryCodeAllowed: false, isStepUp: true))
    }

    func keyRequest(visit: Visit) async throws(ServiceUnavailable) -> KeyRequest {
        try note(.keyRequest)
        return .options(Self.request)
    }

    func beginKeyRegistration(withCode code: String, visit: Visit) async throws(ServiceUnavailable)
        -> KeyRegistrationStart
    {
        try note(.beginKey(code: code))
        return keyStart
    }

    func beginKeyRegistration(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable)
        -> KeyRegistrationStart
    {
        try note(.beginKey(code: nil))
        return keyStart
    }

    func registerKey(
        _ presented: PresentedRegistration, called label: AuthenticatorLabel, inPlaceOf old: FactorHandle?,
        of session: OpenSession?, visit: Visit
    ) async throws(ServiceUnavailable) -> KeyRegistrationEnd {
        try note(.registerKey(label.text, inPlaceOf: old, inSession: session != nil))
        return keyEnd
    }

    static let request = RequestOptions(
        challenge: [UInt8](repeating: 7, count: 32), relyingParty: "gate.example", timeout: .seconds(300),
        allowed: [CredentialDescriptor(id: [1, 2, 3], transports: [.usb, .nfc])])
    static let creation = CreationOptions(
        challenge: [UInt8](repeating: 8, count: 32), relyingParty: "gate.example", relyingPartyName: "Gwanmun",
        user: .init(handle: [9, 9], name: "kim-7f3a", displayName: "김\"하늘\""), algorithms: [],
        timeout: .seconds(300), excluded: [CredentialDescriptor(id: [4, 5], transports: [])], conveyance: .none)
    func beginApp(
        _ declaration: FactorDeclaration, inPlaceOf old: FactorHandle?, of session: OpenSession, visit: Visit
    ) async throws(ServiceUnavailable) -> FactorStart {
        try note(.beginApp(declaration, inPlaceOf: old))
        switch change {
        case .done: return .begun(PendingEnrolment("pending-2"), Self.offer)
        case .badName: return .badName
        case .notPossible: return .notReplaceable
        case .lastOne: return .tooMany
        case .freshFactorNeeded, .refused: return .freshFactorNeeded
        }
    }

    func confirmToken(_ handle: FactorHandle, with code: String, of session: OpenSession, visit: Visit)
        async throws(ServiceUnavailable) -> FactorChange
    {
        try note(.confirmToken(handle, code))
        return change
    }

    func rename(_ handle: FactorHandle, to name: String, of session: OpenSession, visit: Visit)
        async throws(ServiceUnavailable) -> FactorChange
    {
        try note(.rename(handle, name))
        return change
    }

    func reportLost(_ handle: FactorHandle, of session: OpenSession, visit: Visit) async throws(ServiceUnavailable)
        -> FactorChange
    {
        try note(.lost(handle))
        return change
    }

    func remove(_ handle: FactorHandle, of session: OpenSession, visit: Visit) async throws(ServiceUnavailable)
        -> FactorChange
    {
        try note(.remove(handle))
        return change
    }

    func chooseLanguage(_ language: Language, of session: OpenSession, visit: Visit) async throws(ServiceUnavailable) {
        try note(.language(language))
    }

    func openReset(visit: Visit) async throws(ServiceUnavailable) -> ResetSummary? { openReset }

    func cancelReset(visit: Visit) async throws(ServiceUnavailable) -> Bool {
        try note(.cancelReset)
        return true
    }

    func askReset(of partner: AccountName, because reason: String, of session: OpenSession, visit: Visit)
        async throws(ServiceUnavailable) -> ResetAsked
    {
        try note(.askReset(partner, reason))
        return .asked
    }

    func isServing() async -> Bool { serving }

    func keySet() async -> [UInt8] { Array(#"{"keys":[]}"#.utf8) }
}
