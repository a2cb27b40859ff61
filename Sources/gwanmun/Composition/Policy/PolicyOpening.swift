import GatewayIdentity
import GatewaySettings
import GatewayStore

/// Which policy a node starts with: what the folder says, or what was in force when the node before it ended.
struct PolicyOpening: Sendable {
    private let configuration: GatewayConfiguration
    private let store: any PolicyStore

    init(_ configuration: GatewayConfiguration, _ store: any PolicyStore) {
        self.configuration = configuration
        self.store = store
    }

    func choose(_ folder: Result<PolicyMaterial, NodeProblem>) async throws -> PolicyMaterial {
        switch configuration.policyChanges.mode {
        case .files: return try folder.get()
        case .signedFiles:
            do throws(NodeProblem) {
                let policy = try folder.get()
                let signed = try SignedPolicy(configuration, configuration.policyChanges)
                guard signed.bundle == policy.bundle else {
                    throw NodeProblem(["the policy's folder changes just now"], hint: PolicySignatures.hint)
                }
                try await signed.requireNew(beside: store)
                return policy
            } catch {
                // Whoever spoils the folder of a node that is down must not bring it to a stand.
                guard let kept = try await kept() else { throw error }
                return kept
            }
        case .twoPeople:
            guard let kept = try await kept() else { return try folder.get() }
            return kept
        }
    }

    /// The version in force, as this program and this site read it.
    private func kept() async throws -> PolicyMaterial? {
        guard let version = try await store.currentPolicy() else { return nil }
        guard let bundle = try await store.policyBundle(version.bundle) else {
            throw StoreError.notFound(.policyFiles)
        }
        do throws(NodeProblem) {
            return try PolicyMaterial(TestedPolicy(bundle, for: configuration))
        } catch {
            throw NodeProblem(
                ["version \(version.number) of the policy, which is in force, cannot be used here"] + error.lines,
                hint: "Did the configuration change, or the program? Go back to the one that it was put in force with.")
        }
    }
}

extension Result<PolicyMaterial, NodeProblem> {
    /// How long reading the folder took; what is read from the store takes as long.
    var took: Duration {
        switch self {
        case .success(let policy): policy.took
        case .failure: .zero
        }
    }
}
