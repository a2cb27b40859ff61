public import GatewayIdentity

/// When a hardware token may be used, as its maker says (RFC 6030 section 5): before and after, its codes are worth nothing.
public struct Validity: Hashable, Sendable {
    public static let always = Validity(begins: nil, ends: nil)

    public let begins: UnixTime?
    /// Exclusive.
    public let ends: UnixTime?

    public init(begins: UnixTime?, ends: UnixTime?) {
        self.begins = begins
        self.ends = ends
    }

    public func holds(at now: UnixTime) -> Bool {
        begins.map { $0 <= now } ?? true && ends.map { now < $0 } ?? true
    }
}
