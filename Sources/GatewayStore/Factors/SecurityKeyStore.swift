public import GatewayIdentity

/// WebAuthn credentials, and the challenges that are open.
public protocol SecurityKeyStore: Sendable {
    /// What stands for the account towards authenticators, for as long as the account exists.
    ///
    /// - Parameter candidate: random; becomes the handle where there is none yet.
    /// - Throws: `.notFound(.account)`.
    func userHandle(of account: AccountName, otherwise candidate: [UInt8]) async throws(StoreError) -> [UInt8]

    /// Adds a credential.
    ///
    /// - Throws: `.conflict(.credentialExists)` for one that is registered, for whomever; `.conflict(.tooManyKeys)` where the account has
    ///   `SecurityKey.mostPerAccount` that are active or locked; `.conflict(.identifierExists)`, `.notFound(.account)`.
    func insert(_ key: SecurityKey) async throws(StoreError)

    /// Those that can still be used, or unlocked: oldest first.
    func securityKeys(of account: AccountName) async throws(StoreError) -> [SecurityKey]

    /// Makes the count of an assertion the one to beat, if the stored one is still the one it was judged by, and was beaten, or authenticators of
    /// this model do not count (both are 0).
    ///
    /// - Returns: `true` to exactly one of any number of callers with the same count above 0; `false` means that another was quicker, or that the
    ///   key is not active.
    func acceptAssertion(
        by key: AuthenticatorID, count: UInt32, after previous: UInt32, isBackedUp: Bool, at: UnixTime
    ) async throws(StoreError) -> Bool

    /// Opens a challenge; the oldest of `WebAuthnChallenge.mostOpen` of its account and purpose is forgotten for it.
    ///
    /// - Throws: `.conflict(.identifierExists)`, `.notFound(.account)`.
    func open(_ challenge: WebAuthnChallenge) async throws(StoreError)

    /// Uses a challenge up.
    ///
    /// - Returns: it, to exactly one caller, before it expires, for the account, certificate and purpose that it was issued for.
    func consumeChallenge(
        _ hash: SHA256Digest, for purpose: WebAuthnChallenge.Purpose, of account: AccountName,
        certificateKey: SHA256Digest, at: UnixTime
    ) async throws(StoreError) -> WebAuthnChallenge?

    /// Forgets those that expired before an instant.
    func removeChallenges(expiredBefore: UnixTime) async throws(StoreError)
}
