internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore

extension AccessCore {
    /// In bytes: the most that WebAuthn Level 2 section 5.4.3 allows, and what section 14.6.1 recommends.
    private static let userHandleSize = 64

    /// Random, made once for each account: it tells nothing of the person, and finds no one in a list of names.
    func userHandle(of account: AccountName) async throws -> [UInt8] {
        try await ports.store.userHandle(of: account, otherwise: try ports.random(Self.userHandleSize))
    }

    /// Whether a key that can be copied to other devices is refused (compliance profile 2.3: device-bound for classified and national core
    /// technology): to people of other organisations, and to whoever reaches what such a key would never open. For all others the policy
    /// sees to it, request by request.
    func mustHoldDeviceBoundKeys(_ account: Account) -> Bool {
        isExternal(account) || policy.value.asksForDeviceBound(account.roles)
    }

    /// Whose certificate it is, if that is still who the visitor was taken for, and somebody who signs in.
    func holder(_ visitor: VerifiedVisitor, at now: UnixTime) -> Account? {
        switch directory.value.holder(
            of: visitor.certificate, from: visitor.source, at: now, policy: policy.value)
        {
        case .bound(let account): account.name == visitor.account && account.signsIn ? account : nil
        case .unbound, .refused: nil
        }
    }
}

extension AccessCore {
    /// Whether a second factor was proved in the last minutes. A recovery code is none: it stands in for a lost one, and must not beget others.
    func hasFreshSecondFactor(in session: LiveSession, at now: UnixTime) -> Bool {
        proofs(of: session).contains { proof in
            switch proof.kind {
            case .totp, .webauthn, .passkey: proof.at <= now && now < proof.at + OwnAccount.freshness
            case .certificate, .password, .recoveryCode: false
            }
        }
    }
}
