internal import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
internal import GatewayStore

/// A login or a step-up: count first, then verify, use the code up, open the session, record, answer.
///
/// Only a connection that proved a certificate bound to the account gets as far as the counters, so that nobody can
/// lock somebody else out.
public struct Login: Sendable {
    let core: AccessCore

    /// - Parameter existing: a session of the same person that is raised: the new one takes its place under a new id.
    public func attempt(
        _ presented: PresentedFactors, by visitor: VerifiedVisitor, renewing existing: LiveSession? = nil
    ) async -> LoginOutcome {
        do throws(AccessFailure) {
            if let until = core.blockedUntil(visitor.source) {
                return try await turnAway(visitor, until: until)
            }
            switch core.turns.admit(visitor.account, from: visitor.source) {
            case .admitted: break
            case .full(.node): return .refused(.overloaded)
            case .full(.account), .full(.source): return .throttled(until: core.now() + Self.breather)
            }
        } catch {
            return .refused(error.reason)
        }
        defer { core.turns.leave(visitor.account, from: visitor.source) }
        return await answer(presented, visitor, renewing: existing)
    }

    /// For those who come in larger numbers than people type.
    static let breather = Duration.seconds(5)

    /// Judged in turn, told no sooner than any other way through.
    private func answer(
        _ presented: PresentedFactors, _ visitor: VerifiedVisitor, renewing existing: LiveSession?
    ) async -> LoginOutcome {
        let start = ContinuousClock.now
        var penalty = Duration.zero
        let outcome: LoginOutcome
        do throws(AccessFailure) {
            outcome = try await inTurn(of: visitor.account, presented) { () async throws(AccessFailure) in
                try await judge(presented, by: visitor, renewing: existing, penalty: &penalty)
            }
        } catch {
            outcome = .refused(error.reason)
        }
        await core.settings.pacing.hold(
            since: start, penalty: penalty, wholeFloors: outcome.isRefused && presented.kinds.count > 1)
        return outcome
    }

    /// Those of an account wait for each other, and for one password at most: that may take as long as its modules do.
    private func inTurn(
        of account: AccountName, _ presented: PresentedFactors,
        _ judge: () async throws(AccessFailure) -> LoginOutcome
    ) async throws(AccessFailure) -> LoginOutcome {
        guard presented.kinds.contains(.password) else { return try await core.turns.inTurn(of: account, judge) }
        return try await core.passwordTurns.take(of: account) { () async throws(AccessFailure) in
            try await core.turns.inTurn(of: account, judge)
        }
    }

    /// Whoever is blocked knocks on: that is recorded once a block.
    private func turnAway(_ visitor: VerifiedVisitor, until: UnixTime) async throws(AccessFailure) -> LoginOutcome {
        if core.sources?.isFirstRefusal(of: visitor.source, until: until) == true {
            try await core.record([refusal(.sourceThrottled, of: nil, visitor, at: core.now())])
        }
        return .throttled(until: until)
    }

    private func judge(
        _ presented: PresentedFactors, by visitor: VerifiedVisitor, renewing existing: LiveSession?,
        penalty: inout Duration
    ) async throws(AccessFailure) -> LoginOutcome {
        let now = core.now()
        let holder = core.directory.value.holder(
            of: visitor.certificate, from: visitor.source, at: now, policy: core.policy.value)
        guard case .bound(let account) = holder, account.name == visitor.account else {
            return try await refuseStranger(holder, visitor, at: now)
        }
        guard account.signsIn else {
            try await core.record([refusal(.factorMissing, of: account, visitor, at: now)])
            return .refused(.factorMissing)
        }
        guard !presented.kinds.isEmpty else { return .refused(.factorMissing) }

        let unlock = UnlockByOwner(core: core, account: account, visitor: visitor, now: now)
        var order: UnlockByOwner.Order?
        if let typed = presented.unlockCode {
            order = try await unlock.begin(with: typed)
            guard order != nil else { return .refused(.factorFailed) }
        }
        let limits = AttemptLimits(core.policy.value.lockout(for: account.roles))
        let check = FactorCheck(
            core: core, account: account, visitor: visitor, limits: limits, now: now, despiteLock: order != nil)
        let judgement = try await check.judge(presented, penalty: &penalty)
        // Also when another factor was wrong: the code is used up.
        if judgement.proofs.contains(where: { $0.kind == .recoveryCode }) {
            core.warn(
                .recoveryCodeUsed, .medium, about: account.name, from: visitor.source, device: visitor.userAgent,
                requestID: visitor.requestID, at: now, owner: true)
        }
        if let gravest = judgement.failures.first {
            try await LoginFailure(core: core, account: account, visitor: visitor, now: now).report(judgement.failures)
            return .refused(gravest.reason)
        }
        if let open = judgement.open {
            return try await core.hold(
                OpenLogin(
                    visitor: visitor, right: judgement.right, proofs: judgement.proofs,
                    endsOtherSessions: presented.endsOtherSessions, order: order, count: open.count,
                    question: open.question, conversation: open.conversation,
                    until: core.openLogins.until(from: now)))
        }
        if let order { try await unlock.complete(order) }
        try await check.settle(judgement.right)
        return try await SessionOpening(core: core, account: account, visitor: visitor, now: now)
            .open(judgement.proofs, renewing: existing, mayDisplace: presented.endsOtherSessions)
    }

    /// No account's counter is touched, and no account learns of it but in the record.
    private func refuseStranger(_ holder: CertificateHolder, _ visitor: VerifiedVisitor, at now: UnixTime)
        async throws(AccessFailure) -> LoginOutcome
    {
        let reason: Reason
        let account: Account?
        switch holder {
        case .bound, .unbound: (account, reason) = (nil, .certificateNotBound)
        case .refused(let refused, let why): (account, reason) = (refused, why)
        }
        core.noteFailure(from: visitor.source, requestID: visitor.requestID)
        try await core.record([refusal(reason, of: account, visitor, at: now)])
        core.warnOfRefused(
            visitor.certificate, because: reason, of: account, from: visitor.source, device: visitor.userAgent,
            requestID: visitor.requestID)
        return .refused(reason)
    }

    private func refusal(_ reason: Reason, of account: Account?, _ visitor: VerifiedVisitor, at now: UnixTime)
        -> SecurityEvent
    {
        SecurityEvent(
            .signInRefused, .failure, at: now, requestID: visitor.requestID, actor: .gateway, account: account?.name,
            reason: reason,
            roles: account?.roles.sorted() ?? [], certificate: visitor.certificate, source: visitor.source,
            severity: .medium)
    }
}

extension AttemptLimits {
    /// Time-limited locks double up to a day; SP 800-63B section 3.2.2 gives the cap of 100 in a row.
    init(_ profile: LockoutProfile) {
        let term: LockTerm =
            switch profile.lock {
            case .lasting(let first): .doubling(first: first, longest: max(first, .seconds(24 * 60 * 60)))
            case .untilAdministrator: .untilAdministrator
            }
        self.init(
            failuresBeforeLock: profile.failures, window: profile.window, lockTerm: term,
            failuresBeforeDisable: profile.disable.failures,
            disableWindow: profile.disable.window)
    }
}
