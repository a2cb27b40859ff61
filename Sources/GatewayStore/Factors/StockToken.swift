public import GatewayCrypto
public import GatewayFactors
public import GatewayIdentity

/// A hardware token whose seed was imported, whether somebody has it yet or not. Nothing secret.
public struct StockToken: Hashable, Sendable {
    /// What changes from code to code.
    public enum Moving: Hashable, Sendable {
        /// RFC 4226: the next counter.
        case counter(HOTPCounter)
        /// RFC 6238: how far its clock is ahead.
        case time(ClockDrift)
    }

    public enum State: Hashable, Sendable {
        /// In the drawer, its seed sealed with it.
        case waiting
        /// Given out. What it is to its owner says the authenticator.
        case assigned(to: AccountName, as: AuthenticatorID, at: UnixTime)
        /// Out of use; it may be imported again.
        case revoked(at: UnixTime)
    }

    /// What is printed on it.
    public let serial: String
    /// Empty when the maker's file does not say.
    public let manufacturer: String
    public let moving: Moving
    public let parameters: TOTPParameters
    public let validity: Validity
    public let importedAt: UnixTime
    public let importedBy: AccountName
    public let state: State

    public init(
        serial: String, manufacturer: String, moving: Moving, parameters: TOTPParameters, validity: Validity,
        importedAt: UnixTime, importedBy: AccountName, state: State = .waiting
    ) {
        self.serial = serial
        self.manufacturer = manufacturer
        self.moving = moving
        self.parameters = parameters
        self.validity = validity
        self.importedAt = importedAt
        self.importedBy = importedBy
        self.state = state
    }

    public var kind: Authenticator.Kind {
        switch moving {
        case .counter: .hotp
        case .time: .totp
        }
    }

    /// What a seed in stock is sealed to: its row, and nobody.
    public static func binding(of serial: String) -> SealBinding {
        SealBinding(table: "token_stock", row: serial, account: "")
    }
}

/// A token on its way into the stock.
public struct SeededToken: Hashable, Sendable {
    public let token: StockToken
    /// Under `StockToken.binding(of:)`.
    public let secret: SealedSecret

    public init(_ token: StockToken, secret: SealedSecret) {
        self.token = token
        self.secret = secret
    }
}
