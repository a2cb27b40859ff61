internal import GatewayIdentity
public import GatewayLimits
internal import GatewaySessions
internal import GatewayStore

/// What follows a failed login of somebody who holds the certificate: history, record, warnings, and with a lasting
/// lock the end of their sessions.
struct LoginFailure {
    let core: AccessCore
    let account: Account
    let visitor: VerifiedVisitor
    let now: UnixTime

    func report(_ failures: [FactorFailure]) async throws(AccessFailure) {
        do throws(StoreError) {
            try await core.ports.store.recordFailedLogin(of: account.name, at: now, from: visitor.source)
        } catch {
            throw AccessFailure(error)
        }
        core.noteFailure(from: visitor.source, requestID: visitor.requestID)
        for failure in failures where failure.bringsLock && failure.lock.endsSessions {
            let order = SessionEnder.Order(
                cause: .locked, actor: .gateway, source: visitor.source, requestID: visitor.requestID, at: now)
            if !core.ender.end(core.registry.sessions(of: account.name), order).isEmpty { core.advanceEpoch() }
        }
        try await core.record(failures.flatMap(events))
        for failure in failures { warn(of: failure) }
        try await core.ender.writeDown()
    }

    private func events(_ failure: FactorFailure) -> [SecurityEvent] {
        func event(_ kind: SecurityEvent.Kind, _ severity: SecurityWarning.Severity, reason: Reason) -> SecurityEvent {
            SecurityEvent(
                kind, .failure, at: now, requestID: visitor.requestID, actor: .owner(account.name),
                account: account.name, reason: reason,
                roles: account.roles.sorted(), certificate: visitor.certificate, source: visitor.source,
                severity: severity,
                details: [
                    "factor": failure.kind.rawValue, "failures": "\(failure.failures)", "lock": failure.lock.text,
                ])
        }
        let refused = event(.signInRefused, failure.warning.severity, reason: failure.reason)
        return failure.bringsLock ? [refused, event(.factorLocked, .high, reason: .accountLocked)] : [refused]
    }

    /// Who is told what, after the table of compliance profile nct-2025-04, 2.10.
    private func warn(of failure: FactorFailure) {
        let (event, severity, toOwner) = failure.warning
        core.warn(
            event, severity, about: account.name, from: visitor.source, device: visitor.userAgent,
            failures: failure.failures, lock: failure.lock.state,
            requestID: visitor.requestID, at: now, owner: toOwner)
    }
}

extension FactorFailure {
    fileprivate var warning: (event: SecurityWarning.Event, severity: SecurityWarning.Severity, toOwner: Bool) {
        if bringsLock { return lock == .disabled ? (.disabled, .high, true) : (.locked, .high, true) }
        if wasRight { return (.rightCodeWhileLocked, .high, true) }
        if reason == .otpReplayed { return (.codeReplayed, .high, true) }
        return failures >= 3 ? (.repeatedFailures, .medium, true) : (.failedSignIn, .low, false)
    }
}

extension AttemptLock {
    /// A lock that passes by itself stops new proofs only. One that an administrator has to lift means that something
    /// is wrong with the account.
    fileprivate var endsSessions: Bool {
        switch self {
        case .open, .until: false
        case .untilAdministrator, .disabled: true
        }
    }

    /// `open`, `until 2026-…`, `until_administrator`, `disabled`.
    public var text: String {
        switch self {
        case .open: "open"
        case .until(let end): "until " + RFC3339.string(end)
        case .untilAdministrator: "until_administrator"
        case .disabled: "disabled"
        }
    }

    fileprivate var state: SecurityWarning.LockState {
        switch self {
        case .open: .open
        case .until(let end): .until(end)
        case .untilAdministrator, .disabled: .untilAdministrator
        }
    }
}
