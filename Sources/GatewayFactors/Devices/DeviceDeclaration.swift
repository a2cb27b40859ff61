public import GatewayIdentity

/// What somebody says of a device that they register.
public struct DeviceDeclaration: Hashable, Sendable {
    /// `nil`: they give it no name.
    public let label: AuthenticatorLabel?
    /// That it is another device than the one they work on (N2SF MA-3). Nobody can verify it.
    public let isSeparateDevice: Bool

    public init(label: AuthenticatorLabel? = nil, isSeparateDevice: Bool = false) {
        self.label = label
        self.isSeparateDevice = isSeparateDevice
    }
}
