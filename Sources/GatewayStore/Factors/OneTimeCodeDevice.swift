public import GatewayFactors
public import GatewayIdentity

/// A device whose codes are typed in, by the clock or by a counter.
public enum OneTimeCodeDevice: Hashable, Sendable {
    case totp(TOTPDevice)
    case hotp(HOTPDevice)

    /// Of one person that are not out of use for good, those that wait for their first code among them: each of them gives a guess another
    /// chance and costs a login another comparison.
    public static let mostPerAccount = 8

    public var authenticator: Authenticator {
        switch self {
        case .totp(let device): device.authenticator
        case .hotp(let device): device.authenticator
        }
    }

    public var id: AuthenticatorID { authenticator.id }

    public var digits: TOTPParameters.Digits {
        switch self {
        case .totp(let device): device.parameters.digits
        case .hotp(let device): device.parameters.digits
        }
    }

    /// As near as is known: of a clock the beginning of the step of the last code.
    public var lastUsed: UnixTime? {
        switch self {
        case .totp(let device): device.lastStep?.start(of: device.parameters.period)
        case .hotp(let device): device.lastUsed
        }
    }
}

extension FactorStore {
    /// Every device of a person that shows codes and has a secret, those with clocks first, each kind oldest first.
    public func oneTimeCodeDevices(of account: AccountName) async throws(StoreError) -> [OneTimeCodeDevice] {
        let clocks = try await totpDevices(of: account).map { OneTimeCodeDevice.totp($0) }
        return clocks + (try await hotpDevices(of: account).map { OneTimeCodeDevice.hotp($0) })
    }
}
