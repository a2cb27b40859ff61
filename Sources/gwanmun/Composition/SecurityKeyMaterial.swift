import GatewayAccess
import GatewayCertificates
import GatewayPolicy
import GatewaySettings
import GatewayWebAuthn

/// What a node takes for a security key, with the roots that vouch for authenticators read from their files. Read at the start alone.
struct SecurityKeyMaterial: Sendable {
    private let settings: SecurityKeySettings
    private let site: SiteSettings
    private let attestation: SecurityKeyRules.Attestation

    init(_ configuration: GatewayConfiguration) throws(NodeProblem) {
        settings = configuration.securityKeys
        site = configuration.site
        do throws(FileProblem) {
            attestation =
                switch settings.attestation {
                case .none: .none
                case .preferred(let roots): .preferred(try AttestationAnchors.load(roots))
                case .required(let roots): .required(try AttestationAnchors.load(roots))
                }
        } catch {
            throw NodeProblem(
                [error.description], hint: "The files under 'roots' of 'webauthn' are PEM or DER certificates.")
        }
    }

    /// - Parameter gateOrigin: where the gate listens, asked for each ceremony.
    func rules(gateOrigin: @escaping @Sendable () -> String) -> SecurityKeyRules {
        let party = (settings.relyingParty ?? site.gate).text
        let others = settings.origins
        return SecurityKeyRules(
            relyingParty: { RelyingParty(id: party, origins: others.union([gateOrigin()])) },
            name: settings.name ?? site.organisation[site.language], models: settings.models, attestation: attestation)
    }
}
