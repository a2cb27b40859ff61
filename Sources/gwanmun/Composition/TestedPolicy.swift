import GatewayCrypto
import GatewayIdentity
import GatewayPolicy
import GatewaySettings

/// A policy that was read and passed its own tests. The files that it names for its upstreams have not been looked at.
struct TestedPolicy: Sendable {
    let loaded: LoadedPolicy
    let began: ContinuousClock.Instant

    init(_ configuration: GatewayConfiguration) throws(NodeProblem) {
        began = .now
        do throws(SettingsProblems) {
            loaded = try PolicyReader(site: configuration.policySite, digest: { SHA256.digest(of: $0) }).read(
                directory: configuration.places.policies)
        } catch {
            throw NodeProblem(settings: error)
        }
        let failing = loaded.failingTests
        guard failing.isEmpty else {
            throw NodeProblem(failing.map { "\($0)" }, hint: "A policy that fails its own tests is not taken into use.")
        }
    }
}

extension PolicySnapshot {
    /// What stands under `tls` of the consoles: authorities, client certificates and their keys, in order.
    var filesOfUpstreams: [String] {
        Set(
            definition.consoles.flatMap { console in
                [console.tls?.authorities, console.tls?.client?.certificate, console.tls?.client?.key].compactMap(
                    \.self)
            }
        ).sorted()
    }
}
