internal import GatewayIdentity
internal import GatewayLimits
internal import GatewayPolicy
internal import GatewayStore

/// The first code of a device, by which its owner confirms it: judged in the account's turn, counted before it is compared, recorded, told
/// of and held back as a code at the login.
///
/// It proves nothing of what was there before, so a right one ends no run of failures.
struct FirstCode {
    let core: AccessCore
    let account: Account
    let visitor: VerifiedVisitor
    /// As what a refusal is recorded.
    let refusal: SecurityEvent.Kind

    /// - Parameter compare: asked once, after the attempt was counted.
    /// - Returns: `false` for a code that is wrong, and for any while codes of the account are locked.
    func isRight(_ compare: () -> Bool) async throws(AccessFailure) -> Bool {
        try await core.inTurn(of: visitor) { (penalty: inout Duration) async throws(AccessFailure) in
            let now = core.now()
            let limits = AttemptLimits(core.policy.value.lockout(for: account.roles))
            let check = FactorCheck(core: core, account: account, visitor: visitor, limits: limits, now: now)
            let count = try await check.count(.totp)
            penalty = count.penalty
            let isRight = compare()
            if isRight && count.isOpen {
                try await check.takeBack([count])
                return true
            }
            let failure = try await check.fail(count, wasRight: isRight)
            try await LoginFailure(core: core, account: account, visitor: visitor, now: now, kind: refusal)
                .report([failure])
            return false
        }
    }
}

extension AccessCore {
    /// Judges somebody when those before them of the same account are done, and tells no sooner than any other way through.
    ///
    /// - Parameter judge: says how much longer its answer is held back.
    func inTurn<Outcome>(
        of visitor: VerifiedVisitor, _ judge: (inout Duration) async throws(AccessFailure) -> Outcome
    ) async throws(AccessFailure) -> Outcome {
        guard case .admitted = turns.admit(visitor.account, from: visitor.source) else {
            throw AccessFailure(.overloaded, "too many attempts of one account, from one address or altogether")
        }
        defer { turns.leave(visitor.account, from: visitor.source) }
        let start = ContinuousClock.now
        var penalty = Duration.zero
        let result: Result<Outcome, AccessFailure>
        do throws(AccessFailure) {
            result = .success(
                try await turns.inTurn(of: visitor.account) { () async throws(AccessFailure) in
                    try await judge(&penalty)
                })
        } catch {
            result = .failure(error)
        }
        await settings.pacing.hold(since: start, penalty: penalty)
        return try result.get()
    }
}
