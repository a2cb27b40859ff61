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
                    .warning, file,
                    .init(
                        "정책 폴더에 쓸 수 있는 사람이 혼자서 정책을 바꿀 수 있습니다",
                        "one person who can write the policy's folder changes the policy"),
                    .init(
                        "'policy_changes: two_people'로 정하거나, 'signed_files'로 정하고 'policy_signatures'를 2 이상으로 하십시오.",
                        "Set 'policy_changes: two_people', or 'signed_files' with at least two 'policy_signatures'."))
            ]
        case .signedFiles: return signers(settings) + unreadable(settings)
        case .twoPeople: return []
        }
    }

    private func signers(_ settings: PolicyChangeSettings) -> [Finding] {
        guard settings.signatures < 2 else { return [] }
        return [
            Finding(
                .warning, file, .init("한 사람의 서명으로 정책이 바뀝니다", "one person's signature changes the policy"),
                .init(
                    "서명자를 두 명 적고 'policy_signatures: 2'로 정하거나, 'policy_changes: two_people'로 정하십시오.",
                    "List two signers and set 'policy_signatures: 2', or 'policy_changes: two_people'."))
        ]
    }

    private func unreadable(_ settings: PolicyChangeSettings) -> [Finding] {
        settings.signers.compactMap { signer in
            do throws(NodeProblem) {
                _ = try PolicySigner(file: signer)
                return nil
            } catch {
                let problem = error.lines.joined(separator: "; ")
                return Finding(
                    .error, signer, .init("서명자의 공개키를 사용할 수 없습니다: \(problem)", problem),
                    .init("서명자의 인증서나 공개키(PEM, Ed25519 또는 ECDSA)를 두십시오.", error.hint ?? ""))
            }
        }
    }
}
