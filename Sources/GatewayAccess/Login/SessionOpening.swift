internal import GatewayCrypto
internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewaySessions
internal import GatewayStore

/// Opens the session of a person who has proved everything they presented: takes a place, stores, records, and only
/// then lets it open doors.
struct SessionOpening {
    let core: AccessCore
    let account: Account
    let visitor: VerifiedVisitor
    let now: UnixTime

    func open(_ proofs: [FactorProof], renewing existing: LiveSession?, mayDisplace: Bool) async throws(AccessFailure)
        -> LoginOutcome
    {
        if let reason = standInTheWay(of: proofs) { return try await refuse(reason, proofs) }
        // What cannot be renewed is left to end by itself; the login stands on its own.
        let renewed = existing.flatMap {
            $0.account == account.name && $0.refusal(at: now, certificate: visitor.certificate) == nil ? $0 : nil
        }
        let (session, cookie, header) = try make(proofs, renewing: renewed)
        switch core.registry.admit(session, renewing: renewed, limit: concurrency(mayDisplace)) {
        case .full:
            tellOfRival()
            _ = try await refuse(.concurrentSession, proofs)
            return .otherSessionOpen
        case .admitted(let displaced):
            let notice = try await establish(
                session, by: proofs, [cookie, header], renewing: renewed, displacing: displaced)
            guard let notice else { return .refused(.sessionEnded) }
            if renewed == nil {
                await LoginRemarks(core: core, account: account, visitor: visitor, now: now).tell(after: notice)
            }
            return .signedIn(
                SessionGrant(
                    session: session, cookie: cookie, header: header, notice: notice, displaced: displaced.count))
        }
    }

    /// Why somebody with the right factors may still not come in.
    private func standInTheWay(of proofs: [FactorProof]) -> Reason? {
        // An emergency account is of no use without its hardware key (compliance profile nct-2025-04, 2.3).
        if isBreakGlass, !proofs.contains(where: { $0.kind == .webauthn }) { return .factorMissing }
        guard core.isExternal(account) else { return nil }
        let directory = core.directory.value
        if !directory.runningGrants(of: account.name, at: now).isEmpty { return nil }
        return (directory.grants[account.name] ?? []).contains { $0.progress == .given && $0.from <= now }
            ? .approvalExpired : .approvalMissing
    }

    private var isBreakGlass: Bool { account.roles.contains(OfficialRole.breakGlass) }

    private func make(
        _ proofs: [FactorProof], renewing renewed: LiveSession?
    ) throws(AccessFailure) -> (LiveSession, cookie: SessionToken, header: SessionToken) {
        let proofs = [FactorProof.certificate(visitor.certificate, at: now)] + proofs
        do throws(CryptoFailure) {
            let id = try SessionID.make(random: core.ports.random)
            let session =
                renewed?.opened.elevated(by: proofs, as: id, at: now, limits: limits)
                ?? Session(
                    id: id, account: account.name, binding: SessionBinding(visitor.certificate), proofs: proofs,
                    createdAt: now, lastSeenAt: now,
                    limits: limits, origin: visitor.origin)
            let cookie = try SessionToken.make(random: core.ports.random)
            let header = try SessionToken.make(random: core.ports.random)
            return (LiveSession(session, issuer: visitor.certificate.issuer), cookie, header)
        } catch {
            throw AccessFailure(error)
        }
    }

    /// As long as the session is of use anywhere; each console holds it to its own limits
    /// (`LiveSession.refusal(at:idle:absolute:)`). Never past the certificate's own end, nor past the end of the last
    /// running grant of somebody who needs one.
    private var limits: GatewaySessions.SessionLimits {
        let policy = core.policy.value.outerLimits(for: account.roles)
        let grantEnd =
            core.isExternal(account)
            ? core.directory.value.runningGrants(of: account.name, at: now).map(\.to).max() : nil
        return .init(
            idle: policy.idle, absolute: policy.absolute,
            notAfter: [visitor.certificate.notAfter, grantEnd, openingEnd].compactMap(\.self).min())
    }

    private var openingEnd: UnixTime? { isBreakGlass ? core.directory.value.opening(of: account.name) : nil }

    /// The strictest that any console of theirs asks for: the session carries them to all of these.
    private func concurrency(_ mayDisplace: Bool) -> ConcurrencyLimit {
        let policy = core.policy.value.loginLimits(for: account.roles)
        let overflow: ConcurrencyLimit.Overflow =
            switch policy.whenFull {
            case .endOldest: .endOldest
            case .refuse: mayDisplace ? .endOldest : .refuseNew
            }
        return ConcurrencyLimit(sessions: max(policy.concurrent, 1), overflow: overflow)
    }

    /// - Returns: what the person is told about the login before; `nil` when something ended the session while it was
    ///   being opened.
    private func establish(
        _ session: LiveSession, by proofs: [FactorProof], _ tokens: [SessionToken], renewing renewed: LiveSession?,
        displacing displaced: [LiveSession]
    ) async throws(AccessFailure) -> LoginNotice? {
        let records = zip(tokens, [TokenScope.host(visitor.host), .header]).map {
            SessionTokenRecord(hash: $0.hash, session: session.id, scope: $1)
        }
        let notice: LoginNotice
        let isProvedStill: Bool
        do throws(AccessFailure) {
            notice = try await store(StoredSession(session: session.opened, tokens: records), renewing: renewed)
            try await core.record(events(session, isStepUp: renewed != nil))
            isProvedStill = try await areInUse(proofs)
        } catch {
            abandon(session, renewed)
            throw error
        }
        // A change of people or of their authenticators between the look-up and this login's place in the registry is
        // caught here; one after it finds the session there and ends it.
        // Whoever asked may have been told meanwhile that it took too long: a session that nobody holds only stands in their way.
        guard isProvedStill, !Task.isCancelled, core.holder(visitor, at: now) != nil, session.becomeOpen() else {
            abandon(session, renewed)
            return nil
        }
        for record in records { core.registry.install(record, for: session) }
        if isBreakGlass {
            core.warn(
                .breakGlassUsed, .critical, about: account.name, from: visitor.source, device: visitor.userAgent,
                requestID: visitor.requestID, at: now, owner: true,
                others: core.activeSecurityAdministrators.map(\.name))
        }
        await end(displaced, renewed)
        return notice
    }

    /// Looked at once more, for an authenticator may have been taken away since it was judged: with a question in between, minutes ago.
    private func areInUse(_ proofs: [FactorProof]) async throws(AccessFailure) -> Bool {
        let shown = Set(proofs.filter { $0.kind.isOfAuthenticator }.map(\.authenticator))
        guard !shown.isEmpty else { return true }
        do throws(StoreError) {
            let known = try await core.ports.store.authenticators(of: account.name)
            return shown.isSubset(of: known.filter(\.state.isUsable).map(\.id))
        } catch {
            throw AccessFailure(error)
        }
    }

    private func store(_ stored: StoredSession, renewing renewed: LiveSession?) async throws(AccessFailure)
        -> LoginNotice
    {
        do throws(StoreError) {
            if let renewed {
                guard try await core.ports.store.replace(renewed.id, with: stored, at: now) else {
                    throw StoreError.notFound(.session)
                }
            } else {
                try await core.ports.store.insert(stored)
            }
            try await core.ports.store.note(KnownCertificate(visitor.certificate, of: account.name))
            return try await core.ports.store.recordLogin(
                of: account.name, at: now, from: visitor.source, with: visitor.origin.userAgent)
        } catch {
            throw AccessFailure(error)
        }
    }

    private func events(_ session: LiveSession, isStepUp: Bool) -> [SecurityEvent] {
        func event(_ kind: SecurityEvent.Kind) -> SecurityEvent {
            SecurityEvent(
                kind, at: now, requestID: visitor.requestID, actor: .owner(account.name), account: account.name,
                roles: account.roles.sorted(),
                certificate: visitor.certificate, factors: session.proofs, source: visitor.source,
                session: session.id.digest,
                details: ["until": RFC3339.string(session.absoluteExpiry), "opening": isStepUp ? "step_up" : "login"])
        }
        return [event(.signIn), event(.sessionStarted)]
    }

    private func end(_ displaced: [LiveSession], _ renewed: LiveSession?) async {
        func order(_ cause: SessionEndCause) -> SessionEnder.Order {
            .init(
                cause: cause, actor: .owner(account.name), source: visitor.source, requestID: visitor.requestID, at: now
            )
        }
        let ended =
            core.ender.end(displaced, order(.replacedByLogin))
            + core.ender.end(renewed.map { [$0] } ?? [], order(.elevated))
        guard !ended.isEmpty else { return }
        core.advanceEpoch()
        if !displaced.isEmpty {
            core.warn(
                .sessionDisplaced, .medium, about: account.name, from: visitor.source, device: visitor.userAgent,
                requestID: visitor.requestID, at: now,
                owner: true)
        }
        do throws(AccessFailure) {
            try await core.ender.writeDown()
        } catch {
            // They are over in memory and stay on the list, which housekeeping works off and complains about.
        }
    }

    /// No record, no session. The one it was to replace goes too: the store may have ended it already, and the person
    /// proves themselves again.
    private func abandon(_ session: LiveSession, _ renewed: LiveSession?) {
        let order = SessionEnder.Order(
            cause: .policy, actor: .gateway, source: visitor.source, requestID: visitor.requestID, at: now)
        _ = core.ender.end([session] + (renewed.map { [$0] } ?? []), order)
        core.advanceEpoch()
    }

    private func refuse(_ reason: Reason, _ proofs: [FactorProof]) async throws(AccessFailure) -> LoginOutcome {
        try await core.record([
            SecurityEvent(
                .signInRefused, .failure, at: now, requestID: visitor.requestID, actor: .owner(account.name),
                account: account.name, reason: reason,
                roles: account.roles.sorted(), certificate: visitor.certificate, factors: proofs,
                source: visitor.source, severity: .medium)
        ])
        if core.isExternal(account) {
            core.warn(
                .partnerRefused, .high, about: account.name, from: visitor.source, device: visitor.userAgent,
                requestID: visitor.requestID, at: now, owner: false)
        }
        return .refused(reason)
    }

    /// Both sides of a session that may not be: the one that is open learns of the other, whoever that is.
    private func tellOfRival() {
        for session in core.registry.sessions(of: account.name) { session.noteRival(at: now) }
        core.warn(
            .secondSessionRefused, .medium, about: account.name, from: visitor.source, device: visitor.userAgent,
            requestID: visitor.requestID, at: now, owner: true)
    }
}

extension FactorKind {
    /// Whether an authenticator with a state of its own proves it.
    fileprivate var isOfAuthenticator: Bool {
        switch self {
        case .totp, .webauthn, .passkey: true
        case .certificate, .password, .recoveryCode: false
        }
    }
}
