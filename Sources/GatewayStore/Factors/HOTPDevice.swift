public import GatewayCrypto
public import GatewayFactors
public import GatewayIdentity

/// An authenticator whose codes go by a counter, with its sealed secret.
public struct HOTPDevice: Hashable, Sendable {
    public let authenticator: Authenticator
    public let parameters: TOTPParameters
    /// Under `HOTPDevice.binding(of:account:)`.
    public let secret: SealedSecret
    /// The first counter of which no code was accepted, nor of any behind it.
    public let next: HOTPCounter
    public let lastUsed: UnixTime?

    public init(
        _ authenticator: Authenticator, parameters: TOTPParameters, secret: SealedSecret, next: HOTPCounter,
        lastUsed: UnixTime? = nil
    ) {
        self.authenticator = authenticator
        self.parameters = parameters
        self.secret = secret
        self.next = next
        self.lastUsed = lastUsed
    }

    public var id: AuthenticatorID { authenticator.id }
    public var account: AccountName { authenticator.account }
    public var state: AuthenticatorState { authenticator.state }

    /// What a device's secret is sealed to: its row and its owner.
    public static func binding(of id: AuthenticatorID, account: AccountName) -> SealBinding {
        SealBinding(table: "hotp_devices", row: id.text, account: account.text)
    }
}
