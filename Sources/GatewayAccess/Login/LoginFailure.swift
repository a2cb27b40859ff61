internal import GatewayIdentity
public import GatewayLimits
internal import GatewaySessions
internal import GatewayStore
internal import GatewayWebAuthn

/// What follows a failed login of somebody who holds the certificate: history, record, warnings, and with a lasting
/// lock the end of their sessions.
struct LoginFailure {
    let core: AccessCore
    let account: Account
    let visitor: VerifiedVisitor
    let now: UnixTime
    /// What was refused, as the record names it.
    var kind = SecurityEvent.Kind.signInRefused

    func report(_ failures: [FactorFailure]) async throws(AccessFailure) {
        do throws(StoreError) {
            try await core.ports.store.recordFailedLogin(
                of: account.name, at: now, from: visitor.source, with: visitor.origin.userAgent)
        } catch {
            throw AccessFailure(error)
        }
        core.noteFailure(
            from: visitor.source, weighing: core.isUnderStrictLimits(account) ? 2 : 1, requestID: visitor.requestID)
        for failure in failures { endSessions(because: failure) }
        try await core.record(failures.flatMap(events))
        for failure in failures { warn(of: failure) }
        try await core.ender.writeDown()
    }

    private func endSessions(because failure: FactorFailure) {
        let sessions = core.registry.sessions(of: account.name)
        let concerned =
            if failure.bringsLock && failure.lock.endsSessions {
                sessions
            } else {
                // Whoever holds the copy may have opened them.
                sessions.filter { session in
                    session.proofs.contains { $0.authenticator == failure.suspect }
                }
            }
        let order = SessionEnder.Order(
            cause: .locked, actor: .gateway, source: visitor.source, requestID: visitor.requestID, at: now)
        if !core.ender.end(concerned, order).isEmpty { core.advanceEpoch() }
    }

    private func events(_ failure: FactorFailure) -> [SecurityEvent] {
        func event(
            _ kind: SecurityEvent.Kind, _ severity: SecurityWarning.Severity, reason: Reason,
            details: [String: String] = [:]
        ) -> SecurityEvent {
            SecurityEvent(
                kind, .failure, at: now, requestID: visitor.requestID, actor: .owner(account.name),
                account: account.name, reason: reason,
                roles: account.roles.sorted(), certificate: visitor.certificate, source: visitor.source,
                severity: severity,
                details: [
                    "factor": failure.kind.rawValue, "failures": "\(failure.failures)", "lock": failure.lock.text,
                ].merging(details) { $1 })
        }
        let cause = failure.refusal.map { ["cause": $0.rawValue] } ?? [:]
        var events = [
            event(kind, failure.warning.severity, reason: failure.reason, details: cause)
        ]
        if let suspect = failure.suspect {
            events.append(
                event(
                    .authenticatorLocked, .high, reason: failure.reason,
                    details: ["authenticator": suspect.text]))
        }
        if failure.bringsLock { events.append(event(.factorLocked, .high, reason: .accountLocked)) }
        return events
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
        if suspect != nil { return (.keyCopied, .high, true) }
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
