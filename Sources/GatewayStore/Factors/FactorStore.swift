public import GatewayFactors
public import GatewayIdentity

/// Second factors: TOTP devices, enrolment codes and recovery codes. Codes arrive hashed
/// (`ReadableCode.digest(for:of:)`), secrets sealed.
public protocol FactorStore: Sendable {
    /// Adds a pending device; one that was pending before for the account gives way.
    ///
    /// - Throws: `.conflict(.identifierExists)`, `.notFound(.account)`.
    func insertPending(_ device: TOTPDevice) async throws(StoreError)

    /// Makes a pending device active and its first code's step the last accepted one.
    ///
    /// - Returns: `false` when it is not pending any more, or its time has run out.
    func activate(_ device: AuthenticatorID, step: TimeStep, at: UnixTime) async throws(StoreError) -> Bool

    func totpDevices(of account: AccountName) async throws(StoreError) -> [TOTPDevice]

    /// Takes a step if it is later than every step taken before (RFC 6238 section 5.2).
    ///
    /// - Returns: `true` to exactly one of any number of callers with the same step; `false` means replayed, or that the
    ///   device is not active.
    func acceptStep(_ step: TimeStep, of device: AuthenticatorID) async throws(StoreError) -> Bool

    /// Removes devices, recovery codes and open enrolment codes of an account.
    func removeFactors(of account: AccountName) async throws(StoreError)

    /// Puts an enrolment code; an earlier one of the account is void from then on.
    func putEnrolmentCode(_ code: SHA256Digest, of account: AccountName, expires: UnixTime) async throws(StoreError)

    /// - Returns: `true` once, before it expires.
    func consumeEnrolmentCode(_ code: SHA256Digest, of account: AccountName, at: UnixTime) async throws(StoreError)
        -> Bool

    /// Replaces the whole sheet of recovery codes.
    func replaceRecoveryCodes(_ codes: [SHA256Digest], of account: AccountName) async throws(StoreError)

    /// - Returns: `true` once per code.
    func consumeRecoveryCode(_ code: SHA256Digest, of account: AccountName) async throws(StoreError) -> Bool

    func remainingRecoveryCodes(of account: AccountName) async throws(StoreError) -> Int
}
