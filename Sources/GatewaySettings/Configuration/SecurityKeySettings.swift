public import GatewayPolicy
public import GatewayWebAuthn

/// What the node is towards security keys, and which of them it takes. That a key checks finger or PIN is no setting: it must.
public struct SecurityKeySettings: Hashable, Sendable {
    /// The RP ID; `nil`: the gate's own host. A credential is bound to it for good: another RP ID makes all of them worthless.
    public var relyingParty: HostName?
    /// As an authenticator shows it; `nil`: the organisation's name.
    public var name: String?
    /// Origins whose pages and programs may run a ceremony, beside the gate's own: `https://build.example.kr`.
    public var origins: Set<String>
    public var attestation: Attestation
    public var models: ModelRules

    public enum Attestation: Hashable, Sendable {
        case none
        /// PEM or DER files of those who vouch for authenticators.
        case preferred(roots: [String])
        case required(roots: [String])

        public var roots: [String] {
            switch self {
            case .none: []
            case .preferred(let roots), .required(let roots): roots
            }
        }
    }

    public init(
        relyingParty: HostName? = nil, name: String? = nil, origins: Set<String> = [], attestation: Attestation = .none,
        models: ModelRules = .allExcept([])
    ) {
        self.relyingParty = relyingParty
        self.name = name
        self.origins = origins
        self.attestation = attestation
        self.models = models
    }
}
