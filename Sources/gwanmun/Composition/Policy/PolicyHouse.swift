import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewayReplay
import GatewaySettings
import GatewayStore
import Logging

/// Reads, tries and takes into use what people want as their policy: by the reader of every start and reload, at this site's
/// configuration.
struct PolicyHouse: PolicyWorkshop {
    let board: NodeBoard
    let reloader: Reloader
    let store: any PolicyStore
    let clock: Clock
    let logger: Logger

    func inspect(_ bundle: PolicyBundle, over base: PolicyBundle?, replaying: Bool) async -> PolicyFindings {
        let configuration = board.material.configuration
        do throws(SettingsProblems) {
            let loaded = try TestedPolicy.read(bundle, for: configuration)
            let before = try base.map { base throws(SettingsProblems) in try snapshot(of: base, configuration) }
            let remarks = loaded.doubts().map { PolicyRemark($0, at: shown("\($0.position)", configuration)) }
            return PolicyFindings(
                defects: [], failingTests: loaded.failingTests.map { shown($0.description, configuration) },
                warnings: remarks.map(\.line), remarks: remarks, tests: loaded.testCount,
                snapshot: loaded.snapshot,
                changes: before.map {
                    PolicyDifference(from: $0.definition, to: loaded.snapshot.definition).changes.map(
                        PolicyAlteration.init)
                } ?? [],
                replay: replaying ? await replayed(loaded.snapshot, before, configuration) : nil)
        } catch {
            return PolicyFindings(defects: error.all.map { shown($0.description, configuration) })
        }
    }

    /// `nil`: there is nothing to hold it against, or the records cannot be read; the approval signs that, too.
    private func replayed(_ draft: PolicySnapshot, _ base: PolicySnapshot?, _ configuration: GatewayConfiguration) async
        -> PolicyReplayReport?
    {
        guard let base else { return nil }
        do {
            return try await LastRecords(folder: configuration.places.audit, until: clock()).replay(draft, over: base)
        } catch {
            logger.warning("a draft of the policy could not be replayed: \(error)")
            return nil
        }
    }

    /// Mostly what is in force, which is compiled already.
    private func snapshot(of bundle: PolicyBundle, _ configuration: GatewayConfiguration) throws(SettingsProblems)
        -> PolicySnapshot
    {
        let serving = board.material.policy
        return serving.bundle == bundle ? serving.snapshot : try TestedPolicy.read(bundle, for: configuration).snapshot
    }

    /// Names of files as their authors know them, not where this node keeps its folder.
    private func shown(_ line: String, _ configuration: GatewayConfiguration) -> String {
        line.replacing(configuration.places.policies + "/", with: "")
    }

    func prepare(_ bundle: PolicyBundle) async throws(PolicyUnfit) -> PreparedPolicy {
        let material: PolicyMaterial
        do throws(NodeProblem) {
            material = try PolicyMaterial(TestedPolicy(bundle, for: board.material.configuration))
        } catch {
            throw PolicyUnfit(error.lines)
        }
        return PreparedPolicy(snapshot: material.snapshot) { version in
            await reloader.take(material)
            await show(bundle, as: version)
        }
    }

    /// So that people can read what is in force. It is in force whether they can or not.
    private func show(_ bundle: PolicyBundle, as version: PolicyVersion) async {
        let folder = PolicyFolder(path: board.material.configuration.places.policies)
        do {
            try folder.write(bundle)
            try await store.noteFolderShows(version.number, at: clock())
        } catch {
            logger.warning(
                "the policy's folder does not show what is in force: \(error)",
                metadata: ["version": "\(version.number)"])
        }
    }
}

extension PolicyRemark {
    fileprivate init(_ located: LocatedDoubt, at position: String) {
        let doubt = located.doubt
        self.init(
            position: position, code: doubt.code, place: "\(doubt.place)",
            korean: Advice(doubt.advice(in: .korean)), english: Advice(doubt.advice(in: .english)))
    }
}

extension PolicyRemark.Advice {
    fileprivate init(_ advice: PolicyDoubt.Advice) {
        self.init(finding: advice.finding, why: advice.why, remedy: advice.remedy)
    }
}

extension PolicyAlteration {
    fileprivate init(_ change: PolicyDifference.Change) {
        let kind: Change =
            switch change.kind {
            case .added: .added
            case .removed: .removed
            case .changed: .changed
            }
        self.init(
            change: kind, section: change.section, name: change.name,
            keys: change.keys.map { Key($0.key, before: $0.before, after: $0.after) })
    }
}
