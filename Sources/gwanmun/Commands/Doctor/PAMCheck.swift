import FoundationEssentials
import GatewayPolicy
import GatewaySettings

/// Whether those who decide on passwords can be changed by others, and whether there is anybody to ask.
struct PAMCheck {
    private let configuration: GatewayConfiguration
    private let policy: PolicySnapshot?
    private let file: String

    init(_ configuration: GatewayConfiguration, _ policy: PolicySnapshot?, file: String) {
        self.configuration = configuration
        self.policy = policy
        self.file = file
    }

    var findings: [Finding] {
        let isAsked = policy?.asks(for: .password) ?? false
        guard let pam = configuration.pam else {
            guard isAsked else { return [] }
            return [
                Finding(
                    .error, file,
                    .init(
                        "정책이 비밀번호를 요구하지만 'pam' 설정이 없습니다. 그런 규칙은 아무도 통과하지 못합니다",
                        "the policy asks for passwords, and there is no 'pam': nobody passes such a rule"),
                    .init(
                        "docs/pam.md에 따라 PAM을 설정하거나 규칙에서 'password'를 빼십시오.",
                        "Set PAM up as docs/pam.md says, or take 'password' out of the rules."))
            ]
        }
        let places = [PAMPlaces.serviceFile(of: pam), PAMPlaces.helper(of: pam)].compactMap(\.self)
        return summary(of: pam, isAsked: isAsked) + places.flatMap(rule) + localPasswords(pam)
    }

    private func summary(of pam: PAMSettings, isAsked: Bool) -> [Finding] {
        let service = PAMPlaces.serviceFile(of: pam) ?? pam.service.value
        return [
            Finding(
                .note, service,
                .init(
                    "비밀번호를 판정합니다. 프로그램 \(PAMPlaces.helper(of: pam)), 동시에 \(pam.helpers)개"
                        + (isAsked ? "" : ". 비밀번호를 요구하는 정책 규칙은 없습니다"),
                    "judges passwords, by \(PAMPlaces.helper(of: pam)), \(pam.helpers) at a time"
                        + (isAsked ? "" : "; no rule of the policy asks for one")),
                .init(
                    "비밀번호는 별개의 인증 수단이며 일회용 코드를 대신하지 않습니다.",
                    "A password is a kind of factor of its own, and never stands in for a one-time code."))
        ]
    }

    /// Who may change these decides whose password is right.
    private func rule(_ path: String) -> [Finding] {
        guard let status = FileStatus(path), status.isWritableByOthers else { return [] }
        return [Finding(.error, path, .changeable(status), .run("chmod go-w \(path)"))]
    }

    /// `pam_unix` compares passwords of others only for who can read /etc/shadow: `unix_chkpwd` refuses everybody else.
    private func localPasswords(_ pam: PAMSettings) -> [Finding] {
        guard let file = PAMPlaces.serviceFile(of: pam), let text = FileManager.default.contents(atPath: file),
            String(decoding: text, as: UTF8.self).split(separator: "\n").contains(where: Self.namesLocalPasswords)
        else { return [] }
        return [
            Finding(
                .note, file,
                .init(
                    "pam_unix를 사용합니다. pam_unix는 /etc/shadow를 읽을 수 있어야 다른 사용자의 비밀번호를 확인합니다",
                    "asks pam_unix, which compares passwords of others only for who can read /etc/shadow"),
                .init(
                    "docs/pam.md에 따라 서비스에 'shadow' 그룹을 주거나 디렉터리(sssd, LDAP, RADIUS)로 확인하게 하십시오.",
                    "Give the service the group 'shadow' as docs/pam.md says, or ask a directory (sssd, LDAP, RADIUS).")
            )
        ]
    }

    private static func namesLocalPasswords(_ line: Substring) -> Bool {
        let rule = line.prefix { $0 != "#" }
        return rule.contains("pam_unix.so") || rule.contains("common-auth")
    }
}
