public import GatewayCrypto
public import GatewayFactors
public import GatewayIdentity

/// An authenticator whose codes go by the clock, with its sealed secret.
public struct TOTPDevice: Hashable, Sendable {
    public let authenticator: Authenticator
    public let parameters: TOTPParameters
    /// Under `TOTPDevice.binding(of:account:)`.
    public let secret: SealedSecret
    /// The step accepted last, `nil` before the first.
    public let lastStep: TimeStep?
    public let drift: ClockDrift

    public init(
        _ authenticator: Authenticator, parameters: TOTPParameters, secret: SealedSecret, lastStep: TimeStep? = nil,
        drift: ClockDrift = .none
    ) {
        self.authenticator = authenticator
        self.parameters = parameters
        self.secret = secret
        self.lastStep = lastStep
        self.drift = drift
    }

    public var id: AuthenticatorID { authenticator.id }
    public var account: AccountName { authenticator.account }
    public var state: AuthenticatorState { authenticator.state }

    /// What a device's secret is sealed to: its row and its owner.
    public static func binding(of id: AuthenticatorID, account: AccountName) -> SealBinding {
        SealBinding(table: "totp_devices", row: id.text, account: account.text)
    }
}
