internal import GatewayCrypto
internal import GatewayIdentity

/// The gateway as authenticators know it.
public struct RelyingParty: Hashable, Sendable {
    /// The RP ID: the gate's own host name, as `gate.example.kr`.
    public let id: String
    /// The origins whose pages may run a ceremony, as `https://gate.example.kr` or `https://gate.example.kr:8443`; compared as text, as
    /// WebAuthn Level 2 section 13.4.9 asks.
    public let origins: Set<String>
    let idHash: SHA256Digest

    public init(id: String, origins: Set<String>) {
        self.id = id
        self.origins = origins
        idHash = SHA256.digest(of: Array(id.utf8))
    }
}
