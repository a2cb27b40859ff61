import Gateway
import GatewayAccess
import GatewayCertificates
import GatewayCrypto
import GatewayIdentity
import GatewayPages
import GatewayPolicy
import GatewaySettings
import GatewayTLS

/// Everything that a node takes from files and can take again while it serves. Each part is read whole or not at all.
struct NodeMaterial: Sendable {
    let configuration: GatewayConfiguration
    var policy: PolicyMaterial
    var trust: TrustSnapshot
    var identities: ServerIdentities
    var countries: CountryLookup

    static func readConfiguration(_ path: String) throws(NodeProblem) -> GatewayConfiguration {
        do throws(SettingsProblems) {
            return try ConfigurationReader.read(path: path)
        } catch {
            throw NodeProblem(settings: error)
        }
    }

    static func readTrust(_ configuration: GatewayConfiguration) throws(NodeProblem) -> TrustSnapshot {
        let clients = configuration.clients
        do throws(TrustProblems) {
            return try TrustSnapshot.load(
                TrustSources(
                    anchors: clients.trust, intermediates: clients.intermediates,
                    revocationLists: [clients.revocationLists]),
                profile: CertificateProfile(clients.profile))
        } catch {
            throw NodeProblem(
                error.problems.map(\.description), hint: "Anchors, intermediates and CRLs are read as PEM or DER.")
        }
    }

    static func readIdentities(_ configuration: GatewayConfiguration, _ trust: TrustSnapshot) throws(NodeProblem)
        -> ServerIdentities
    {
        var ends: [ServerIdentities.End] = []
        for certificate in configuration.tls.certificates {
            do throws(FileProblem) {
                let credentials = try ServerCredentials.inspect(
                    chainFile: certificate.chain, keyFile: certificate.key, at: SystemClock.now())
                ends.append(.init(name: certificate.names.first?.description ?? "", at: credentials.notAfter))
            } catch {
                throw NodeProblem(
                    [error.description],
                    hint: "A server certificate is a PEM chain, leaf first, beside its private key (0600).")
            }
        }
        let identities = configuration.tls.certificates.map {
            ServerIdentity(names: $0.names.map(\.description), certificateChainFile: $0.chain, privateKeyFile: $0.key)
        }
        let judge = trust.judge
        do throws(TLSFailure) {
            let context = try TLSServerContext(
                identities: identities, authorities: trust.authorities,
                demand: ClientCertificateDemand(configuration.clients.demand)
            ) { chain in ClientChainRuling(judge.judge(chain: chain, at: SystemClock.now())) }
            return ServerIdentities(contexts: [.gate: context, .desk: context], ends: ends)
        } catch {
            throw NodeProblem(
                [error.description], hint: "A certificate chain and its private key are PEM files that belong together."
            )
        }
    }
}

/// A policy that passed its own tests, with the TLS settings of the consoles it names.
struct PolicyMaterial: Sendable {
    let loaded: LoadedPolicy
    /// The files that it was read from.
    let bundle: PolicyBundle
    /// Reading, compiling and testing it.
    let took: Duration
    private let upstreams: [ConsoleID: TLSClientContext]
    /// What requests are decided by.
    let snapshot: PolicySnapshot

    init(_ tested: TestedPolicy) throws(NodeProblem) {
        loaded = tested.loaded
        bundle = tested.bundle
        snapshot = tested.loaded.snapshot
        upstreams = try Self.contexts(tested.loaded.snapshot)
        took = .now - tested.began
    }

    /// The same consoles, roles and limits, and every request to every console denied: who may sign in and administer still does.
    func suspended() throws(NodeProblem) -> PolicyMaterial {
        var definition = snapshot.definition
        // No file can name a rule so.
        definition.rules.append(
            Rule(id: RuleID("(suspended)"), target: .init(roles: .all, consoles: .all), effect: .deny(.init())))
        let digest = SHA256.digest(of: Array("gwanmun policy suspended 1\n\(snapshot.sha256.hex)\n".utf8))
        do throws(PolicyDefects) {
            return PolicyMaterial(self, deciding: try PolicySnapshot(compiling: definition, sha256: digest))
        } catch {
            throw NodeProblem(error.all.map { "\($0)" }, hint: nil)
        }
    }

    private init(_ material: PolicyMaterial, deciding snapshot: PolicySnapshot) {
        loaded = material.loaded
        bundle = material.bundle
        took = material.took
        upstreams = material.upstreams
        self.snapshot = snapshot
    }

    var isSuspended: Bool { snapshot.sha256 != loaded.snapshot.sha256 }

    static func read(_ configuration: GatewayConfiguration) throws(NodeProblem) -> PolicyMaterial {
        try PolicyMaterial(TestedPolicy(configuration))
    }

    private static func contexts(_ policy: PolicySnapshot) throws(NodeProblem) -> [ConsoleID: TLSClientContext] {
        var contexts: [ConsoleID: TLSClientContext] = [:]
        for console in policy.definition.consoles
        where console.upstreams.members.contains(where: { $0.url.scheme == .https }) {
            if let key = console.tls?.client?.key { try inspect(key, of: console) }
            do throws(TLSFailure) {
                contexts[console.id] = try TLSClientContext(
                    trustFile: console.tls?.authorities, certificateChainFile: console.tls?.client?.certificate,
                    privateKeyFile: console.tls?.client?.key)
            } catch {
                throw NodeProblem(
                    ["console \(console.id): \(error)"], hint: "The files under 'tls' of the console are PEM.")
            }
        }
        return contexts
    }

    /// Reads the files that the policy names for its upstreams, and keeps nothing of them.
    static func inspectPapers(of policy: PolicySnapshot) throws(NodeProblem) { _ = try contexts(policy) }

    /// OpenSSL would read a key whoever else may.
    private static func inspect(_ key: String, of console: Console) throws(NodeProblem) {
        do throws(FileProblem) {
            try PrivateKeyFile.inspect(key)
        } catch {
            throw NodeProblem(
                ["\(error), for console \(console.id)"],
                hint: "chmod 600 \(key); if others could read it, have a new key certified.")
        }
    }

    /// For consoles with an `https` upstream.
    func tls(towards console: ConsoleID) -> TLSClientContext? { upstreams[console] }
}

extension ClientCertificateDemand {
    fileprivate init(_ demand: ClientCertificateSettings.Demand) {
        switch demand {
        case .explain: self = .explain
        case .strict: self = .strict
        }
    }
}

extension CertificateProfile {
    init(_ profile: ClientCertificateSettings.Profile) {
        self.init(
            name: "configured",
            extendedKeyUsage: profile.allowsAbsentExtendedKeyUsage
                ? .clientAuthenticationOrAbsent : .clientAuthentication,
            policies: .init(allowed: profile.policies), minimumRSABits: profile.minimumRSABits,
            minimumCurveBits: profile.minimumCurveBits,
            clockSkew: profile.clockSkew)
    }
}

extension ClientChainRuling {
    fileprivate init(_ verdict: CertificateVerdict) {
        switch verdict {
        case .accepted: self = .accept
        case .refused(.certificateExpired, _): self = .refuseExpired
        case .refused(.certificateNotYetValid, _): self = .refuseNotYetValid
        case .refused(.certificateRevoked, _): self = .refuseRevoked
        case .refused(.certificateUntrustedIssuer, _): self = .refuseUntrusted
        case .refused: self = .refuseUnusable
        }
    }
}
