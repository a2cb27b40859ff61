public import GatewayIdentity
public import GatewayPolicy
public import GatewaySessions
public import GatewayStore
internal import Synchronization

/// People and their sessions: who a certificate belongs to, which session a token opens, how they log in and how all
/// of it is administered.
///
/// What event loops ask on every request is here, synchronous and in memory. Everything slow is behind one of the
/// parts: `login`, `self service`, `enrolment`, `handoffs`, `administration`, `housekeeping`.
public final class Access: Sendable {
    let core: AccessCore

    init(core: AccessCore) { self.core = core }

    public var login: Login { Login(core: core) }
    public var loginAnswer: LoginAnswer { LoginAnswer(core: core) }
    public var ownAccount: OwnAccount { OwnAccount(core: core) }
    public var enrolment: TOTPEnrolment { TOTPEnrolment(core: core) }
    public var securityKeyOffer: SecurityKeyOffer { SecurityKeyOffer(core: core) }
    public var securityKeyRegistration: SecurityKeyRegistration { SecurityKeyRegistration(core: core) }
    public var handoffs: Handoffs { Handoffs(core: core) }
    public var terminalCodes: TerminalCodes { TerminalCodes(core: core) }
    public var administration: Administration { Administration(core: core) }
    public var housekeeping: Housekeeping { Housekeeping(core: core) }
    public var measures: Measures { Measures(core: core) }
    /// Where whoever watches says that they do.
    public var monitor: MonitorPulse { core.monitor }

    /// Counts every change of people, bindings, locks, grants, sessions ended, policy and trust. A connection
    /// compares it on every request and judges itself anew when it moved.
    public var epoch: UInt64 { core.epoch }

    /// References of the partner grants that a person has running.
    public func grantReferences(of name: AccountName, at now: UnixTime) -> Set<String> {
        Set(core.directory.value.runningGrants(of: name, at: now).map(\.reference))
    }

    /// Why a permit that asks for somebody to look on is not good now; `nil`: it is. Of people of the house nobody has to look on.
    public func refusal(unlessWatched account: Account) -> Reason? {
        core.isExternal(account) && !core.monitor.isWatching ? .monitorUnavailable : nil
    }

    /// For the owner of trust anchors and CRLs, after a reload.
    public func advanceEpoch() { core.advanceEpoch() }

    public var policy: PolicySnapshot { core.policy.value }

    /// Whether there is something that knows passwords.
    public var knowsPasswords: Bool { core.ports.passwords != nil }

    /// Logins that wait for answers to questions about a password.
    public var openLoginCount: Int { core.openLogins.count }

    public func adopt(policy: PolicySnapshot) {
        core.policy.replace(with: policy)
        core.advanceEpoch()
    }

    /// What a new database says holds for the next request of everybody.
    public func adopt(countries: @escaping CountryLookup) {
        core.ports.countries.replace(with: countries)
        core.advanceEpoch()
    }

    /// For records; what decisions go by is in `circumstances`.
    public func country(of source: NetworkAddress) -> CountryCode? { core.ports.countries.country(of: source) }

    /// The terminal that a certificate's key is declared to be kept in.
    public func device(of certificate: ClientCertificate) -> DeviceTie {
        core.directory.value.device(of: certificate).map { .designated($0) } ?? .none
    }

    /// Who holds this certificate now, and whether they may go on from where they are.
    public func holder(of certificate: ClientCertificate, from source: NetworkAddress) -> CertificateHolder {
        let now = core.now()
        let holder = core.directory.value.holder(
            of: certificate, from: source, at: now, policy: core.policy.value)
        if case .bound(let account) = holder { core.attendance.note(account.name, at: now) }
        return holder
    }

    /// Whether an administrator shut out this network (`source_locked`).
    public func isLocked(_ source: NetworkAddress) -> Bool { core.directory.value.isLocked(source, at: core.now()) }

    /// The session that a token opens, ended or not: `LiveSession.refusal(at:certificate:)` has the last word.
    ///
    /// - Parameters:
    ///   - token: `SessionToken.hash(ofPresented:with:)`.
    ///   - scope: the host whose cookie it came in, or the header.
    public func session(token: SHA256Digest, scope: TokenScope) -> LiveSession? {
        key(token: token, scope: scope)?.session
    }

    /// The same, for whoever keeps it from request to request: `SessionKey.opens` tells when it is over.
    public func key(token: SHA256Digest, scope: TokenScope) -> SessionKey? {
        core.registry.key(token: token, scope: scope)
    }

    /// The policy's view of a person.
    public func subject(of account: Account, at now: UnixTime) -> Subject {
        let condition: Subject.Condition =
            switch account.state {
            case .active: core.directory.value.isLocked(account, at: now) ? .locked : .active
            case .suspended, .disabled, .removed: .disabled
            }
        return Subject(account: account.name, roles: account.roles, condition: condition)
    }

    /// What the person has proved and may count on, with a session or with the certificate alone.
    ///
    /// A certificate is proved anew by each connection, so it is this connection's handshake that counts, and not the one of the login.
    ///
    /// - Parameter evidence: `nil`: as good as can be, for what is asked before a connection comes to a console.
    public func circumstances(
        of account: Account, certificate: ClientCertificate, evidence: CertificateEvidence? = nil,
        session: LiveSession?, source: NetworkAddress,
        at now: UnixTime
    ) -> Circumstances {
        let proof = FactorProof.certificate(certificate, at: evidence?.provenAt ?? now)
        let grants = core.directory.value.grants[account.name] ?? []
        let further = (session.map(proofs) ?? []).filter { $0.kind != .certificate }
        return Circumstances(
            at: now, source: source, proofs: [proof] + further,
            certificate: session.map { $0.binding == SessionBinding(certificate) } ?? true ? .same : .other,
            grants: grants.filter { grant in
                grant.counts(at: now) && (grant.to <= now || core.directory.value.undoing(of: grant) == nil)
            }.flatMap { grant in
                grant.consoles.map {
                    Grant(id: grant.id, console: $0, from: grant.from, to: grant.to, scope: grant.scope)
                }
            }, approvals: core.directory.value.approvals[account.name] ?? [], country: country(of: source),
            device: device(of: certificate), revocationKnownAt: evidence?.revocationKnownAt)
    }

    /// What was proved in a session and counts: nothing from before it came into doubt (`WatchMeasure.stepUp`).
    public func proofs(of session: LiveSession) -> [FactorProof] { core.proofs(of: session) }

    /// A session was shown on a connection of another certificate: it ends at once, the officer is told, store and
    /// record follow within a second.
    public func reportMismatch(
        _ session: LiveSession, presented: ClientCertificate, source: NetworkAddress, requestID: RequestID
    ) {
        let now = core.now()
        let order = SessionEnder.Order(
            cause: .certificateMismatch, actor: .gateway, source: source, presented: presented, requestID: requestID,
            at: now)
        guard !core.ender.end([session], order).isEmpty else { return }
        core.advanceEpoch()
        core.warn(
            .sessionCertificateMismatch, .high, about: session.account, from: source, requestID: requestID, at: now,
            owner: true)
    }

    /// The certificate of these sessions is revoked (a CRL arrived): they end at once, store and record follow within
    /// a second.
    public func endSessions(boundTo certificate: ClientCertificate, requestID: RequestID) {
        let concerned = core.registry.all.filter { $0.binding == SessionBinding(certificate) }
        let order = SessionEnder.Order(cause: .revoked, actor: .gateway, requestID: requestID, at: core.now())
        if !core.ender.end(concerned, order).isEmpty { core.advanceEpoch() }
    }

    /// A certificate was shown that opens nothing: revoked, of an unknown authority, or of somebody who is shut out. The
    /// officer is told, and its owner where there is one. Expired ones and nobody's are no sign of an attack.
    ///
    /// - Parameter certificate: `nil` when it could not be read.
    public func reportRefused(
        _ certificate: ClientCertificate?, because reason: Reason, of account: Account?, source: NetworkAddress,
        requestID: RequestID
    ) {
        core.warnOfRefused(
            certificate, because: reason, of: account, from: source, device: nil, requestID: requestID)
    }

    /// The policy refused a request: of a partner, officer and sponsor are told (2.10, "partner: any denial").
    public func reportDenial(of account: Account, source: NetworkAddress, requestID: RequestID) {
        guard core.isExternal(account) else { return }
        core.warn(
            .partnerRefused, .high, about: account.name, from: source, requestID: requestID, at: core.now(),
            owner: false)
    }

    /// Attempts to log in that were turned away unjudged, because there were more than anybody types.
    public func loginsTurnedAway(by: LoginCrowd) -> Int { core.turns.turnedAway(by: by) }

    /// Whether this source has failed so often that no more work is done for it; `nil`: go on. Asked before a
    /// handshake and before a login.
    public func blockedUntil(_ source: NetworkAddress) -> UnixTime? { core.blockedUntil(source) }

    /// Counts a failed handshake, or a request without a certificate that is bound to anyone.
    public func noteFailure(from source: NetworkAddress, requestID: RequestID) {
        core.noteFailure(from: source, requestID: requestID)
    }
}

extension FactorProof {
    /// The handshake proved the key, now. One authenticator per key, whatever certificate is over it.
    static func certificate(_ certificate: ClientCertificate, at now: UnixTime) -> FactorProof {
        .init(kind: .certificate, authenticator: .certificate(key: certificate.publicKey), at: now)
    }
}
