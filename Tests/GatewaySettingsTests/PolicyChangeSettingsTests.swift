import GatewaySettings
import Testing

@Suite struct `Who changes the policy, in the configuration` {
    private static let rest = """
        version: 1
        site:
          domain: gw.localhost
          organisation: {ko: 관문, en: Gwanmun}
          contact: {ko: 보안팀 1234, en: "security team, ext. 1234"}
        listen:
          gate: 127.0.0.1:8443
          desk: "[::1]:9443"
        tls:
          certificates:
            - {names: ["*.gw.localhost"], chain: pki/server.pem, key: /etc/gwanmun/server.key}
        clients:
          trust: [pki/ca.pem]
          crls: pki/crls

        """

    private func read(_ text: String) throws(SettingsProblems) -> PolicyChangeSettings {
        let file = SettingsFile(name: "gwanmun.yaml", text: Self.rest + text)
        return try ConfigurationReader.read(file, directory: "/srv/g").policyChanges
    }

    @Test func `is whoever writes the folder, where nothing is said`() throws {
        #expect(try read("") == PolicyChangeSettings(mode: .files))
        #expect(try read("policy_changes: files\n") == PolicyChangeSettings(mode: .files))
    }

    @Test func `is two people, one of them for some hours`() throws {
        #expect(try read("policy_changes: two_people\n").emergency == .seconds(4 * 3600))
        let settings = try read("policy_changes: two_people\npolicy_emergency: 12h\n")
        #expect(settings == PolicyChangeSettings(mode: .twoPeople, emergency: .seconds(12 * 3600)))
        let life = try read("policy_changes: two_people\npolicy_approval_life: 7d\n").approvalLife
        #expect(life == .seconds(7 * 86400))
    }

    @Test func `is whose signatures count`() throws {
        let settings = try read(
            "policy_changes: signed_files\npolicy_signers: [pki/kim.pem, /etc/lee.pem]\npolicy_signatures: 2\n")
        #expect(settings.signers == ["/srv/g/pki/kim.pem", "/etc/lee.pem"])
        #expect(settings.signatures == 2)
    }

    @Test(arguments: [
        ("policy_changes: everybody\n", "gwanmun.yaml:15:17: 'everybody' is not one of"),
        ("policy_changes: signed_files\n", "needs 'policy_signers'"),
        ("policy_changes: signed_files\npolicy_signers: []\n", "at least one certificate or public key"),
        (
            "policy_changes: signed_files\npolicy_signers: [a.pem]\npolicy_signatures: 2\n",
            "a whole number from 1 to 1"
        ),
        ("policy_changes: two_people\npolicy_emergency: 25h\n", "gwanmun.yaml:16:19"),
        ("policy_changes: two_people\npolicy_emergency: 30m\n", "gwanmun.yaml:16:19"),
        ("policy_changes: two_people\npolicy_signers: [a.pem]\n", "it goes with 'policy_changes: signed_files'"),
        ("policy_signers: [a.pem]\n", "it goes with 'policy_changes: signed_files'"),
        ("policy_changes: two_people\npolicy_approval_life: 30m\n", "gwanmun.yaml:16:23"),
        ("policy_changes: two_people\npolicy_approval_life: 400d\n", "gwanmun.yaml:16:23"),
        ("policy_changes: files\npolicy_approval_life: 30d\n", "it goes with 'policy_changes: two_people'"),
        ("policy_emergency: 4h\n", "it goes with 'policy_changes: two_people'"),
    ])
    func `is refused where it makes no sense, with its place`(text: String, complaint: String) {
        do throws(SettingsProblems) {
            _ = try read(text)
            Issue.record("\(text) was taken")
        } catch {
            let said = error.all.map(\.description).joined(separator: "\n")
            #expect(said.contains(complaint), "\(said)")
        }
    }
}
