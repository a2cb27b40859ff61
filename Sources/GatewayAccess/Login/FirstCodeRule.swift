internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore

/// Whether the first code of a hardware token, typed at the login, may confirm it: where nothing else of its owner could.
///
/// Otherwise somebody who gives tokens out could get in as anybody, without a reset and without the approval that a reset may take.
/// Whoever has another authenticator, of whatever kind, confirms the token on their own page.
struct FirstCodeRule {
    /// Of one account, every kind, every state.
    let known: [Authenticator]
    let resets: [FactorReset]
    /// Whether one administrator alone may not reset this account.
    let needsApproval: Bool
    let now: UnixTime

    func lets(_ token: Authenticator) -> Bool { holds(forTokenGivenAt: token.createdAt, besides: token.id) }

    /// What was confirmed once has to be over for good, and since before an administrator decided: by a reset of two,
    /// for as long as its code would have lived, or, where one alone resets, by giving the token out.
    func holds(forTokenGivenAt given: UnixTime, besides token: AuthenticatorID? = nil) -> Bool {
        let others = known.filter { $0.id != token && $0.state.wasConfirmed }
        guard !others.isEmpty else { return true }
        guard let decided = needsApproval ? lastReset : given else { return false }
        return others.allSatisfy { $0.state.isOver(since: decided) }
    }

    private var lastReset: UnixTime? { resets.compactMap { $0.done(after: now - Enrolment.codeLifetime) }.max() }
}

extension FactorReset {
    fileprivate func done(after instant: UnixTime) -> UnixTime? {
        switch state {
        case .done(_, let at): at > instant ? at : nil
        case .asked, .approved, .cancelled: nil
        }
    }
}

extension AuthenticatorState {
    /// Whether it was out of use for good at an instant.
    fileprivate func isOver(since instant: UnixTime) -> Bool {
        switch self {
        case .pending, .active, .locked: false
        case .copied(let since), .lost(let since), .replaced(let since, _), .revoked(let since): since <= instant
        }
    }
}

extension AccessCore {
    /// Of the account as it is now; an account that is not known (any more) has to be approved for.
    private func firstCodeRule(of name: AccountName, at now: UnixTime) async throws(StoreError) -> FirstCodeRule {
        let account = directory.value.accounts[name]
        var needsApproval = true
        if let account { needsApproval = try await wasUnderStrictProfile(account) }
        return FirstCodeRule(
            known: try await ports.store.authenticators(of: name), resets: try await ports.store.resets(of: name),
            needsApproval: needsApproval, now: now)
    }

    /// The devices of a person of which a code may count now: active ones, and those tokens whose first code may confirm them.
    func provingDevices(of name: AccountName, at now: UnixTime) async throws(StoreError) -> [OneTimeCodeDevice] {
        let ready = try await ports.store.oneTimeCodeDevices(of: name).filter { $0.authenticator.mayProve(at: now) }
        // Asked for where a token waits, and not where none does: it tells nothing of the code.
        guard ready.contains(where: { !$0.authenticator.state.isUsable }) else { return ready }
        let rule = try await firstCodeRule(of: name, at: now)
        return ready.filter { $0.authenticator.state.isUsable || rule.lets($0.authenticator) }
    }
}
