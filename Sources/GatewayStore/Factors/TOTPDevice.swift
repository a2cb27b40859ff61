public import GatewayCrypto
public import GatewayFactors
public import GatewayIdentity

/// A registered authenticator app or hardware token.
public struct TOTPDevice: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        /// Shown to its owner and not yet confirmed by a first code; worthless from `until` on.
        case pending(until: UnixTime)
        case active(since: UnixTime)
    }

    public let id: AuthenticatorID
    public let account: AccountName
    /// What its owner calls it.
    public let label: String
    public let parameters: TOTPParameters
    /// Under `TOTPDevice.binding(of:account:)`.
    public let secret: SealedSecret
    public let state: State
    /// The step accepted last, `nil` before the first.
    public let lastStep: TimeStep?
    public let createdAt: UnixTime

    public init(
        id: AuthenticatorID, account: AccountName, label: String, parameters: TOTPParameters, secret: SealedSecret,
        state: State, lastStep: TimeStep? = nil, createdAt: UnixTime
    ) {
        self.id = id
        self.account = account
        self.label = label
        self.parameters = parameters
        self.secret = secret
        self.state = state
        self.lastStep = lastStep
        self.createdAt = createdAt
    }

    /// What a device's secret is sealed to: its row and its owner.
    public static func binding(of id: AuthenticatorID, account: AccountName) -> SealBinding {
        SealBinding(table: "totp_devices", row: id.text, account: account.text)
    }
}
