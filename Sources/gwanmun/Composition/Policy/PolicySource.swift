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
    func begin(_ policy: PolicyMaterial) async throws {
        try await policies.note(
            policy.bundle, policy.snapshot.sha256, as: cause, recording: true, at: clock(), requestID: ids.next())
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
    func policy(for configuration: GatewayConfiguration) async throws(NodeProblem) -> TestedPolicy {
        folder.withLock { $0 = configuration }
        switch settings.mode {
        case .files: return try TestedPolicy(configuration)
        case .signedFiles: return try await signed(configuration)
        case .twoPeople:
            await lookAtFolder(configuration)
            return try await TestedPolicy(kept().bundle, for: configuration)
        }
    }

    /// What a reload took into use becomes a version. The reload has recorded it.
    func note(_ policy: TestedPolicy) async {
        do throws(AccessFailure) {
            try await policies.note(
                policy.bundle, policy.loaded.snapshot.sha256, as: cause, recording: false, at: clock(),
                requestID: ids.next())
        } catch {
            logger.error("the history of the policy could not be written: \(error)")
        }
    }

    private func signed(_ configuration: GatewayConfiguration) async throws(NodeProblem) -> TestedPolicy {
        let place = PolicyFolder(path: configuration.places.policies)
        let bundle: PolicyBundle
        do throws(NodeProblem) {
            bundle = try place.bundle()
            _ = try PolicySignatures(folder: place.path).signers(of: bundle, settings)
        } catch {
            await alarm(digest(of: place), error.lines.joined(separator: "\n"))
            throw error
        }
        tampering.withLock { $0.isOver() }
        // Signed and wrong is a mistake, and no tampering.
        return try TestedPolicy(bundle, for: configuration)
    }

    // MARK: The folder

    /// Once a day, while it lasts; whenever files change a reload looks.
    var chores: [Chores.Chore] {
        [
            Chores.Chore(every: 2) { [self] (now, id) throws(AccessFailure) in
                try await policies.settle(at: now, requestID: id)
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
            guard version.folderWrittenAt != nil else { return await show(bundle, as: version, in: place) }
            let found = digest(of: place)
            guard found != version.bundle else { return tampering.withLock { $0.isOver() } }
            await alarm(found, "the folder is not what is in force, version \(version.number)")
        } catch {
            logger.error("the policy's folder could not be compared: \(error.lines.joined(separator: "; "))")
        }
    }

    /// A node that ended between putting a version in force and showing it goes on where it was.
    private func show(_ bundle: PolicyBundle, as version: PolicyVersion, in place: PolicyFolder) async {
        do {
            try place.write(bundle)
            try await store.noteFolderShows(version.number, at: clock())
        } catch {
            logger.warning(
                "the policy's folder does not show what is in force: \(error)",
                metadata: ["version": "\(version.number)"])
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
            signatures: settings.mode == .signedFiles ? settings.signatures : 0)
    }
}
