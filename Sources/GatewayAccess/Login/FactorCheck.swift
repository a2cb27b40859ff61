internal import GatewayCrypto
internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
internal import GatewayStore
internal import GatewayVault
internal import GatewayWebAuthn

/// A presented factor that did not count, and what came of it.
struct FactorFailure {
    let kind: FactorKind
    /// `factorFailed`, `otpReplayed` or `accountLocked`.
    let reason: Reason
    /// The lock that holds from now on.
    let lock: AttemptLock
    /// Whether this attempt brought it.
    let bringsLock: Bool
    /// Without a success between, this one included.
    let failures: Int
    /// The code was right, and the lock alone refused it.
    let wasRight: Bool
    /// For the record: why an assertion was refused. Nobody else is told.
    var refusal: WebAuthnRefusal?
    /// The authenticator of which somebody may have a copy, out of use by now.
    var suspect: AuthenticatorID?

    /// - Parameter reason: of one that was judged; a lock has its own.
    init(_ count: FactorCheck.Count, _ reason: Reason, wasRight: Bool = false) {
        kind = count.kind
        self.reason = count.isOpen ? reason : .accountLocked
        lock = count.lock
        bringsLock = count.bringsLock
        failures = count.failures
        self.wasRight = wasRight && !count.isOpen
    }
}

struct FactorVerdict {
    enum Finding {
        case proved(FactorProof)
        case failed(FactorFailure)
        case asked(OpenPassword)
    }

    let finding: Finding
    let count: FactorCheck.Count
}

/// A password whose judges ask more, counted already.
struct OpenPassword {
    let question: PasswordQuestion
    let conversation: any PasswordConversation
    let count: FactorCheck.Count
}

/// Judges presented factors of one account.
///
/// Wrong, replayed, unknown (nothing enrolled) and locked go through the same calls of the store in the same order:
/// read the factor, read the count, write the count, use it up. Where there is nothing to write or to use up, a decoy
/// is written or used up. What cannot be read is not counted: nobody fails by an outage.
struct FactorCheck {
    let core: AccessCore
    let account: Account
    let visitor: VerifiedVisitor
    let limits: AttemptLimits
    let now: UnixTime
    /// One try under a lock, for whoever used up the code of an order to unlock.
    var despiteLock = false

    static let decoy = AuthenticatorID("none")

    /// - Parameter isDecided: another factor was wrong already.
    func judge(_ kind: FactorKind, in presented: PresentedFactors, isDecided: Bool) async throws(AccessFailure)
        -> FactorVerdict
    {
        do {
            let (count, finding) = try await find(kind, in: presented, isDecided: isDecided)
            let verdict = FactorVerdict(finding: conclude(finding, count), count: count)
            if case .failed(let failure) = verdict.finding { try await exhaust(after: failure) }
            return verdict
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    private func find(
        _ kind: FactorKind, in presented: PresentedFactors, isDecided: Bool
    ) async throws -> (Count, Finding) {
        switch kind {
        case .totp:
            let codes = OneTimeCodeCheck(core: core, account: account, requestID: visitor.requestID, now: now)
            let devices = try await codes.open()
            let count = try await count(kind)
            return (count, try await codes.judge(presented.totp ?? "", by: devices, mayCount: count.isOpen))
        case .webauthn:
            let evidence = try await evidence(of: presented.webauthn)
            let count = try await count(kind)
            return (count, try await securityKey(evidence, mayCount: count.isOpen))
        case .recoveryCode:
            let count = try await count(kind)
            return (count, try await recoveryCode(presented.recoveryCode ?? "", mayCount: count.isOpen))
        case .password:
            let count = try await count(kind)
            let finding = try await password(
                presented.password, from: visitor.source, mayCount: count.isOpen, isDecided: isDecided)
            return (count, finding)
        // Nobody presents these: a security key says itself what it is.
        case .passkey, .certificate: return (try await count(kind), .wrong)
        }
    }

    /// After all of them were right. A right factor says nothing about another one's count.
    func settle(_ counts: [Count]) async throws(AccessFailure) {
        do throws(StoreError) {
            for count in counts {
                if let attempt = count.attempt {
                    try await core.ports.store.recordSuccess(of: attempt, for: key(count.kind))
                }
            }
        } catch {
            throw AccessFailure(error)
        }
    }

    /// Of what was right, where that proves nothing.
    func takeBack(_ counts: [Count]) async throws(AccessFailure) {
        try await core.takeBack(counts, of: account.name)
    }

    // MARK: Count

    struct Count: Sendable {
        let kind: FactorKind
        /// `nil`: a lock holds, and nothing was counted.
        let attempt: CountedAttempt?
        let lock: AttemptLock
        let penalty: Duration

        var isOpen: Bool { attempt != nil }
        var failures: Int { attempt?.after.consecutive ?? 0 }
        var bringsLock: Bool { attempt?.bringsLock ?? false }

        init(_ kind: FactorKind, _ reservation: AttemptReservation, _ limits: AttemptLimits) {
            self.kind = kind
            switch reservation {
            case .allowed(let counted, let delay):
                (attempt, lock, penalty) = (counted, counted.after.lock, delay)
            case .locked(let held):
                (attempt, lock, penalty) = (nil, held, limits.delays.last ?? .zero)
            }
        }
    }

    func count(_ kind: FactorKind) async throws(AccessFailure) -> Count {
        do throws(StoreError) {
            return Count(kind, try await reserve(kind), limits)
        } catch {
            throw AccessFailure(error)
        }
    }

    /// An attempt that was not right, or not in time.
    func fail(_ count: Count, wasRight: Bool) async throws(AccessFailure) -> FactorFailure {
        let failure = FactorFailure(count, .factorFailed, wasRight: wasRight)
        try await exhaust(after: failure)
        return failure
    }

    private func reserve(_ kind: FactorKind) async throws(StoreError) -> AttemptReservation {
        let reservation = try await core.ports.store.reserveAttempt(
            for: key(kind), at: now, limits: limits, despiteLock: despiteLock)
        switch reservation {
        case .allowed: break
        // Version 0 follows no version, so this changes nothing.
        case .locked: _ = try await core.ports.store.compareAndSwap(AttemptLedger(), for: key(kind))
        }
        return reservation
    }

    private func key(_ kind: FactorKind) -> AttemptKey { .init(account: account.name, factor: kind) }

    // MARK: Verify

    enum Finding {
        case right(FactorProof)
        case replayed, wrong
        case refused(WebAuthnRefusal)
        case suspected(AuthenticatorID)
        case asked(PasswordQuestion, any PasswordConversation)
    }

    func proof(_ kind: FactorKind, by authenticator: AuthenticatorID) -> FactorProof {
        FactorProof(kind: kind, authenticator: authenticator, at: now)
    }

    private func recoveryCode(_ typed: String, mayCount: Bool) async throws -> Finding {
        let code = ReadableCode(typed: typed).flatMap { mayCount && core.mayRecover(account) ? $0 : nil }
        // A locked or forbidden code is not used up.
        let digest = code?.digest(for: .recovery, of: account.name) ?? SHA256.digest(of: Array(typed.utf8))
        let isTaken = try await core.ports.store.consumeRecoveryCode(digest, of: account.name)
        return code != nil && isTaken ? .right(proof(.recoveryCode, by: AuthenticatorID("recovery-codes"))) : .wrong
    }

    /// SP 800-63B section 3.2.2: after so many failures in a row an authenticator is out of use until an administrator says
    /// otherwise. A wrong code might have been meant for any of those that show codes.
    private func exhaust(after failure: FactorFailure) async throws(AccessFailure) {
        guard failure.bringsLock, failure.failures >= limits.consecutiveFailuresBeforeDisable else { return }
        do {
            for device in try await core.ports.store.authenticators(of: account.name)
            where device.kind.shows(failure.kind) && device.state.isUsable {
                try await core.record([
                    SecurityEvent(
                        .authenticatorExhausted, at: now, requestID: visitor.requestID, actor: .gateway,
                        account: account.name,
                        severity: .high, details: ["authenticator": device.id.text])
                ])
                _ = try await core.ports.store.apply(.exhausted, to: device.id, of: account.name, at: now)
            }
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }

    // MARK: Conclude

    func conclude(_ finding: Finding, _ count: Count) -> FactorVerdict.Finding {
        func failed(
            _ reason: Reason, wasRight: Bool = false, refusal: WebAuthnRefusal? = nil, suspect: AuthenticatorID? = nil
        ) -> FactorVerdict.Finding {
            var failure = FactorFailure(count, reason, wasRight: wasRight)
            failure.refusal = refusal
            failure.suspect = suspect
            return .failed(failure)
        }
        switch finding {
        case .right(let proof): return count.isOpen ? .proved(proof) : failed(.accountLocked, wasRight: true)
        case .replayed: return failed(.otpReplayed)
        case .wrong: return failed(.factorFailed)
        case .refused(let refusal): return failed(.factorFailed, refusal: refusal)
        case .suspected(let key):
            return failed(.factorFailed, refusal: .signatureCountRegressed, suspect: key)
        case .asked(let question, let conversation):
            return .asked(OpenPassword(question: question, conversation: conversation, count: count))
        }
    }
}

extension Authenticator.Kind {
    /// Whether an authenticator of this kind proves that kind of factor.
    fileprivate func shows(_ factor: FactorKind) -> Bool {
        switch (self, factor) {
        case (.totp, .totp), (.hotp, .totp), (.webauthn, .webauthn): true
        case (.totp, _), (.hotp, _), (.webauthn, _): false
        }
    }
}

extension AccessCore {
    /// As if these had not been tried.
    func takeBack(_ counts: [FactorCheck.Count], of account: AccountName) async throws(AccessFailure) {
        do throws(StoreError) {
            for count in counts {
                guard let attempt = count.attempt else { continue }
                try await ports.store.takeBack(attempt, for: AttemptKey(account: account, factor: count.kind))
            }
        } catch {
            throw AccessFailure(error)
        }
    }

    /// Recovery codes are not for people of other organisations (profile 2.3); that they do not reach classified
    /// consoles is the policy's part.
    func mayRecover(_ account: Account) -> Bool { !isExternal(account) }

    /// Somebody of another organisation, or with a role that the policy does not know.
    func isExternal(_ account: Account) -> Bool {
        let roles = policy.value.definition.roles
        return account.roles.contains { name in
            switch roles[name]?.kind {
            case .member, .service: false
            case .external, nil: true
            }
        }
    }
}
