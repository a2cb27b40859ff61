public import GatewayCrypto
public import GatewayFactors
public import GatewayIdentity

/// A hardware token as its maker's file has it: what is needed to judge its codes.
public struct TokenSeed: Hashable, Sendable {
    public enum Moving: Hashable, Sendable {
        /// RFC 4226: the next counter.
        case counter(HOTPCounter)
        /// RFC 6238: how far its clock is ahead.
        case time(ClockDrift)
    }

    /// What is printed on it.
    public let serial: String
    /// Empty when the file does not say.
    public let manufacturer: String
    public let moving: Moving
    public let parameters: TOTPParameters
    public let secret: SecretBytes
    /// Where the file has it.
    public let place: SeedPlace
    /// From its maker: before and after, its codes are worth nothing. `nil` where the file sets no end.
    public let begins: UnixTime?
    public let ends: UnixTime?

    /// RFC 4226 section 4, R6: 128 bits at least. Longer than a block of SHA-512 is no secret of a token.
    static let secretSizes = 16...128

    public static func == (a: Self, b: Self) -> Bool {
        a.serial == b.serial && a.manufacturer == b.manufacturer && a.moving == b.moving && a.parameters == b.parameters
            && a.begins == b.begins && a.ends == b.ends && a.secret.withUnsafeBytes { b.secret.equals(Array($0)) }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(serial)
        hasher.combine(manufacturer)
    }
}
