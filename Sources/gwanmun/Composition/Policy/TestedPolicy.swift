import GatewayCrypto
import GatewayIdentity
import GatewayPolicy
import GatewaySettings

/// A policy that was read and passed its own tests. The files that it names for its upstreams have not been looked at.
struct TestedPolicy: Sendable {
    let loaded: LoadedPolicy
    let bundle: PolicyBundle
    let began: ContinuousClock.Instant

    /// What the folder says.
    init(_ configuration: GatewayConfiguration) throws(NodeProblem) {
        try self.init(PolicyFolder(path: configuration.places.policies).bundle(), for: configuration)
    }

    /// What these files say, as if they lay in the folder: names of certificates in them are relative to it.
    init(_ bundle: PolicyBundle, for configuration: GatewayConfiguration) throws(NodeProblem) {
        began = .now
        self.bundle = bundle
        do throws(SettingsProblems) {
            loaded = try Self.read(bundle, for: configuration)
        } catch {
            throw NodeProblem(settings: error)
        }
        let failing = loaded.failingTests
        guard failing.isEmpty else {
            throw NodeProblem(failing.map { "\($0)" }, hint: "A policy that fails its own tests is not taken into use.")
        }
    }
}

extension TestedPolicy {
    /// Read and compiled; its tests have not been run.
    static func read(_ bundle: PolicyBundle, for configuration: GatewayConfiguration) throws(SettingsProblems)
        -> LoadedPolicy
    {
        try PolicyReader(site: configuration.policySite, digest: { SHA256.digest(of: $0) }).read(
            bundle, directory: configuration.places.policies)
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
