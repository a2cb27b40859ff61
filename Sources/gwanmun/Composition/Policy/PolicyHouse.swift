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

    func inspect(_ bundle: PolicyBundle, over base: PolicyBundle?, people: Set<AccountName>, replaying: Bool) async
        -> PolicyFindings
    {
        let configuration = board.material.configuration
        let loaded: LoadedPolicy
        do throws(SettingsProblems) {
            loaded = try TestedPolicy.read(bundle, for: configuration)
        } catch {
            return PolicyFindings(defects: error.all.map { shown($0.description, configuration) })
        }
        var before: LoadedPolicy?
        var defectsOfBase: [String] = []
        do throws(SettingsProblems) {
            before = try base.map { base throws(SettingsProblems) in try policy(of: base, configuration) }
        } catch {
            defectsOfBase = error.all.map { shown($0.description, configuration) }
        }
        let comparison = before.map { PolicyComparison(from: $0, to: loaded) }
        let remarks = loaded.doubts(people: Set(people.map(\.text)), at: clock()).map {
            PolicyRemark($0, at: shown("\($0.position)", configuration))
        }
        return PolicyFindings(
            defects: papersAmiss(loaded.snapshot).map { shown($0, configuration) },
            failingTests: loaded.failingTests.map { shown($0.description, configuration) },
            defectsOfBase: defectsOfBase, warnings: remarks.map(\.line), remarks: remarks, tests: loaded.testCount,
            testsBefore: before?.testCount, snapshot: loaded.snapshot,
            changes: comparison?.alterations ?? [], lowered: comparison?.lowered ?? [],
            replay: replaying ? await replayed(loaded.snapshot, before?.snapshot, configuration) : nil)
    }

    /// What taking it into use would stumble over: certificates and keys of its upstreams.
    private func papersAmiss(_ policy: PolicySnapshot) -> [String] {
        do throws(NodeProblem) {
            try PolicyMaterial.inspectPapers(of: policy)
            return []
        } catch {
            return error.lines
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
    private func policy(of bundle: PolicyBundle, _ configuration: GatewayConfiguration) throws(SettingsProblems)
        -> LoadedPolicy
    {
        let serving = board.material.policy
        return serving.bundle == bundle ? serving.loaded : try TestedPolicy.read(bundle, for: configuration)
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
            let folder = PolicyFolder(path: board.material.configuration.places.policies)
            await PolicyShowcase(folder: folder, store: store, clock: clock, logger: logger)
                .show(bundle, as: version)
        }
    }

    func compile(_ bundle: PolicyBundle) async throws(PolicyUnfit) -> PolicySnapshot {
        let configuration = board.material.configuration
        do throws(SettingsProblems) {
            return try TestedPolicy.read(bundle, for: configuration).snapshot
        } catch {
            let lines = error.all.map { shown($0.description, configuration) }
            logger.warning("a draft of the policy cannot be on trial: \(lines.joined(separator: "; "))")
            throw PolicyUnfit(lines)
        }
    }

    func putOnTrial(_ policy: PolicySnapshot?) async {
        reloader.putOnTrial(policy)
        if let policy {
            logger.notice("a draft of the policy is on trial", metadata: ["policy": "\(policy.sha256.hex)"])
        } else {
            logger.notice("no draft of the policy is on trial any more")
        }
    }

    func suspend() async {
        let serving = board.material.policy
        guard !serving.isSuspended else { return }
        do throws(NodeProblem) {
            await reloader.take(try serving.suspended())
        } catch {
            logger.critical("the policy could not be suspended: \(error.lines.joined(separator: "; "))")
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
