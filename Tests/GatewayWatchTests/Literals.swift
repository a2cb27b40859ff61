public import GatewayIdentity
public import GatewayPolicy

extension PolicyName: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text) }
}

extension RoleName: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text) }
}

extension ConsoleID: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text) }
}
