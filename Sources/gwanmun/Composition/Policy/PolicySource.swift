import GatewayAccess
import GatewayCrypto
import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import GatewayStore
import Logging
import Synchronization

/// Where the policy of a running node comes from, by the rule that it started with: a change of that rule takes a restart.
final class PolicySource: Sendable {
    private let settings: PolicyChangeSettings
    private let store: any PolicyStore
    private let policies: PolicyChange
    private let ids: RequestIDs
    private let clock: Clock
    private let logger: Logger
    private let tampering = Mutex(TamperMemory())
    /// The folder that is looked at between reloads.
    private let folder = Mutex<GatewayConfiguration?>(nil)

    init(
        _ settings: PolicyChangeSettings, store: any PolicyStore, policies: PolicyChange, ids: RequestIDs,
        clock: @escaping Clock, logger: Logger
    ) {
        self.settings = settings
        self.store = store
        self.policies = policies
        self.ids = ids
        self.clock = clock
        self.logger = logger
    }

    // MARK: Start

    /// Keeps what the node starts with as a version, where it is new.
    func begin(_ policy: PolicyMaterial, _ configuration: GatewayConfiguration) async throws {
        try await policies.note(
            policy.bundle, policy.snapshot.sha256, as: cause,
            signing: signing(of: policy.bundle, configuration), at: clock(), requestID: ids.next())
    }

    /// Of what the node starts with, where that is what the folder says.
    private func signing(of bundle: PolicyBundle, _ configuration: GatewayConfiguration) -> PolicyVersion.Signing? {
        guard settings.mode == .signedFiles else { return nil }
        do throws(NodeProblem) {
            let signed = try SignedPolicy(configuration, settings)
            return signed.bundle == bundle ? signed.signing : nil
        } catch {
            // It serves what it served before, and `catchUp` tells why.
            return nil
        }
    }

    /// What ended or was due while no node ran, and what was done to the folder meanwhile.
    func catchUp(_ configuration: GatewayConfiguration) async throws {
        folder.withLock { $0 = configuration }
        try await policies.settle(at: clock(), requestID: ids.next())
        switch settings.mode {
        case .files: break
        case .signedFiles:
            do throws(NodeProblem) { _ = try await signed(configuration) } catch {
                logger.error("serving the policy before: \(error.lines.joined(separator: "; "))")
            }
        case .twoPeople: await lookAtFolder(configuration)
        }
    }

    private var cause: PolicyVersion.Cause {
        switch settings.mode {
        case .files, .twoPeople: .file
        case .signedFiles: .signedFile
        }
    }

    // MARK: Reload

    /// What is to be in force, by what stands where the site's rule looks.
    func policy(for configuration: GatewayConfiguration) async throws(NodeProblem) -> ProposedPolicy {
        folder.withLock { $0 = configuration }
        switch settings.mode {
        case .files: return ProposedPolicy(tested: try TestedPolicy(configuration))
        case .signedFiles: return try await signed(configuration)
        case .twoPeople:
            policies.readTrialAnew()
            await lookAtFolder(configuration)
            let (version, bundle) = try await kept()
            return ProposedPolicy(
                tested: try TestedPolicy(bundle, for: configuration), isSuspended: version.hasLapsed(at: clock()))
        }
    }

    /// What a reload is about to take into use becomes a version: in the record first, then in the history. Neither, and it is not
    /// to be taken.
    ///
    /// - Returns: whether it is a new one, and so in the record now.
    func note(_ policy: ProposedPolicy) async throws(NodeProblem) -> Bool {
        do throws(AccessFailure) {
            return try await policies.note(
                policy.tested.bundle, policy.tested.loaded.snapshot.sha256, as: cause, signing: policy.signing,
                at: clock(), requestID: ids.next()
            ).isNew
        } catch {
            throw NodeProblem(
                ["the change of the policy could not be recorded: \(error)"],
                hint: "What cannot be recorded does not come into force; the next reload tries again.")
        }
    }

    private func signed(_ configuration: GatewayConfiguration) async throws(NodeProblem) -> ProposedPolicy {
        let signed: SignedPolicy
        do throws(NodeProblem) {
            signed = try SignedPolicy(configuration, settings)
            try await signed.requireNew(beside: store)
        } catch {
            let place = PolicyFolder(path: configuration.places.policies)
            await alarm(digest(of: place), error.lines.joined(separator: "\n"))
            throw error
        }
        tampering.withLock { $0.isOver() }
        // Signed and wrong is a mistake, and no tampering.
        return ProposedPolicy(
            tested: try TestedPolicy(signed.bundle, for: configuration), signing: signed.signing)
    }

    // MARK: The folder

    /// Once a day, while it lasts; whenever files change a reload looks.
    var chores: [Chores.Chore] {
        [
            Chores.Chore(every: 2) { [self] (now, id) throws(AccessFailure) in
                try await policies.settle(at: now, requestID: id)
            },
            Chores.Chore(every: 3600, from: 20) { [self] (now, id) throws(AccessFailure) in
                try await policies.forgetStaleDrafts(at: now, requestID: id)
            },
            Chores.Chore(every: 600, from: 10) { [self] (_, _) throws(AccessFailure) in
                guard settings.mode == .twoPeople, let configuration = folder.withLock({ $0 }) else { return }
                await lookAtFolder(configuration)
            },
        ]
    }

    /// When it was last told that the folder says what nobody put in force; `nil`: it does not.
    var tamperedAt: UnixTime? { tampering.withLock { $0.toldAt } }

    private func lookAtFolder(_ configuration: GatewayConfiguration) async {
        let place = PolicyFolder(path: configuration.places.policies)
        do throws(NodeProblem) {
            let (version, bundle) = try await kept()
            // A node that ended between putting a version in force and showing it goes on where it was.
            let showcase = PolicyShowcase(folder: place, store: store, clock: clock, logger: logger)
            if version.folderWrittenAt == nil, await showcase.show(bundle, as: version) { return }
            let found = digest(of: place)
            // A folder that the service may not write shows an older version until somebody brings it up to date.
            let expected = try await shown(version)
            guard let found, expected.contains(found) else {
                return await alarm(found, "the folder is not what is in force, version \(version.number)")
            }
            tampering.withLock { $0.isOver() }
        } catch {
            logger.error("the policy's folder could not be compared: \(error.lines.joined(separator: "; "))")
        }
    }

    /// What may stand in the folder: what is in force, and what it showed last where that could not be written there.
    private func shown(_ version: PolicyVersion) async throws(NodeProblem) -> Set<SHA256Digest> {
        guard version.folderWrittenAt == nil else { return [version.bundle] }
        do throws(StoreError) {
            return Set([version.bundle, try await store.lastShownPolicy()?.bundle].compactMap(\.self))
        } catch {
            throw NodeProblem(["the history of the policy cannot be read: \(error)"], hint: nil)
        }
    }

    private func digest(of place: PolicyFolder) -> SHA256Digest? {
        do throws(SettingsProblems) {
            return SHA256.digest(of: try place.read().canonicalBytes)
        } catch {
            return nil
        }
    }

    private func alarm(_ found: SHA256Digest?, _ problem: String) async {
        let now = clock()
        guard tampering.withLock({ $0.isNews(found, at: now) }) else { return }
        logger.error("the policy's folder is not taken: \(problem)", metadata: ["serving": "the one before"])
        do {
            let serving = try await kept().version.bundle
            try await policies.noteTampering(
                found: found, serving: serving, problem: problem, at: now, requestID: ids.next())
        } catch {
            // It is told again with the next look.
            tampering.withLock { $0.isOver() }
            logger.error("tampering with the policy could not be recorded: \(error)")
        }
    }

    private func kept() async throws(NodeProblem) -> (version: PolicyVersion, bundle: PolicyBundle) {
        do throws(StoreError) {
            guard let version = try await store.currentPolicy() else { throw .notFound(.policyVersion) }
            guard let bundle = try await store.policyBundle(version.bundle) else { throw .notFound(.policyFiles) }
            return (version, bundle)
        } catch {
            throw NodeProblem(["the policy in force cannot be read: \(error)"], hint: "The node keeps the one it has.")
        }
    }
}

/// What was told of already: the same content once, and once more for each day that it lasts.
private struct TamperMemory {
    private static let interval = Duration.seconds(86400)
    private var told: (found: SHA256Digest?, at: UnixTime)?

    mutating func isNews(_ found: SHA256Digest?, at now: UnixTime) -> Bool {
        if let told, told.found == found, now < told.at + Self.interval { return false }
        told = (found, now)
        return true
    }

    mutating func isOver() { told = nil }

    var toldAt: UnixTime? { told?.at }
}

extension PolicyChangeRules {
    init(_ settings: PolicyChangeSettings) {
        self.init(
            truth: settings.mode == .twoPeople ? .store : .folder,
            emergencyHours: max(1, Int(settings.emergency.components.seconds / 3600)),
            signatures: settings.mode == .signedFiles ? settings.signatures : 0, approvalLife: settings.approvalLife)
    }
}
