internal import GatewayCrypto
public import GatewayFactors
public import GatewayIdentity
internal import GatewayStore
internal import GatewayVault

/// Registers an authenticator app: a code from the administrator, a secret shown once, a first code to confirm.
public struct TOTPEnrolment: Sendable {
    let core: AccessCore

    public enum Start: Sendable {
        case begun(Offer)
        /// Unknown, used or too old; or there are as many devices as there may be.
        case refused
        case throttled(until: UnixTime)
    }

    /// What the app needs. Shown once; the store keeps it sealed.
    public struct Offer: Sendable {
        /// Names the pending device for the confirmation; opens nothing.
        public let device: AuthenticatorID
        public let uri: String
        public let base32Secret: String
        public let parameters: TOTPParameters
    }

    public enum End: Sendable {
        /// Recovery codes to be shown once; empty where the account may have none.
        case enrolled(recoveryCodes: [String])
        /// The code did not match; the next one may.
        case refused
        /// Nothing of that name is pending: too old, or confirmed before. A new code from the administrator is needed.
        case expired
        case throttled(until: UnixTime)
    }

    /// Uses the code up and makes a pending device. The code works for the person it was made for, with a certificate
    /// bound to them, and for nobody else.
    public func begin(
        withCode typed: String, declaring declaration: DeviceDeclaration = .init(), by visitor: VerifiedVisitor
    ) async throws(AccessFailure) -> Start {
        let now = core.now()
        if let until = core.blockedUntil(visitor.source) { return .throttled(until: until) }
        let digest =
            ReadableCode(typed: typed)?.digest(for: .enrolment, of: visitor.account)
            ?? SHA256.digest(of: Array(typed.utf8))
        do {
            // The code is not used up for a secret that could not be kept.
            try core.ports.vault.requireSealing()
            guard
                let account = core.holder(visitor, at: now),
                try await core.ports.store.consumeEnrolmentCode(digest, of: account.name, at: now)
            else {
                try await fail(visitor, at: now)
                return .refused
            }
            try await core.record([event(.enrolmentBegun, visitor, at: now)])
            return .begun(try await offer(to: account.name, declaring: declaration, at: now))
        } catch StoreError.conflict(.tooManyDevices) {
            try await core.record([event(.enrolmentRefused, visitor, at: now)])
            return .refused
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    /// Makes the pending app active if the code is one of its own now. Wrong ones count like those of a login.
    public func confirm(_ id: AuthenticatorID, with code: String, by visitor: VerifiedVisitor)
        async throws(AccessFailure) -> End
    {
        let now = core.now()
        if let until = core.blockedUntil(visitor.source) { return .throttled(until: until) }
        do {
            guard
                let account = core.holder(visitor, at: now),
                let device = try await core.ports.store.totpDevices(of: account.name).first(where: {
                    $0.id == id && $0.isPendingApp(at: now)
                })
            else { return .expired }
            let secret = try await core.ports.vault.open(
                device.secret, for: TOTPDevice.binding(of: id, account: account.name))
            var accepted: TimeStep?
            let first = FirstCode(core: core, account: account, visitor: visitor, refusal: .enrolmentRefused)
            let isRight = try await first.isRight {
                accepted = TOTP(secret: secret, parameters: device.parameters).step(of: code, at: now)
                return accepted != nil
            }
            guard isRight, let accepted else { return .refused }
            return try await activate(device, by: accepted, of: account, visitor, at: now)
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    private func activate(
        _ device: TOTPDevice, by step: TimeStep, of account: Account, _ visitor: VerifiedVisitor, at now: UnixTime
    ) async throws -> End {
        let details = device.authenticator.confirmationDetails
        try await core.record([event(.enrolmentConfirmed, visitor, at: now, details: details)])
        guard try await core.ports.store.activate(device.id, step: step, at: now) else {
            // Confirmed or replaced by another request in between: the record before says too much.
            try await core.record([event(.enrolmentRefused, visitor, at: now)])
            return .expired
        }
        core.warn(
            .factorAdded, .medium, about: account.name, from: visitor.source, device: visitor.userAgent,
            requestID: visitor.requestID, at: now, owner: true)
        // A sheet that is there stays good: only the first device brings one.
        guard core.mayRecover(account), try await core.ports.store.remainingRecoveryCodes(of: account.name) == 0
        else { return .enrolled(recoveryCodes: []) }
        return .enrolled(
            recoveryCodes: try await core.drawRecoveryCodes(for: account, requestID: visitor.requestID, at: now))
    }

    func offer(
        to account: AccountName, declaring declaration: DeviceDeclaration, inPlaceOf old: AuthenticatorID? = nil,
        at now: UnixTime
    ) async throws -> Offer {
        let parameters = TOTPParameters.compatible
        let id = AuthenticatorID("totp-" + (try core.identifier()))
        let secret = SecretBytes(copying: try core.ports.random(parameters.secretSize))
        try await core.ports.store.insertPending(
            TOTPDevice(
                Authenticator(
                    id: id, account: account, kind: .totp, label: declaration.label?.text ?? "TOTP",
                    isSeparateDevice: declaration.isSeparateDevice, replaces: old,
                    state: .pending(until: now + Enrolment.confirmationLifetime), createdAt: now),
                parameters: parameters,
                secret: try await core.ports.vault.seal(
                    secret, for: TOTPDevice.binding(of: id, account: account))))
        let totp = TOTP(secret: secret, parameters: parameters)
        return Offer(
            device: id, uri: totp.enrolmentURI(issuer: core.settings.serviceName, account: account),
            base32Secret: totp.base32Secret,
            parameters: parameters)
    }

    private func fail(_ visitor: VerifiedVisitor, at now: UnixTime) async throws(AccessFailure) {
        core.noteFailure(from: visitor.source, requestID: visitor.requestID)
        try await core.record([event(.enrolmentRefused, visitor, at: now)])
    }

    private func event(
        _ kind: SecurityEvent.Kind, _ visitor: VerifiedVisitor, at now: UnixTime, details: [String: String] = [:]
    ) -> SecurityEvent {
        let isRefusal = kind == .enrolmentRefused
        return SecurityEvent(
            kind, isRefusal ? .failure : .success, at: now, requestID: visitor.requestID,
            actor: .owner(visitor.account), account: visitor.account,
            reason: isRefusal ? .factorFailed : nil, certificate: visitor.certificate, source: visitor.source,
            severity: .medium, details: details)
    }
}

extension TOTP {
    /// `nil` for a wrong code.
    fileprivate func step(of code: String, at now: UnixTime) -> TimeStep? {
        switch verdict(on: code, at: now, after: nil) {
        case .accepted(let step): step
        case .refused: nil
        }
    }
}

extension TOTPDevice {
    /// Not a hardware token with a clock: who was given one has to prove themselves besides.
    fileprivate func isPendingApp(at now: UnixTime) -> Bool {
        guard authenticator.serial == nil else { return false }
        switch state {
        case .pending(let until): return now < until
        case .active, .locked, .copied, .lost, .replaced, .revoked: return false
        }
    }
}
