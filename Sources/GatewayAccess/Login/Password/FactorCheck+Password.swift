internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayStore

extension FactorCheck {
    /// Where an account is locked, nobody's password is asked about in its place: nothing is learnt of the right one, and
    /// the attempts at a locked account lock nobody out beyond this gateway.
    func password(
        _ typed: SecretBytes?, from source: NetworkAddress, mayCount: Bool, isDecided: Bool
    ) async throws(AccessFailure) -> Finding {
        guard let authority = core.ports.passwords, let typed else { return .wrong }
        let claim = PasswordClaim(
            account: mayCount ? account.name : nil, password: typed, source: source, isDecided: isDecided)
        return finding(of: await authority.judge(claim), mayCount: mayCount)
    }

    /// What a step of the conversation comes to.
    func finding(of step: PasswordStep, mayCount: Bool) -> Finding {
        switch step {
        case .right, .changed: mayCount ? .right(proof(.password, by: Self.passwordAuthenticator)) : .wrong
        case .wrong: .wrong
        case .asks(let question, let conversation): .asked(question, conversation)
        }
    }

    /// A password is one thing, wherever it is typed.
    private static let passwordAuthenticator = AuthenticatorID("password")
}
