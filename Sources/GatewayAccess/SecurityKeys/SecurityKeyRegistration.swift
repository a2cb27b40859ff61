internal import GatewayCrypto
internal import GatewayFactors
public import GatewayIdentity
internal import GatewayStore
public import GatewayWebAuthn

/// Registers a security key: by an administrator's code, or by somebody who is signed in and has just proved a second factor.
public struct SecurityKeyRegistration: Sendable {
    let core: AccessCore

    public enum Start: Sendable {
        case begun(CreationOptions)
        /// The code is unknown, used or too old.
        case refused
        /// Prove a second factor again first: the last proof is older than `OwnAccount.freshness`.
        case freshFactorNeeded
        case throttled(until: UnixTime)
    }

    public enum End: Sendable {
        /// Recovery codes to be shown once; empty where there are none for this account, or none new.
        case registered(AuthenticatorID, recoveryCodes: [String])
        /// `next` where the same permission still allows another try.
        case refused(SecurityKeyRefusal, next: CreationOptions?)
        /// What it was to replace is not theirs, or over: nothing was judged, and the challenge still waits.
        case notReplaceable
        /// Nothing is waiting for this answer (any more).
        case expired
        case throttled(until: UnixTime)
    }

    /// Uses the code up. It works for the person it was made for, with a certificate bound to them, and for nobody else.
    public func begin(withCode typed: String, by visitor: VerifiedVisitor) async throws(AccessFailure) -> Start {
        let now = core.now()
        if let until = core.blockedUntil(visitor.source) { return .throttled(until: until) }
        let digest =
            ReadableCode(typed: typed)?.digest(for: .enrolment, of: visitor.account)
            ?? SHA256.digest(of: Array(typed.utf8))
        do {
            guard let account = core.holder(visitor, at: now),
                try await core.ports.store.consumeEnrolmentCode(digest, of: account.name, at: now)
            else {
                try await note(.enrolmentRefused, visitor, at: now)
                return .refused
            }
            try await note(.enrolmentBegun, visitor, at: now)
            return .begun(
                try await options(
                    for: .enrolment, account, visitor, until: now + Enrolment.confirmationLifetime, at: now))
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    /// Adds to what the person has.
    public func begin(in session: LiveSession, by visitor: VerifiedVisitor) async throws(AccessFailure) -> Start {
        let now = core.now()
        guard core.hasFreshSecondFactor(in: session, at: now) else { return .freshFactorNeeded }
        do {
            guard let account = core.holder(visitor, at: now), session.account == account.name else {
                return .refused
            }
            try await note(.enrolmentBegun, visitor, at: now)
            return .begun(try await options(for: .addition, account, visitor, until: nil, at: now))
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    /// Judges what the browser brought, and stores the credential under the account whose challenge it answers.
    ///
    /// - Parameters:
    ///   - old: what goes out of use with the registration; only where the key is added in a session, with a fresh factor.
    ///   - session: the person's, if there is one; an addition needs it to be open still.
    public func finish(
        _ presented: PresentedRegistration, called label: AuthenticatorLabel, inPlaceOf old: AuthenticatorID? = nil,
        in session: LiveSession?, by visitor: VerifiedVisitor
    ) async throws(AccessFailure) -> End {
        let now = core.now()
        if let until = core.blockedUntil(visitor.source) { return .throttled(until: until) }
        do {
            guard let account = core.holder(visitor, at: now), let claimed = presented.claimedChallenge else {
                return .expired
            }
            if let old, try await !core.mayReplace(old, of: account.name) { return .notReplaceable }
            guard let challenge = try await challenge(claimed, replacing: old != nil, in: session, visitor, at: now)
            else { return .expired }
            let judge = SecurityKeyJudge(rules: core.settings.securityKeys, at: now)
            switch judge.verdict(
                on: presented.response, to: claimed, mustBeDeviceBound: core.mustHoldDeviceBoundKeys(account))
            {
            case .verified(let registration):
                let id = AuthenticatorID("key-" + (try core.identifier()))
                let authenticator = Authenticator(
                    id: id, account: account.name, kind: .webauthn, label: label.text, replaces: old,
                    state: .active(since: now), createdAt: now)
                return try await register(
                    authenticator, registration, presented.transports, challenge, account, visitor, now)
            case .refused(let refusal):
                return try await refuse(refusal, challenge, account, visitor, now)
            }
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    /// An administrator's code takes nothing away: what replaces another answers the challenge of a session.
    private func challenge(
        _ claimed: [UInt8], replacing: Bool, in session: LiveSession?, _ visitor: VerifiedVisitor, at now: UnixTime
    ) async throws(StoreError) -> WebAuthnChallenge? {
        if !replacing {
            let enrolment = try await core.consumeChallenge(claimed, for: .enrolment, by: visitor, at: now)
            if let enrolment { return enrolment }
        }
        guard let session, session.account == visitor.account, !session.hasEnded else { return nil }
        return try await core.consumeChallenge(claimed, for: .addition, by: visitor, at: now)
    }

    private func register(
        _ authenticator: Authenticator, _ registration: VerifiedRegistration, _ transports: Set<Transport>,
        _ challenge: WebAuthnChallenge, _ account: Account, _ visitor: VerifiedVisitor, _ now: UnixTime
    ) async throws -> End {
        let id = authenticator.id
        let key = SecurityKey(
            authenticator,
            record: CredentialRecord(
                id: registration.credentialID, encodedPublicKey: registration.encodedPublicKey,
                signatureCount: registration.signatureCount, isBackupEligible: registration.isBackupEligible,
                userHandle: try await core.userHandle(of: account.name)),
            model: registration.model, attestation: registration.attestation, transports: transports,
            isBackedUp: registration.isBackedUp)
        try await note(
            .enrolmentConfirmed, visitor, at: now,
            details: authenticator.confirmationDetails.merging(["factor": key.kind.rawValue]) { told, _ in told })
        do throws(StoreError) {
            try await core.ports.store.insert(key)
        } catch {
            // The record before says too much: one that contradicts it follows.
            guard let refusal = WebAuthnRefusal(conflict: error) else { throw error }
            return try await refuse(refusal, challenge, account, visitor, now)
        }
        core.warn(
            .factorAdded, .medium, about: account.name, from: visitor.source, device: visitor.userAgent,
            requestID: visitor.requestID, at: now, owner: true)
        guard challenge.purpose == .enrolment, core.mayRecover(account) else {
            return .registered(id, recoveryCodes: [])
        }
        return .registered(
            id,
            recoveryCodes: try await core.drawRecoveryCodes(for: account, requestID: visitor.requestID, at: now))
    }

    private func refuse(
        _ refusal: WebAuthnRefusal, _ challenge: WebAuthnChallenge, _ account: Account, _ visitor: VerifiedVisitor,
        _ now: UnixTime
    ) async throws -> End {
        try await note(.enrolmentRefused, visitor, at: now, details: ["cause": refusal.rawValue])
        guard let until = challenge.renewable, now < until else { return .refused(.init(refusal), next: nil) }
        let next = try await options(for: challenge.purpose, account, visitor, until: until, at: now)
        return .refused(.init(refusal), next: next)
    }

    private func options(
        for purpose: WebAuthnChallenge.Purpose, _ account: Account, _ visitor: VerifiedVisitor, until: UnixTime?,
        at now: UnixTime
    ) async throws -> CreationOptions {
        let keys = try await core.ports.store.securityKeys(of: account.name)
        let handle = try await core.userHandle(of: account.name)
        let challenge = try await core.issueChallenge(for: purpose, to: visitor, renewable: until, at: now)
        let rules = core.settings.securityKeys
        return CreationOptions(
            challenge: challenge, relyingParty: rules.relyingParty().id, relyingPartyName: rules.name,
            user: .init(handle: handle, name: account.name.text, displayName: account.displayName),
            algorithms: SecurityKeyJudge.algorithms, timeout: CeremonyTime.challengeLifetime,
            excluded: keys.map(\.descriptor), conveyance: rules.conveyance)
    }

    private func note(
        _ kind: SecurityEvent.Kind, _ visitor: VerifiedVisitor, at now: UnixTime, details: [String: String] = [:]
    ) async throws(AccessFailure) {
        let isRefusal = kind == .enrolmentRefused
        if isRefusal { core.noteFailure(from: visitor.source, requestID: visitor.requestID) }
        try await core.record([
            SecurityEvent(
                kind, isRefusal ? .failure : .success, at: now, requestID: visitor.requestID,
                actor: .owner(visitor.account), account: visitor.account, reason: isRefusal ? .factorFailed : nil,
                certificate: visitor.certificate, source: visitor.source, severity: .medium,
                details: details.merging(["factor": FactorKind.webauthn.rawValue]) { given, _ in given })
        ])
    }
}

extension WebAuthnRefusal {
    /// What a store that does not take a credential says of it; `nil` for what is the store's own fault.
    fileprivate init?(conflict error: StoreError) {
        switch error {
        case .conflict(.credentialExists): self = .credentialKnown
        case .conflict(.tooManyKeys): self = .tooManyCredentials
        case .conflict, .unavailable, .busy, .full, .readOnly, .notFound, .unreadable: return nil
        }
    }
}
