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
                    .error, file, "the policy asks for passwords, and there is no 'pam': nobody passes such a rule",
                    "Set PAM up as docs/pam.md says, or take 'password' out of the rules.")
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
                "judges passwords, by \(PAMPlaces.helper(of: pam)), \(pam.helpers) at a time"
                    + (isAsked ? "" : "; no rule of the policy asks for one"),
                "A password is a kind of factor of its own, and never stands in for a one-time code.")
        ]
    }

    /// Who may change these decides whose password is right.
    private func rule(_ path: String) -> [Finding] {
        guard let status = FileStatus(path), status.isWritableByOthers else { return [] }
        return [Finding(.error, path, "mode \(status.octal); others may change it", "chmod go-w \(path)")]
    }

    /// `pam_unix` compares passwords of others only for who can read /etc/shadow: `unix_chkpwd` refuses everybody else.
    private func localPasswords(_ pam: PAMSettings) -> [Finding] {
        guard let file = PAMPlaces.serviceFile(of: pam), let text = FileManager.default.contents(atPath: file),
            String(decoding: text, as: UTF8.self).split(separator: "\n").contains(where: Self.namesLocalPasswords)
        else { return [] }
        return [
            Finding(
                .note, file, "asks pam_unix, which compares passwords of others only for who can read /etc/shadow",
                "Give the service the group 'shadow' as docs/pam.md says, or ask a directory (sssd, LDAP, RADIUS).")
        ]
    }

    private static func namesLocalPasswords(_ line: Substring) -> Bool {
        let rule = line.prefix { $0 != "#" }
        return rule.contains("pam_unix.so") || rule.contains("common-auth")
    }
}
