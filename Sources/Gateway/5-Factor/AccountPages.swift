public import GatewayAccess
public import GatewayCrypto
internal import GatewayFactors
public import GatewayIdentity
public import GatewayPages
internal import GatewayPolicy
internal import GatewaySessions
internal import GatewayStore
internal import Synchronization

/// Stage 5: what the pages ask, answered by the people and sessions of this node.
///
/// A translation and nothing more: counting, verifying and recording happen behind `Access`.
public final class AccountPages: Sendable {
    let access: Access
    private let names: @Sendable () -> PageNames
    private let keySetDocument: String
    private let formKey: SecretBytes
    let clock: Clock
    private let notices = Mutex<[String: SignInNotice]>([:])
    private static let mostNotices = 4096

    /// - Parameters:
    ///   - names: the host names in use, asked once per request.
    ///   - formKey: 32 random bytes; a form made before a restart has to be loaded again.
    public init(
        access: Access, names: @escaping @Sendable () -> PageNames, keySet: String, formKey: SecretBytes,
        clock: @escaping Clock
    ) {
        self.access = access
        self.names = names
        keySetDocument = keySet
        self.formKey = formKey
        self.clock = clock
    }

    /// A session as the pages see it.
    public func openSession(_ session: LiveSession, at now: UnixTime) -> OpenSession {
        OpenSession(
            handle: SessionHandle(session.id.description), factors: session.proofs, startedAt: session.createdAt,
            expiresAt: session.absoluteExpiry,
            idleExpiresAt: session.idleExpiry, gradeReached: gradeReached(by: session.proofs, at: now),
            formToken: formToken(of: session))
    }

    /// The highest grade whose step-up age the proofs still meet.
    private func gradeReached(by proofs: [FactorProof], at now: UnixTime) -> Grade {
        let grades = access.policy.definition.grades
        return Grade.allCases.last { grade in
            guard grade != .open else { return true }
            let kinds = FactorName.second.acceptedKinds(grade == .classified ? .none : .permitted)
            guard let newest = proofs.filter({ kinds.contains($0.kind) }).map(\.at).max() else { return false }
            return grades[grade].map { now < newest + $0.limits.stepUp } ?? false
        } ?? .open
    }

    private func formToken(of session: LiveSession) -> String {
        Base64URL.encode(HMAC.code(for: Array("form ".utf8) + session.id.digest.bytes, key: formKey, using: .sha256))
    }

    func visitor(_ visit: Visit) -> VerifiedVisitor {
        VerifiedVisitor(
            account: visit.person.account, certificate: visit.person.certificate, source: visit.source,
            userAgent: visit.userAgent,
            host: visit.hostName, requestID: visit.requestID)
    }

    /// What the node could not do is told by its reason alone.
    func asking<T>(_ work: () async throws(AccessFailure) -> T) async throws(ServiceUnavailable) -> T {
        do throws(AccessFailure) {
            return try await work()
        } catch {
            throw ServiceUnavailable(error.reason)
        }
    }

    func live(_ session: OpenSession, _ visit: Visit) throws(ServiceUnavailable) -> LiveSession {
        guard
            let live = access.ownAccount.openSessions(of: visit.person.account).first(where: {
                $0.id.description == session.handle.text
            })
        else {
            throw ServiceUnavailable(.sessionEnded)
        }
        return live
    }
}

/// The names under which the pages are reached.
public struct PageNames: Sendable {
    /// Lower case, without a port.
    public let gate: String
    public let consoles: [ConsoleID: String]

    public init(gate: String, consoles: [ConsoleID: String]) {
        self.gate = gate
        self.consoles = consoles
    }
}

// MARK: - Signing in and out

extension AccountPages: SignInService {
    public func requirement(
        for destination: Destination?, visit: Visit, session: OpenSession?
    ) async throws(ServiceUnavailable) -> SignInRequirement {
        let live: LiveSession? =
            switch session {
            case nil: nil
            case let session?: try self.live(session, visit)
            }
        let needed = factors(for: destination, visit, live)
        guard let needed else { return .nothing }
        // A password is kept elsewhere, and enrolled there.
        if needed.kinds == [.password] { return .factors(needed) }
        return try await fitted(needed, visit)
    }

    public func freshFactors(visit: Visit) async throws(ServiceUnavailable) -> SignInRequirement {
        try await fitted(
            NeededFactors(kinds: [.totp], securityKeyAllowed: true, recoveryCodeAllowed: false, isStepUp: true), visit)
    }

    private func fitted(_ needed: NeededFactors, _ visit: Visit) async throws(ServiceUnavailable) -> SignInRequirement {
        let account = visit.person.account
        let held = try await asking { () throws(AccessFailure) in
            try await access.ownAccount.heldFactors(of: account)
        }
        guard !held.isEmpty else { return .enrolment }
        let digits = try await asking { () throws(AccessFailure) in
            try await access.ownAccount.codeDigits(of: account)
        }
        return .factors(needed.fitted(to: held, codeDigits: digits))
    }

    /// Asks the policy what the person would still have to prove; `nil` for nothing that a code could mend.
    private func factors(for destination: Destination?, _ visit: Visit, _ session: LiveSession?) -> NeededFactors? {
        let usual = NeededFactors(
            kinds: usualKinds(of: visit.person), securityKeyAllowed: true,
            recoveryCodeAllowed: !isExternal(visit.person),
            isStepUp: session != nil)
        guard let destination, case .console(let console) = destination.host else {
            return session == nil ? usual : nil
        }
        guard case .bound(let account) = access.holder(of: visit.person.certificate, from: visit.source)
        else { return usual }
        let now = clock()
        let decision = access.policy.decide(
            Question(
                subject: access.subject(of: account, at: now), console: console,
                circumstances: access.circumstances(
                    of: account, certificate: visit.person.certificate, session: session, source: visit.source, at: now),
                method: .get, path: String(destination.target.prefix { $0 != "?" })))
        switch decision {
        case .permit, .deny: return session == nil ? usual : nil
        case .stepUp(let stepUp):
            let kinds = stepUp.missing.compactMap { $0.acceptedKinds.first }
            return NeededFactors(
                kinds: Array(Set(kinds)).sorted(),
                securityKeyAllowed: !stepUp.missing.contains { $0.acceptedKinds.first == .totp && !$0.acceptsKey },
                recoveryCodeAllowed: stepUp.missing.contains { $0.acceptedKinds.contains(.recoveryCode) },
                isStepUp: session != nil)
        }
    }

    /// Before a console is chosen: what brings a person everywhere, so that they are asked once.
    private func usualKinds(of person: Person) -> [FactorKind] {
        access.knowsPasswords && access.policy.asks(for: .password, of: Set(person.roles))
            ? [.password, .totp] : [.totp]
    }

    private func isExternal(_ person: Person) -> Bool {
        let roles = access.policy.definition.roles
        return person.roles.contains { name in
            switch roles[name]?.kind {
            case .member, .service: false
            case .external, nil: true
            }
        }
    }

    public func signIn(_ attempt: SignInAttempt, visit: Visit, session: OpenSession?) async throws(ServiceUnavailable)
        -> SignInOutcome
    {
        let presented = PresentedFactors(
            totp: attempt.totp, recoveryCode: attempt.recoveryCode,
            password: attempt.password.map { SecretBytes(copying: $0.utf8) }, webauthn: attempt.webauthn,
            unlockCode: attempt.unlockCode, endsOtherSessions: attempt.endsOtherSessions)
        let existing = try session.map { session throws(ServiceUnavailable) in try live(session, visit) }
        return try outcome(of: await access.login.attempt(presented, by: visitor(visit), renewing: existing))
    }

    public func goOn(_ reply: SignInReply, visit: Visit, session: OpenSession?) async throws(ServiceUnavailable)
        -> SignInOutcome
    {
        guard let ticket = LoginTicket(reply.conversation) else { return .over }
        let existing = try session.map { session throws(ServiceUnavailable) in try live(session, visit) }
        let outcome = await access.loginAnswer.give(
            PasswordReply(reply.content), to: ticket, by: visitor(visit), renewing: existing)
        if case .refused(.factorMissing) = outcome { return .over }
        return try self.outcome(of: outcome)
    }

    private func outcome(of outcome: LoginOutcome) throws(ServiceUnavailable) -> SignInOutcome {
        switch outcome {
        case .signedIn(let grant):
            let notice = SignInNotice(grant.notice, displaced: grant.displaced, zone: zone)
            remember(notice, of: grant.session)
            return .accepted(
                SignedIn(
                    cookie: grant.cookie.text, token: grant.header.text,
                    session: openSession(grant.session, at: clock()),
                    notice: notice))
        case .asksMore(let asked): return .asksMore(SignInQuestion(asked))
        case .otherSessionOpen: return .otherSessionOpen
        case .throttled(let until): return .throttled(retryAfter: until - clock())
        case .refused(let reason):
            switch reason.publicReason {
            case .factorFailed: return .refused
            case .notRecorded, .overloaded: throw ServiceUnavailable(reason)
            default: return .denied(reason)
            }
        }
    }

    public func signOut(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable) {
        let live = try live(session, visit)
        try await asking { () throws(AccessFailure) in
            try await access.ownAccount.signOut(of: live, requestID: visit.requestID)
        }
    }

    var zone: @Sendable (NetworkAddress) -> String? {
        let zones = access.policy.definition.zones
        return { address in zones.filter { $0.value.contains(address) }.keys.map(\.text).min() }
    }
}

extension SignInNotice {
    /// A place is the name of its zone, else the address with its second half masked (compliance profile 2.8).
    init(_ notice: LoginNotice, displaced: Int = 0, zone: (NetworkAddress) -> String?) {
        let last = notice.lastLogin.map { at in
            PastVisit(
                at: at, place: notice.lastLoginFrom.map { zone($0) ?? $0.masked } ?? "-", userAgent: nil,
                succeeded: true)
        }
        self.init(lastSignIn: last, failuresSince: notice.failuresSince, displaced: displaced)
    }
}

extension NetworkAddress {
    /// `203.0.*.*`, or the first 48 bits of an IPv6 address.
    var masked: String {
        if isIPv4 { return "\(low >> 24 & 255).\(low >> 16 & 255).*.*" }
        return NetworkAddress(high: high & ~0xffff, low: 0).description + "*"
    }
}

// MARK: - From the gate to a console

extension AccountPages: HandoffService {
    public func handoffCode(for session: OpenSession, to console: ConsoleID, visit: Visit)
        async throws(ServiceUnavailable) -> String?
    {
        let live = try live(session, visit)
        guard let host = names().consoles[console] else { throw ServiceUnavailable(.unknownHost) }
        let code = try await asking { () throws(AccessFailure) in
            try await access.handoffs.mint(for: live, to: host, by: visitor(visit))
        }
        return code?.text
    }

    public func redeem(handoffCode: String, visit: Visit) async throws(ServiceUnavailable) -> String? {
        let entry = try await asking { () throws(AccessFailure) in
            try await access.handoffs.redeem(handoffCode, by: visitor(visit))
        }
        return entry?.cookie.text
    }
}

// MARK: - The own account

extension AccountPages: AccountService {
    public func overview(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable) -> AccountOverview {
        let live = try live(session, visit)
        let overview = try await asking { () throws(AccessFailure) in try await access.ownAccount.overview(of: live) }
        guard let overview else { throw ServiceUnavailable(.sessionEnded) }
        let now = clock()
        let notice = SignInNotice(overview.notice, zone: zone)
        var shown = AccountOverview(
            factors: overview.devices.map { RegisteredFactor($0, among: overview.devices) },
            sessions: overview.sessions.map { summary(of: $0, at: now) },
            visits: overview.logins.map { PastVisit($0, zone: zone) },
            recoveryCodesLeft: overview.recoveryCodesLeft, notice: notice, rivalSignIn: live.rivalSignIn)
        shown.certificates = overview.certificates.map {
            CertificateSummary(issuer: $0.issuer, serial: $0.serial, notBefore: $0.notBefore, notAfter: $0.notAfter)
        }
        shown.grants = overview.grants.map {
            GrantSummary(consoles: $0.consoles.sorted(), reference: $0.reference, from: $0.from, to: $0.to)
        }
        shown.language = overview.account.language
        shown.reset = overview.reset.map { ResetSummary($0) }
        shown.partners = overview.sponsored.map { PartnerSummary(account: $0.name, displayName: $0.displayName) }
        return shown
    }

    private func summary(of session: LiveSession, at now: UnixTime) -> SessionSummary {
        SessionSummary(
            handle: SessionHandle(session.id.description), startedAt: session.createdAt, lastSeenAt: session.lastSeen,
            place: session.place.map { zone($0.source) ?? $0.source.masked } ?? "-",
            userAgent: session.place?.userAgent,
            gradeReached: gradeReached(by: session.proofs, at: now))
    }

    public func notice(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable) -> SignInNotice {
        if let notice = notices.withLock({ $0[session.handle.text] }) { return notice }
        return try await overview(of: session, visit: visit).notice
    }

    /// The store knows the last sign-in only, which is this one by now; what there was before is told on the next page, from here.
    private func remember(_ notice: SignInNotice, of session: LiveSession) {
        notices.withLock { notices in
            // Read within seconds. Who comes later reads what the store knows.
            if notices.count >= Self.mostNotices { notices.removeAll() }
            notices[session.id.description] = notice
        }
    }

    public func endSession(_ handle: SessionHandle, of session: OpenSession, visit: Visit)
        async throws(ServiceUnavailable) -> Bool
    {
        let live = try live(session, visit)
        guard let id = SessionID(hex: handle.text) else { return false }
        return try await asking { () throws(AccessFailure) in
            try await access.ownAccount.endSession(id, of: live, requestID: visit.requestID)
        }
    }

    public func endOtherSessions(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable) -> Int {
        let live = try live(session, visit)
        return try await asking { () throws(AccessFailure) in
            try await access.ownAccount.endOtherSessions(of: live, requestID: visit.requestID)
        }
    }

    public func stay(in session: OpenSession, visit: Visit) async throws(ServiceUnavailable) {
        try live(session, visit).touch(at: clock())
    }

    public func disown(_ session: OpenSession, visit: Visit) async throws(ServiceUnavailable) {
        let live = try live(session, visit)
        try await asking { () throws(AccessFailure) in
            try await access.ownAccount.disown(
                live, source: visit.source, userAgent: visit.userAgent, requestID: visit.requestID)
        }
    }

    public func renewRecoveryCodes(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable)
        -> GatewayPages.RecoveryCodesOutcome
    {
        let live = try live(session, visit)
        switch try await asking({ () throws(AccessFailure) in
            try await access.ownAccount.renewRecoveryCodes(of: live, requestID: visit.requestID)
        }) {
        case .codes(let codes): return .codes(codes)
        case .freshFactorNeeded: return .freshFactorNeeded
        case .notAllowed: return .notAllowed
        }
    }
}

// MARK: - A new second factor

extension AccountPages: EnrolmentService {
    public func beginEnrolment(
        withCode code: String, declaring declaration: FactorDeclaration, visit: Visit
    ) async throws(ServiceUnavailable) -> EnrolmentStart {
        // A name that is none is left out: the code would be used up for nothing.
        let declared = DeviceDeclaration(declaration) ?? .init(isSeparateDevice: declaration.isSeparateDevice)
        switch try await asking({ () throws(AccessFailure) in
            try await access.enrolment.begin(withCode: code, declaring: declared, by: visitor(visit))
        }) {
        case .begun(let offer): return .begun(PendingEnrolment(offer.device.text), TOTPOffer(offer))
        case .refused: return .refused
        case .throttled(let until): return .throttled(retryAfter: until - clock())
        }
    }

    public func confirmEnrolment(_ pending: PendingEnrolment, with totp: String, visit: Visit)
        async throws(ServiceUnavailable) -> EnrolmentEnd
    {
        let device = AuthenticatorID(pending.text)
        switch try await asking({ () throws(AccessFailure) in
            try await access.enrolment.confirm(device, with: totp, by: visitor(visit))
        }) {
        case .enrolled(let codes): return .enrolled(recoveryCodes: codes)
        case .refused: return .refused
        case .expired: return .expired
        case .throttled(let until): return .throttled(retryAfter: until - clock())
        }
    }
}

// MARK: - The node

extension AccountPages: NodeService {
    public func isServing() async -> Bool { true }
    public func keySet() async -> [UInt8] { Array(keySetDocument.utf8) }
}
