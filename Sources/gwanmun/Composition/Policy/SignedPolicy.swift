import GatewayAccess
import GatewayCrypto
import GatewayIdentity
import GatewaySettings
import GatewayStore

/// The files of the folder where a site takes only signed ones: by whom they are signed, and that they are no older ones.
struct SignedPolicy: Sendable {
    let bundle: PolicyBundle
    let signing: PolicyVersion.Signing

    init(_ configuration: GatewayConfiguration, _ settings: PolicyChangeSettings) throws(NodeProblem) {
        let place = PolicyFolder(path: configuration.places.policies)
        bundle = try place.bundle()
        signing = try PolicySignatures(folder: place.path).signing(of: bundle, settings)
    }

    /// Files that were signed once are signed for ever: what was replaced must not come back with its old signatures.
    func requireNew(beside store: any PolicyStore) async throws(NodeProblem) {
        let (current, highest): (PolicyVersion?, Int?)
        do throws(StoreError) {
            current = try await store.currentPolicy()
            highest = try await store.highestPolicySerial()
        } catch {
            throw NodeProblem(["the history of the policy cannot be read: \(error)"], hint: PolicySignatures.hint)
        }
        if current?.bundle == SHA256.digest(of: bundle.canonicalBytes) { return }
        guard let highest, signing.serial <= highest else { return }
        throw NodeProblem(
            [
                "\(PolicySignatures.fileName): the serial number \(signing.serial) is not above \(highest), under which files were taken"
            ],
            hint: "If these are the files that are wanted: 'gwanmun policy sign --serial \(highest + 1)'.")
    }
}
