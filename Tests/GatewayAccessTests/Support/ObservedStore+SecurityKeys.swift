import GatewayIdentity
import GatewayStore

extension ObservedStore {
    func userHandle(of account: AccountName, otherwise candidate: [UInt8]) async throws(StoreError) -> [UInt8] {
        try note("userHandle")
        return try await store.userHandle(of: account, otherwise: candidate)
    }

    func insert(_ key: SecurityKey) async throws(StoreError) {
        try note("insert(key)")
        try await store.insert(key)
    }

    func securityKeys(of account: AccountName) async throws(StoreError) -> [SecurityKey] {
        try note("securityKeys")
        return try await store.securityKeys(of: account)
    }

    func acceptAssertion(
        by key: AuthenticatorID, count: UInt32, after previous: UInt32, isBackedUp: Bool, at: UnixTime
    ) async throws(StoreError) -> Bool {
        try note("acceptAssertion")
        return try await store.acceptAssertion(
            by: key, count: count, after: previous, isBackedUp: isBackedUp, at: at)
    }

    func open(_ challenge: WebAuthnChallenge) async throws(StoreError) {
        try note("open")
        try await store.open(challenge)
    }

    func consumeChallenge(
        _ hash: SHA256Digest, for purpose: WebAuthnChallenge.Purpose, of account: AccountName,
        certificateKey: SHA256Digest, at: UnixTime
    ) async throws(StoreError) -> WebAuthnChallenge? {
        try note("consumeChallenge")
        return try await store.consumeChallenge(
            hash, for: purpose, of: account, certificateKey: certificateKey, at: at)
    }

    func removeChallenges(expiredBefore: UnixTime) async throws(StoreError) {
        try note("removeChallenges")
        try await store.removeChallenges(expiredBefore: expiredBefore)
    }
}
