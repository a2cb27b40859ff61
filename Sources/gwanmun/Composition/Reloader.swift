import FoundationEssentials
import Gateway
import GatewayAccess
import GatewayAudit
import GatewayCertificates
import GatewayCrypto
import GatewayDesk
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewaySettings
import Logging
import Synchronization

/// Takes changed files into use while the node serves: server certificates, trust with its CRLs, policy with the certificates of its upstreams, the database
/// of countries; each
/// whole, or the old one stays and says so.
///
/// What listens where, and the limits of connections, change with a restart.
final class Reloader: Sendable {
    private let file: String
    private let adjusting: @Sendable (inout GatewayConfiguration) -> Void
    private let board: NodeBoard
    private let alarms: TrustAlarmLog
    private let journal: any AuditJournal
    private let metrics: NodeMetrics
    private let clock: Clock
    private let logger: Logger
    private let gate = Mutex<Serving?>(nil)
    private let watched: Mutex<WatchedFiles>
    private let turn = OneAtATime()
    /// The file whose digest was recorded last.
    private let recorded = Mutex<SHA256Digest?>(nil)

    /// What is served, and where its policy comes from.
    private struct Serving: Sendable {
        let node: GateNode
        let policies: PolicySource
    }

    init(
        file: String, adjusting: @escaping @Sendable (inout GatewayConfiguration) -> Void, board: NodeBoard,
        alarms: TrustAlarmLog, journal: any AuditJournal, metrics: NodeMetrics, clock: @escaping Clock,
        logger: Logger
    ) {
        self.file = file
        self.adjusting = adjusting
        self.board = board
        self.alarms = alarms
        self.journal = journal
        self.metrics = metrics
        self.clock = clock
        self.logger = logger
        let material = board.material
        watched = Mutex(
            WatchedFiles([
                .configuration: [file], .material: Self.files(of: material.configuration),
                .upstreams: material.policy.snapshot.filesOfUpstreams,
            ]))
    }

    func serve(_ node: GateNode, by policies: PolicySource) {
        gate.withLock { $0 = Serving(node: node, policies: policies) }
    }

    /// Reloads when a file that matters has changed. Files, not notifications: those do not reach into every container's mounts.
    func reloadIfChanged() async {
        guard watched.withLock({ $0.haveChanged }) else { return }
        await reload()
    }

    /// One at a time.
    @discardableResult
    func reload() async -> [GatewayDesk.ReloadedPart] { await turn.run { await self.takeFiles() } }

    private func takeFiles() async -> [GatewayDesk.ReloadedPart] {
        guard let serving = gate.withLock({ $0 }) else { return [] }
        let node = serving.node
        watched.withLock { $0.noteAll() }
        var configuration: GatewayConfiguration
        do throws(NodeProblem) {
            configuration = try NodeMaterial.readConfiguration(file)
            adjusting(&configuration)
            let named = Self.files(of: configuration)
            watched.withLock { $0.note(named, as: .material) }
            await recordConfiguration()
        } catch {
            return [await report("configuration", .configuration, .settings, .failure(error))]
        }
        return [
            await takePolicy(configuration, serving), await takeTrust(configuration, node),
            await takeIdentities(configuration, node), await takeCountries(configuration, node),
        ].compactMap(\.self)
    }

    /// Which settings are in force, by the digest of their file: at the start, and when the file has become another.
    func recordConfiguration() async {
        guard let content = FileManager.default.contents(atPath: file) else {
            return logger.error("the configuration cannot be read again", metadata: ["file": "\(file)"])
        }
        let digest = SHA256.digest(of: Array(content))
        guard recorded.withLock({ $0.replace(with: digest) }) else { return }
        await record(.config(digest))
    }

    private func takePolicy(_ configuration: GatewayConfiguration, _ serving: Serving) async
        -> GatewayDesk.ReloadedPart
    {
        let before = board.material.policy.snapshot.sha256
        let proposed: ProposedPolicy
        do throws(NodeProblem) { proposed = try await serving.policies.policy(for: configuration) } catch {
            await record(.policyChange(before: before, after: nil, .refused))
            return await report("policy", .policy, nil, .failure(error))
        }
        watched.withLock { $0.note(proposed.tested.loaded.snapshot.filesOfUpstreams, as: .upstreams) }
        let result: Result<PolicyMaterial, NodeProblem>
        do throws(NodeProblem) {
            let policy = try proposed.material()
            try await vouch(for: policy, proposed, over: before, by: serving.policies)
            result = .success(policy)
        } catch {
            result = .failure(error)
            if proposed.tested.loaded.snapshot.sha256 != before {
                await record(.policyChange(before: before, after: nil, .refused))
            }
        }
        if case .success(let policy) = result { await adopt(policy, serving.node) }
        let adoption = result.adoption
        // A refusal uses nothing up: what was refused is adopted, and recorded, when it has become good.
        let papersChanged = adoption == .adopted && watched.withLock { $0.take(.upstreams) }
        if papersChanged || adoption == .refused { await record(.reload(.upstreamTLS, adoption)) }
        return await report("policy", .policy, nil, result.map { _ in })
    }

    /// Record and history first: what cannot be recorded does not come into force.
    private func vouch(
        for policy: PolicyMaterial, _ proposed: ProposedPolicy, over before: SHA256Digest, by policies: PolicySource
    ) async throws(NodeProblem) {
        let isNew = try await policies.note(proposed)
        let after = policy.snapshot.sha256
        guard !isNew, after != before else { return }
        let entry = AuditEntry(.policyChange(before: before, after: after, .adopted), at: clock())
        do throws(AuditFailure) {
            try await journal.record(entry)
        } catch {
            throw NodeProblem(["the change of the policy could not be recorded: \(error)"], hint: nil)
        }
    }

    /// Takes into use what the desk put in force, between two reloads.
    func take(_ policy: PolicyMaterial) async {
        await turn.run {
            guard let node = self.gate.withLock({ $0?.node }) else { return }
            await self.adopt(policy, node)
            self.watched.withLock { $0.note(policy.snapshot.filesOfUpstreams, as: .upstreams) }
        }
    }

    /// It decides nothing, and so waits for nobody's turn.
    func putOnTrial(_ policy: PolicySnapshot?) { gate.withLock { $0?.node }?.putOnTrial(policy) }

    private func adopt(_ policy: PolicyMaterial, _ node: GateNode) async {
        var material = board.material
        material.policy = policy
        board.put(material)
        let routes = board.makeRoutes()
        await board.settleUpstreams()
        node.adopt(routes)
        metrics.policyWasAdopted(at: clock(), after: policy.took)
    }

    private func takeTrust(_ configuration: GatewayConfiguration, _ node: GateNode) async -> GatewayDesk.ReloadedPart {
        let result: Result<TrustSnapshot, NodeProblem>
        do throws(NodeProblem) { result = .success(try NodeMaterial.readTrust(configuration)) } catch {
            result = .failure(error)
        }
        if case .success(let trust) = result {
            var material = board.material
            material.trust = trust
            board.put(material)
            node.trust.adopt(trust.judge)
            node.access.advanceEpoch()
            alarms.look()
        }
        return await report("trust", .trust, .trust, result.map { _ in })
    }

    private func takeIdentities(_ configuration: GatewayConfiguration, _ node: GateNode) async
        -> GatewayDesk.ReloadedPart
    {
        let result: Result<Void, NodeProblem>
        do throws(NodeProblem) {
            var material = board.material
            material.identities = try NodeMaterial.readIdentities(configuration, material.trust)
            board.put(material)
            node.adopt(material.identities.contexts)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        return await report("server certificates", .serverCertificates, .serverCertificate, result)
    }

    /// Told of where there is, or was, a database.
    private func takeCountries(_ configuration: GatewayConfiguration, _ node: GateNode) async
        -> GatewayDesk.ReloadedPart?
    {
        let hadOne = board.material.configuration.countryDatabase != nil
        guard hadOne || configuration.countryDatabase != nil else { return nil }
        let result: Result<Void, NodeProblem>
        do throws(NodeProblem) {
            let countries = try NodeMaterial.readCountries(configuration)
            node.access.adopt(countries: countries)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        return await report("countries", .countries, .countries, result)
    }

    // MARK: Telling

    private func report(
        _ name: String, _ counted: ReloadPart, _ part: GatewayAudit.ReloadedPart?, _ result: Result<Void, NodeProblem>
    ) async -> GatewayDesk.ReloadedPart {
        switch result {
        case .success:
            metrics.reloaded(counted, .adopted)
            if let part { await record(.reload(part, .adopted)) }
            logger.notice("reloaded", metadata: ["part": "\(name)"])
            return .init(name: name, result: .adopted)
        case .failure(let problem):
            metrics.reloaded(counted, .refused)
            if let part { await record(.reload(part, .refused)) }
            for line in problem.lines {
                logger.error("\(line)", metadata: ["part": "\(name)", "serving": "the one before"])
            }
            return .init(name: name, result: .kept(because: problem.lines.joined(separator: "\n")))
        }
    }

    private func record(_ event: AuditEvent) async {
        do throws(AuditFailure) {
            try await journal.record(AuditEntry(event, at: clock()))
        } catch {
            logger.error("a reload could not be recorded: \(error)")
        }
    }

    func status(since startedAt: UnixTime, channels: [NodeStatus.Channel]) -> NodeStatus {
        let trust = board.material.trust
        return NodeStatus(
            version: Node.version, startedAt: startedAt, trustGeneration: trust.generation,
            revocationAlarms: trust.alarms(at: clock()).map(\.description),
            upstreams: board.upstreams.standings.map(NodeStatus.Upstream.init), channels: channels,
            isDraining: gate.withLock { $0?.node.isStopping ?? true })
    }

    private static func files(of configuration: GatewayConfiguration) -> [String] {
        let clients = configuration.clients
        let servers = configuration.tls.certificates.flatMap { [$0.chain, $0.key] }
        return [configuration.places.policies, configuration.places.policies + "/tests", clients.revocationLists]
            + clients.trust + clients.intermediates
            + servers + [configuration.countryDatabase].compactMap(\.self)
    }
}

extension SHA256Digest? {
    /// - Returns: whether it was another.
    fileprivate mutating func replace(with digest: SHA256Digest) -> Bool {
        defer { self = digest }
        return self != digest
    }
}

extension Result {
    fileprivate var adoption: Adoption {
        switch self {
        case .success: .adopted
        case .failure: .refused
        }
    }
}
