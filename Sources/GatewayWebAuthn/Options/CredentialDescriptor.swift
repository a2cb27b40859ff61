/// A credential that a browser is to look for (`PublicKeyCredentialDescriptor`, WebAuthn Level 2 section 5.8.3).
public struct CredentialDescriptor: Hashable, Sendable {
    public let id: [UInt8]
    public let transports: Set<Transport>

    public init(id: [UInt8], transports: Set<Transport>) {
        self.id = id
        self.transports = transports
    }
}
