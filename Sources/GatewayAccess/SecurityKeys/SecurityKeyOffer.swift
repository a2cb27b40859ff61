internal import GatewayFactors
public import GatewayIdentity
internal import GatewayStore
public import GatewayWebAuthn

/// What a browser is asked for before somebody shows a security key at the login.
public struct SecurityKeyOffer: Sendable {
    let core: AccessCore

    public enum Outcome: Sendable {
        case options(RequestOptions)
        /// The certificate is not, or no longer, that of somebody who may log in.
        case refused(Reason)
        case throttled(until: UnixTime)
    }

    /// A challenge for the person whose certificate was proven, and the names of their keys and nobody else's.
    ///
    /// Who has no key is told of one all the same, which is nobody's: whether there is one is not to be learned with a certificate alone.
    public func options(for visitor: VerifiedVisitor) async throws(AccessFailure) -> Outcome {
        let now = core.now()
        if let until = core.blockedUntil(visitor.source) { return .throttled(until: until) }
        switch core.directory.value.holder(
            of: visitor.certificate, from: visitor.source, at: now, policy: core.policy.value)
        {
        case .unbound: return .refused(.certificateNotBound)
        case .refused(_, let reason): return .refused(reason)
        case .bound(let account) where account.name != visitor.account: return .refused(.certificateNotBound)
        case .bound(let account) where !account.signsIn: return .refused(.factorMissing)
        case .bound: break
        }
        switch core.turns.admit(visitor.account, from: visitor.source) {
        case .admitted: break
        case .full(.node): return .refused(.overloaded)
        case .full(.account), .full(.source): return .throttled(until: now + Login.breather)
        }
        defer { core.turns.leave(visitor.account, from: visitor.source) }
        do {
            let keys = try await core.ports.store.securityKeys(of: visitor.account).filter(\.state.isUsable)
            let challenge = try await core.issueChallenge(for: .assertion, to: visitor, at: now)
            return .options(
                RequestOptions(
                    challenge: challenge, relyingParty: core.settings.securityKeys.relyingParty().id,
                    timeout: CeremonyTime.challengeLifetime,
                    allowed: keys.isEmpty ? [core.decoyKey.descriptor(for: visitor.account)] : keys.map(\.descriptor)))
        } catch {
            throw AccessFailure(wrapping: error)
        }
    }
}

extension SecurityKey {
    var descriptor: CredentialDescriptor { CredentialDescriptor(id: record.id, transports: transports) }
}
