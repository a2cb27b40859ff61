public import GatewayFactors
public import GatewayIdentity

/// Second factors: TOTP devices, enrolment codes and recovery codes. Codes arrive hashed
/// (`ReadableCode.digest(for:of:)`), secrets sealed.
public protocol FactorStore: AuthenticatorStore {
    /// Adds a pending device; an app that was pending before for the account gives way to another app.
    ///
    /// - Throws: `.conflict(.tooManyDevices)` where the account has `OneTimeCodeDevice.mostPerAccount` besides what the new one replaces;
    ///   `.conflict(.identifierExists)`, `.notFound(.account)`.
    func insertPending(_ device: TOTPDevice) async throws(StoreError)

    /// Adds a pending token.
    ///
    /// - Throws: `.conflict(.tooManyDevices)`, `.conflict(.identifierExists)`, `.notFound(.account)`.
    func insertPending(_ device: HOTPDevice) async throws(StoreError)

    /// Makes a pending device active and its first code's step the last accepted one.
    ///
    /// - Returns: `false` when it is not pending any more, or its time has run out.
    func activate(_ device: AuthenticatorID, step: TimeStep, at: UnixTime) async throws(StoreError) -> Bool

    /// Makes a pending token active and uses up every counter before `next`.
    ///
    /// - Returns: `false` when it is not pending any more, its time has run out, or the counters are used up already.
    func activate(_ device: AuthenticatorID, next: HOTPCounter, at: UnixTime) async throws(StoreError) -> Bool

    /// Those that have a secret, oldest first: not those that are out of use for good.
    func totpDevices(of account: AccountName) async throws(StoreError) -> [TOTPDevice]

    /// Those that have a secret, oldest first: not those that are out of use for good.
    func hotpDevices(of account: AccountName) async throws(StoreError) -> [HOTPDevice]

    /// Takes a step if it is later than every step taken before (RFC 6238 section 5.2).
    ///
    /// - Returns: `true` to exactly one of any number of callers with the same step; `false` means replayed, or that the
    ///   device is not active.
    func acceptStep(_ step: TimeStep, of device: AuthenticatorID) async throws(StoreError) -> Bool

    /// Takes every counter before `next` if one of them is new (RFC 4226 section 7.2).
    ///
    /// - Returns: `true` to exactly one of any number of callers with the same counter; `false` means replayed, or that
    ///   the token is not active.
    func acceptCounter(next: HOTPCounter, of device: AuthenticatorID, at: UnixTime) async throws(StoreError) -> Bool

    /// Notes what a resynchronisation found, and uses its step up.
    ///
    /// - Returns: `false` when the step or a later one was taken before, or the device is neither active nor waits for
    ///   its first code.
    func setDrift(_ drift: ClockDrift, step: TimeStep, of device: AuthenticatorID) async throws(StoreError) -> Bool

    /// Notes where a resynchronisation found a token; every counter before is used up.
    ///
    /// - Returns: `false` when the counters are used up already, or the token is neither active nor waits for its first
    ///   code.
    func setCounter(next: HOTPCounter, of device: AuthenticatorID) async throws(StoreError) -> Bool

    /// Revokes every authenticator of an account for good, destroys their secrets, and removes recovery codes and open
    /// enrolment codes.
    func removeFactors(of account: AccountName, at: UnixTime) async throws(StoreError)

    /// The same, and leaves the code for a new enrolment, with one stroke.
    func resetFactors(of account: AccountName, at: UnixTime, leaving code: StoredEnrolmentCode) async throws(StoreError)

    /// - Returns: `true` once, before it expires.
    func consumeEnrolmentCode(_ code: SHA256Digest, of account: AccountName, at: UnixTime) async throws(StoreError)
        -> Bool

    /// Replaces the whole sheet of recovery codes.
    func replaceRecoveryCodes(_ codes: [SHA256Digest], of account: AccountName) async throws(StoreError)

    /// - Returns: `true` once per code.
    func consumeRecoveryCode(_ code: SHA256Digest, of account: AccountName) async throws(StoreError) -> Bool

    func remainingRecoveryCodes(of account: AccountName) async throws(StoreError) -> Int
}

/// The code for an enrolment, as it is kept.
public struct StoredEnrolmentCode: Hashable, Sendable {
    public let digest: SHA256Digest
    /// Exclusive.
    public let expires: UnixTime

    public init(_ digest: SHA256Digest, expires: UnixTime) {
        self.digest = digest
        self.expires = expires
    }
}
