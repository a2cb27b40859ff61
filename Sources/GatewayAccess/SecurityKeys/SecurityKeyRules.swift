public import GatewayCertificates
public import GatewayWebAuthn

/// What this gateway takes for a security key.
public struct SecurityKeyRules: Sendable {
    /// Asked for each ceremony: a node knows its port, and so its origin, when it listens.
    public let relyingParty: @Sendable () -> RelyingParty
    /// As an authenticator shows it to the person.
    public let name: String
    public let models: ModelRules
    public let attestation: Attestation

    /// How much an authenticator must prove of itself when it is registered.
    public enum Attestation: Sendable {
        /// Nothing, and browsers are asked to send nothing.
        case none
        /// Asked for; a statement that is there must be genuine. Whether it leads to one of the roots is written down.
        case preferred(AttestationAnchors)
        /// A statement that leads to one of the roots, or no registration.
        case required(AttestationAnchors)
    }

    public init(
        relyingParty: @escaping @Sendable () -> RelyingParty, name: String, models: ModelRules = .allExcept([]),
        attestation: Attestation = .none
    ) {
        self.relyingParty = relyingParty
        self.name = name
        self.models = models
        self.attestation = attestation
    }

    var conveyance: CreationOptions.Conveyance {
        switch attestation {
        case .none: .none
        case .preferred, .required: .direct
        }
    }
}
