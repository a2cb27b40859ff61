public import GatewayIdentity

/// What a one-time code is for; a code of one purpose is unknown under another.
public enum OneTimeCodePurpose: String, CaseIterable, Sendable {
    /// Carries a login from the gate's own host to a console host.
    case handoff
    /// Carries a login from the browser to a terminal of the same person.
    case terminal
    /// Completes an unlock that an administrator ordered: given to the owner, who types it in with the factor.
    case unlock
}

/// Codes that work once: hash, expiry, and the text that goes with them.
public protocol OneTimeCodeStore: Sendable {
    /// - Throws: `.conflict(.identifierExists)`.
    func put(
        _ code: SHA256Digest, for purpose: OneTimeCodePurpose, payload: String, expires: UnixTime
    ) async throws(StoreError)

    /// Puts a code of which an account has one at a time: an earlier one of the same purpose is void from then on.
    ///
    /// - Throws: `.notFound(.account)`.
    func putInstead(
        _ code: SHA256Digest, for purpose: OneTimeCodePurpose, of account: AccountName, payload: String,
        expires: UnixTime
    ) async throws(StoreError)

    /// - Returns: the payload to exactly one caller, before the code expires; `nil` to all others.
    func consume(_ code: SHA256Digest, for purpose: OneTimeCodePurpose, at: UnixTime) async throws(StoreError)
        -> String?

    /// Forgets codes that expired before an instant.
    func removeCodes(expiredBefore: UnixTime) async throws(StoreError)
}
