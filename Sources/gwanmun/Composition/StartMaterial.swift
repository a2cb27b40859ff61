import GatewayAccess
import GatewayCertificates
import GatewaySettings

/// What a node can read before its store is open: everything that is in files. Of the policy it knows what the folder says, whatever
/// that is worth where the store has the last word.
struct StartMaterial: Sendable {
    let configuration: GatewayConfiguration
    let folder: Result<PolicyMaterial, NodeProblem>
    let trust: TrustSnapshot
    let identities: ServerIdentities
    let countries: CountryLookup

    static func read(_ configuration: GatewayConfiguration) throws(NodeProblem) -> StartMaterial {
        if let pam = configuration.pam { try PAMPlaces.check(pam) }
        let trust = try NodeMaterial.readTrust(configuration)
        let folder: Result<PolicyMaterial, NodeProblem>
        do throws(NodeProblem) { folder = .success(try PolicyMaterial.read(configuration)) } catch {
            // Where the folder is the truth, there is nothing to serve by.
            if configuration.policyChanges.mode == .files { throw error }
            folder = .failure(error)
        }
        return StartMaterial(
            configuration: configuration, folder: folder, trust: trust,
            identities: try NodeMaterial.readIdentities(configuration, trust),
            countries: try NodeMaterial.readCountries(configuration))
    }

    func with(_ policy: PolicyMaterial) -> NodeMaterial {
        NodeMaterial(
            configuration: configuration, policy: policy, trust: trust, identities: identities,
            countries: countries)
    }
}
