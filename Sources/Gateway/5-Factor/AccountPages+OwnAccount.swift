internal import GatewayAccess
internal import GatewayIdentity
public import GatewayPages
internal import GatewaySessions
internal import GatewayStore
internal import Synchronization

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
            gradeReached: access.gradeReached(in: session, at: now))
    }

    public func notice(of session: OpenSession, visit: Visit) async throws(ServiceUnavailable) -> SignInNotice {
        if let notice = notices.withLock({ $0[session.handle.text] }) { return notice }
        return try await overview(of: session, visit: visit).notice
    }

    /// The store knows the last sign-in only, which is this one by now; what there was before is told on the next page, from here.
    func remember(_ notice: SignInNotice, of session: LiveSession) {
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
