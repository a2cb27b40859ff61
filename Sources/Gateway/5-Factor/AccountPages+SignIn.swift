internal import GatewayAccess
internal import GatewayCrypto
internal import GatewayIdentity
public import GatewayPages
internal import GatewayPolicy
internal import GatewaySessions
internal import GatewayStore

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
        let console: ConsoleID
        switch destination?.host {
        case nil, .gate: return session == nil ? usual : nil
        case .desk: return session?.provesSecondFactor == true ? nil : factorsOfDesk(isStepUp: session != nil)
        case .console(let id): console = id
        }
        guard let destination else { return usual }
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

    /// A recovery code stands in for a lost factor at a login, never at the desk (`DeskAuthority`).
    private func factorsOfDesk(isStepUp: Bool) -> NeededFactors {
        NeededFactors(kinds: [.totp], securityKeyAllowed: true, recoveryCodeAllowed: false, isStepUp: isStepUp)
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

extension LiveSession {
    fileprivate var provesSecondFactor: Bool {
        proofs.contains { FactorName.second.acceptedKinds(.none).contains($0.kind) }
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
