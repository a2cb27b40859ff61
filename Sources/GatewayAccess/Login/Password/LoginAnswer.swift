internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
internal import GatewayStore

/// A login goes on with what the person answered, in the account's turn like its beginning.
public struct LoginAnswer: Sendable {
    let core: AccessCore

    /// - Parameters:
    ///   - ticket: of the last question. Whoever shows another certificate than the login was begun with has none.
    ///   - existing: as at the login.
    /// - Returns: as a login; `.refused(.factorMissing)` when there is nothing to go on with (any more).
    public func give(
        _ reply: PasswordReply, to ticket: LoginTicket, by visitor: VerifiedVisitor,
        renewing existing: LiveSession? = nil
    ) async -> LoginOutcome {
        do throws(AccessFailure) {
            return try await core.inTurn(of: visitor) { (_: inout Duration) async throws(AccessFailure) in
                try await judge(reply, ticket, visitor, renewing: existing)
            }
        } catch {
            return .refused(error.reason)
        }
    }

    private func judge(
        _ reply: PasswordReply, _ ticket: LoginTicket, _ visitor: VerifiedVisitor, renewing existing: LiveSession?
    ) async throws(AccessFailure) -> LoginOutcome {
        let now = core.now()
        if let until = core.blockedUntil(visitor.source) { return .throttled(until: until) }
        guard let account = core.holder(visitor, at: now),
            let login = core.openLogins.take(ticket, for: visitor, at: now)
        else { return .refused(.factorMissing) }
        let step = await login.question.settle(reply, with: login.conversation)
        if case .changed = step { try await recordChange(of: account, visitor) }
        return try await conclude(login, step, account, visitor, renewing: existing)
    }

    private func conclude(
        _ login: OpenLogin, _ step: PasswordStep, _ account: Account, _ visitor: VerifiedVisitor,
        renewing existing: LiveSession?
    ) async throws(AccessFailure) -> LoginOutcome {
        let now = core.now()
        let check = FactorCheck(
            core: core, account: account, visitor: visitor,
            limits: AttemptLimits(core.policy.value.lockout(for: account.roles)), now: now)
        let finding = check.finding(of: step, mayCount: login.count.isOpen)
        switch check.conclude(finding, login.count) {
        case .proved(let proof):
            if let order = login.order {
                try await UnlockByOwner(core: core, account: account, visitor: visitor, now: now).complete(order)
            }
            try await check.settle(login.right + [login.count])
            return try await SessionOpening(core: core, account: account, visitor: visitor, now: now)
                .open(login.proofs + [proof], renewing: existing, mayDisplace: login.endsOtherSessions)
        case .failed(let failure):
            try await check.takeBack(login.right)
            try await LoginFailure(core: core, account: account, visitor: visitor, now: now).report([failure])
            return .refused(failure.reason)
        case .asked(let open):
            var login = login
            login.question = open.question
            login.conversation = open.conversation
            return try await core.hold(login)
        }
    }

    /// It has happened already, beyond this gateway; without a record it does not open a session.
    private func recordChange(of account: Account, _ visitor: VerifiedVisitor) async throws(AccessFailure) {
        try await core.record([
            SecurityEvent(
                .passwordChanged, at: core.now(), requestID: visitor.requestID, actor: .owner(account.name),
                account: account.name, roles: account.roles.sorted(), certificate: visitor.certificate,
                source: visitor.source, severity: .medium)
        ])
    }
}

extension AccessCore {
    /// Lets a login wait for the person.
    func hold(_ login: OpenLogin) async throws(AccessFailure) -> LoginOutcome {
        let ticket = try newTicket()
        switch openLogins.hold(login, as: ticket) {
        case .full:
            login.conversation.end()
            // Nothing was wrong so far, and nobody will be asked.
            try await takeBack(login.right + [login.count], of: login.visitor.account)
            throw AccessFailure(.overloaded, "too many logins wait for answers")
        case .held(let displaced):
            try await abandon(displaced)
            return .asksMore(AskedMore(ticket: ticket, question: login.question, until: login.until))
        }
    }

    private func newTicket() throws(AccessFailure) -> LoginTicket {
        do throws(CryptoFailure) {
            return try LoginTicket.make(random: ports.random)
        } catch {
            throw AccessFailure(error)
        }
    }

    /// Ends the logins of an account that wait: what they have proved so far may be worth nothing by now.
    func endOpenLogins(of account: AccountName) async throws(AccessFailure) {
        try await abandon(openLogins.takeAll(of: account))
    }

    /// Nobody goes on with these: they were attempts that failed, and count as such. What was right beside the password does not.
    func abandon(_ logins: [OpenLogin]) async throws(AccessFailure) {
        for login in logins {
            login.conversation.end()
            let visitor = login.visitor
            guard let account = directory.value.accounts[visitor.account] else { continue }
            try await takeBack(login.right, of: account.name)
            let failure = FactorFailure(login.count, .factorMissing)
            try await LoginFailure(core: self, account: account, visitor: visitor, now: now()).report([failure])
        }
    }
}
