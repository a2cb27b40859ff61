internal import GatewayFactors
internal import GatewayIdentity
internal import GatewayStore
internal import GatewayWebAuthn

extension FactorCheck {
    /// What an assertion is judged by. Its challenge is used up whatever comes of it.
    struct Evidence {
        let response: AssertionResponse
        let challenge: WebAuthnChallenge?
        let keys: [SecurityKey]
    }

    /// - Returns: `nil` where nothing was shown that could be judged.
    func evidence(of response: AssertionResponse?) async throws -> Evidence? {
        guard let response else { return nil }
        let challenge = try await core.consumeChallenge(
            response.claimedChallenge, for: .assertion, by: visitor, at: now)
        return Evidence(
            response: response, challenge: challenge,
            keys: try await core.ports.store.securityKeys(of: account.name))
    }

    /// An unknown credential goes the way of a known one, with a decoy.
    func securityKey(_ evidence: Evidence?, mayCount: Bool) async throws -> Finding {
        guard let evidence else { return .wrong }
        let (response, challenge) = (evidence.response, evidence.challenge)
        let key = evidence.keys.first { $0.record.id == response.credentialID && $0.state.isUsable }
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
            _ = try await core.ports.store.apply(.suspected, to: key.id, of: account.name, at: now)
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
