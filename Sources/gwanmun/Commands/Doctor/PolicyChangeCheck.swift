import GatewaySettings

/// How many people it takes to change the policy, and whether the folder is as private as that asks.
struct PolicyChangeCheck {
    private let configuration: GatewayConfiguration
    private let file: String

    init(_ configuration: GatewayConfiguration, file: String) {
        self.configuration = configuration
        self.file = file
    }

    var findings: [Finding] {
        let settings = configuration.policyChanges
        switch settings.mode {
        case .files:
            return [
                Finding(
                    .warning, file, "one person who can write the policy's folder changes the policy",
                    "Set 'policy_changes: two_people', or 'signed_files' with at least two 'policy_signatures'.")
            ]
        case .signedFiles: return signers(settings) + unreadable(settings)
        case .twoPeople: return []
        }
    }

    private func signers(_ settings: PolicyChangeSettings) -> [Finding] {
        guard settings.signatures < 2 else { return [] }
        return [
            Finding(
                .warning, file, "one person's signature changes the policy",
                "List two signers and set 'policy_signatures: 2', or 'policy_changes: two_people'.")
        ]
    }

    private func unreadable(_ settings: PolicyChangeSettings) -> [Finding] {
        settings.signers.compactMap { signer in
            do throws(NodeProblem) {
                _ = try PolicySigner(file: signer)
                return nil
            } catch {
                return Finding(.error, signer, error.lines.joined(separator: "; "), error.hint ?? "")
            }
        }
    }
}
