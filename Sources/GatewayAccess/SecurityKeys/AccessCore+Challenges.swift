internal import GatewayCrypto
internal import GatewayIdentity
internal import GatewayStore
internal import GatewayWebAuthn

/// How long the steps of a WebAuthn ceremony may take.
enum CeremonyTime {
    /// From issuing a challenge to its answer (compliance profile 2.3).
    static let challengeLifetime = Duration.seconds(300)
    /// Bytes of a challenge. WebAuthn Level 2 section 13.4.3 asks for 16 at least.
    static let challengeSize = 32
}

extension AccessCore {
    /// A new challenge for one ceremony of one person over one certificate: kept as a hash, told once.
    func issueChallenge(
        for purpose: WebAuthnChallenge.Purpose, to visitor: VerifiedVisitor, renewable: UnixTime? = nil,
        at now: UnixTime
    ) async throws -> [UInt8] {
        let challenge = try ports.random(CeremonyTime.challengeSize)
        try await ports.store.open(
            WebAuthnChallenge(
                hash: SHA256.digest(of: challenge), account: visitor.account,
                certificateKey: visitor.certificate.publicKey, purpose: purpose,
                expires: now + CeremonyTime.challengeLifetime, renewable: renewable))
        return challenge
    }

    /// Uses up the challenge that an answer claims to be for, whatever becomes of the answer.
    ///
    /// - Returns: `nil` when there is no such challenge (any more), or it is for somebody else.
    func consumeChallenge(
        _ claimed: [UInt8]?, for purpose: WebAuthnChallenge.Purpose, by visitor: VerifiedVisitor, at now: UnixTime
    ) async throws(StoreError) -> WebAuthnChallenge? {
        try await ports.store.consumeChallenge(
            SHA256.digest(of: claimed ?? []), for: purpose, of: visitor.account,
            certificateKey: visitor.certificate.publicKey, at: now)
    }
}
