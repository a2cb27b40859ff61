internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore
internal import GatewayWebAuthn

extension FactorCheck {
    /// Judges an assertion. Its challenge is used up whatever comes of it; an unknown credential goes the way of a known one, with a decoy.
    func securityKey(_ response: AssertionResponse?, mayCount: Bool) async throws -> Finding {
        guard let response else { return .wrong }
        let store = core.ports.store
        let challenge = try await core.consumeChallenge(
            response.claimedChallenge, for: .assertion, by: visitor, at: now)
        let keys = try await store.securityKeys(of: account.name)
        let key = keys.first { $0.record.id == response.credentialID && $0.state.isUsable }
        let verdict = response.verdict(
            expecting: AssertionExpectation(
                relyingParty: core.settings.securityKeys.relyingParty(),
                challenge: response.claimedChallenge ?? [],
                credential: key?.record ?? core.decoyKey.record(answering: response),
                // What it proves says it: `FactorKind.passkey` opens nothing that must be bound to a device.
                mustBeDeviceBound: false))
        switch verdict {
        case .verified(let assertion):
            let accepted = try await accept(assertion, by: mayCount && challenge != nil ? key?.id : nil)
            guard let key else { return .refused(.credentialMismatch) }
            guard challenge != nil else { return .refused(.challengeMismatch) }
            return mayCount && !accepted ? .replayed : .right(proof(key.kind, by: key.id))
        case .refused(let refusal):
            try await acceptNothing()
            guard challenge != nil else { return .refused(.challengeMismatch) }
            return .refused(key == nil ? .credentialMismatch : refusal)
        case .cloneSuspected:
            try await acceptNothing()
            guard let key, challenge != nil else { return .refused(.challengeMismatch) }
            // Before it is recorded: what was copied must not be used again, whether the record can be written or not.
            _ = try await store.apply(.suspected, to: key.id, of: account.name, at: now)
            return .suspected(key.id)
        }
    }

    /// - Parameter key: `nil` goes through the motions.
    private func accept(_ assertion: VerifiedAssertion, by key: AuthenticatorID?) async throws(StoreError) -> Bool {
        try await core.ports.store.acceptAssertion(
            by: key ?? Self.decoy, count: assertion.signatureCount, after: assertion.previousSignatureCount,
            isBackedUp: assertion.isBackedUp, at: now)
    }

    private func acceptNothing() async throws(StoreError) {
        _ = try await core.ports.store.acceptAssertion(
            by: Self.decoy, count: 0, after: 0, isBackedUp: false, at: now)
    }
}
