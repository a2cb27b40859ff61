internal import GatewayCrypto
public import GatewayFactors
public import GatewayIdentity
internal import GatewaySessions
public import GatewayStore

/// What a person does about their own authenticators.
extension OwnAccount {
    /// An app, a token or a key as its owner and administrators see it, without its secret.
    public struct Device: Hashable, Sendable {
        public let authenticator: Authenticator
        /// As near as is known; `nil` for one that was not used yet, or is out of use.
        public let lastUsed: UnixTime?

        public var id: AuthenticatorID { authenticator.id }
    }

    public enum DeviceStart: Sendable {
        case begun(TOTPEnrolment.Offer)
        case freshFactorNeeded
        /// What it was to replace is not theirs, or over.
        case notReplaceable
        /// There are `OneTimeCodeDevice.mostPerAccount` already.
        case tooMany
    }

    public enum DeviceChange: Sendable {
        case done
        /// Prove a second factor again first: the proof is older than five minutes.
        case freshFactorNeeded
        /// Without it nobody could log in any more.
        case lastOne
        /// There is no such device, or it is in a state in which that cannot happen.
        case notPossible
        /// A wrong code, or too many of them.
        case refused
    }

    /// Makes a pending app beside what there is. Who came in by a recovery code may, too: that is what it is for.
    ///
    /// - Parameter old: what goes out of use when the app is confirmed; `nil` adds to what there is.
    public func beginApp(
        _ declaration: DeviceDeclaration, inPlaceOf old: AuthenticatorID? = nil, of session: LiveSession,
        by visitor: VerifiedVisitor
    ) async throws(AccessFailure) -> DeviceStart {
        let now = core.now()
        guard core.hasFreshProof(in: session, of: [.totp, .webauthn, .recoveryCode], at: now) else {
            return .freshFactorNeeded
        }
        do {
            if let old, try await !core.mayReplace(old, of: session.account) { return .notReplaceable }
            try await core.record([event(.enrolmentBegun, nil, session, visitor.requestID, at: now)])
            return .begun(
                try await TOTPEnrolment(core: core).offer(
                    to: session.account, declaring: declaration, inPlaceOf: old, at: now))
        } catch StoreError.conflict(.tooManyDevices) {
            // The record before says too much: one that contradicts it follows.
            try await core.record([
                SecurityEvent(
                    .enrolmentRefused, .failure, at: now, requestID: visitor.requestID, actor: .owner(session.account),
                    account: session.account, reason: .badRequest, session: session.id.digest)
            ])
            return .tooMany
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    /// Confirms a hardware token by its first code. Wrong ones count, are recorded and told like those of a login.
    public func confirmToken(
        _ id: AuthenticatorID, with code: String, of session: LiveSession, by visitor: VerifiedVisitor
    ) async throws(AccessFailure) -> DeviceChange {
        let now = core.now()
        guard core.hasFreshProof(in: session, of: [.totp, .webauthn], at: now) else { return .freshFactorNeeded }
        do {
            let devices = try await core.ports.store.oneTimeCodeDevices(of: session.account)
            guard let device = devices.first(where: { $0.id == id && $0.authenticator.isWaiting(at: now) }),
                let account = core.directory.value.accounts[session.account]
            else { return .notPossible }
            let check = OneTimeCodeCheck(core: core, account: account, requestID: visitor.requestID, now: now)
            let opened = try await check.open(device)
            var verdict: OneTimeCodeCheck.Verdict?
            let first = FirstCode(core: core, account: account, visitor: visitor, refusal: .enrolmentRefused)
            let isRight = try await first.isRight {
                verdict = check.firstVerdict(of: opened, on: code)
                return verdict != nil
            }
            guard isRight, let verdict, try await check.confirm(device.authenticator, by: verdict) else {
                return .refused
            }
            return .done
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    public func renameDevice(
        _ id: AuthenticatorID, to label: AuthenticatorLabel, of session: LiveSession, requestID: RequestID
    ) async throws(AccessFailure) -> DeviceChange {
        try await change(.authenticatorRenamed, id, of: session, requestID) { _ in
            let store = core.ports.store
            return try await store.renameAuthenticator(id, of: session.account, to: label.text) ? .done : .notPossible
        }
    }

    /// Out of use at once, for good, and with it every other session: whoever found it may be in one. No proof is asked
    /// for, since it may be the last means of proof that was lost.
    public func reportLost(_ id: AuthenticatorID, of session: LiveSession, requestID: RequestID)
        async throws(AccessFailure) -> DeviceChange
    {
        let change = try await change(.authenticatorLost, id, of: session, requestID) { now in
            let state = try await core.ports.store.apply(.reportedLost, to: id, of: session.account, at: now)
            return state == nil ? .notPossible : .done
        }
        guard case .done = change else { return change }
        _ = try await endOtherSessions(of: session, requestID: requestID)
        try await core.endOpenLogins(of: session.account)
        tell(.authenticatorLost, session, requestID)
        return change
    }

    /// Never the last one that is in use.
    public func removeDevice(_ id: AuthenticatorID, of session: LiveSession, requestID: RequestID)
        async throws(AccessFailure) -> DeviceChange
    {
        guard core.hasFreshProof(in: session, of: [.totp, .webauthn], at: core.now()) else { return .freshFactorNeeded }
        let change = try await change(.authenticatorRemoved, id, of: session, requestID) { now in
            let store = core.ports.store
            guard let device = try await store.authenticators(of: session.account).first(where: { $0.id == id }) else {
                return .notPossible
            }
            if device.state.isUsable {
                return try await store.revokeUnlessLast(id, of: session.account, at: now) ? .done : .lastOne
            }
            let state = try await store.apply(.revoked, to: id, of: session.account, at: now)
            return state == nil ? .notPossible : .done
        }
        if case .done = change { tell(.authenticatorRemoved, session, requestID) }
        return change
    }

    // MARK: How

    /// Into the record first; what then turned out not to be possible is recorded as that.
    private func change(
        _ kind: SecurityEvent.Kind, _ id: AuthenticatorID, of session: LiveSession, _ requestID: RequestID,
        _ make: (UnixTime) async throws -> DeviceChange
    ) async throws(AccessFailure) -> DeviceChange {
        let now = core.now()
        do {
            guard try await core.ports.store.authenticators(of: session.account).contains(where: { $0.id == id }) else {
                return .notPossible
            }
            try await core.record([event(kind, id, session, requestID, at: now)])
            let change = try await make(now)
            if case .done = change { return change }
            try await core.record([
                SecurityEvent(
                    .administrationRefused, .failure, at: now, requestID: requestID, actor: .owner(session.account),
                    account: session.account, reason: .badRequest, details: ["order": kind.rawValue])
            ])
            return change
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    private func event(
        _ kind: SecurityEvent.Kind, _ id: AuthenticatorID?, _ session: LiveSession, _ requestID: RequestID,
        at now: UnixTime
    ) -> SecurityEvent {
        SecurityEvent(
            kind, at: now, requestID: requestID, actor: .owner(session.account), account: session.account,
            session: session.id.digest, severity: .medium, details: id.map { ["authenticator": $0.text] } ?? [:])
    }

    private func tell(_ event: SecurityWarning.Event, _ session: LiveSession, _ requestID: RequestID) {
        core.warn(
            event, .medium, about: session.account, from: session.place?.source, device: session.place?.userAgent,
            requestID: requestID, at: core.now(), owner: true)
    }
}

extension AccessCore {
    /// Whether one of these was proved within the last five minutes.
    func hasFreshProof(in session: LiveSession, of kinds: [FactorKind], at now: UnixTime) -> Bool {
        proofs(of: session).contains { kinds.contains($0.kind) && $0.at <= now && now < $0.at + OwnAccount.freshness }
    }
}

extension AccessCore {
    /// In every state, oldest first; not what was never confirmed and cannot be any more.
    func devices(of account: AccountName, at now: UnixTime) async throws(StoreError) -> [OwnAccount.Device] {
        var uses: [AuthenticatorID: UnixTime] = [:]
        for device in try await ports.store.oneTimeCodeDevices(of: account) { uses[device.id] = device.lastUsed }
        for key in try await ports.store.securityKeys(of: account) { uses[key.id] = key.lastUsed }
        return try await ports.store.authenticators(of: account).filter { !$0.isForgotten(at: now) }
            .map { OwnAccount.Device(authenticator: $0, lastUsed: uses[$0.id]) }
    }
}

extension Authenticator {
    /// A token that was given to its owner, and not confirmed.
    fileprivate func isWaiting(at now: UnixTime) -> Bool { !state.isUsable && mayProve(at: now) }

    fileprivate func isForgotten(at now: UnixTime) -> Bool {
        switch state {
        case .pending(let until): now >= until
        case .active, .locked, .copied, .lost, .replaced, .revoked: false
        }
    }
}
