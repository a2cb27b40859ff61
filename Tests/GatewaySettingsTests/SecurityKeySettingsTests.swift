import GatewayPolicy
import GatewaySettings
import GatewayWebAuthn
import Testing

@Suite struct `The section webauthn` {
    private static let rest = """
        version: 1
        site:
          domain: gw.localhost
          organisation: {ko: 관문, en: Gwanmun}
          contact: {ko: 보안팀 1234, en: "security team, ext. 1234"}
        listen:
          gate: 127.0.0.1:8443
          desk: 127.0.0.1:9443
        tls:
          certificates:
            - {names: ["*.gw.localhost"], chain: pki/server.pem, key: /etc/gwanmun/server.key}
        clients:
          trust: [pki/ca.pem]
          crls: pki/crls

        """
    private static let model = "cb69481e-8ff7-4039-93ec-0a2729a154a8"

    private func read(_ section: String) throws(SettingsProblems) -> SecurityKeySettings {
        try ConfigurationReader.read(
            SettingsFile(name: "gwanmun.yaml", text: Self.rest + section), directory: "/srv/g"
        ).securityKeys
    }

    private func complaint(_ section: String) -> String {
        do throws(SettingsProblems) {
            _ = try read(section)
            return ""
        } catch {
            return error.all.map(\.description).joined(separator: "; ")
        }
    }

    @Test func `may be left out`() throws {
        #expect(try read("") == SecurityKeySettings())
    }

    @Test func `names the relying party, its origins, its roots and its models`() throws {
        let settings = try read(
            """
            webauthn:
              rp_id: gw.localhost
              name: 한빛 반도체
              origins: ["https://build.gw.localhost:8443", "https://desk.gw.localhost"]
              attestation: required
              roots: [pki/fido.pem]
              allow: [\(Self.model), 2fc0579f-8113-47ea-b116-bb5a8db9202a]
              deny: [2fc0579f-8113-47ea-b116-bb5a8db9202a]
            """)
        #expect(settings.relyingParty?.text == "gw.localhost")
        #expect(settings.name == "한빛 반도체")
        #expect(settings.origins == ["https://build.gw.localhost:8443", "https://desk.gw.localhost"])
        #expect(settings.attestation == .required(roots: ["/srv/g/pki/fido.pem"]))
        #expect(settings.models == .only([try #require(AAGUID(Self.model))]))
    }

    @Test(arguments: [
        ("rp_id: localhost", "16:10"), ("rp_id: build.gw.localhost", "16:10"), ("rp_id: example.kr", "16:10"),
        ("rp_id: w.localhost", "16:10"),
        ("origins: [\"http://gate.gw.localhost\"]", "16:13"), ("origins: [\"https://gw.localhost\"]", "16:13"),
        ("origins: [\"https://gate.gw.localhost/\"]", "16:13"),
        ("origins: [\"https://gate.gw.localhost:443\"]", "16:13"),
        ("origins: [\"https://GATE.gw.localhost\"]", "16:13"),
        ("origins: [\"https://gate.gw.localhost.evil.kr\"]", "16:13"),
        ("attestation: maybe", "16:16"), ("attestation: required", "16:3"), ("roots: [a.pem]", "16:3"),
        ("attestation: preferred\n  roots: []", "17:10"), ("allow: [\(model)]", "16:3"),
        ("deny: [cb69481e]", "16:10"), ("user_verification: preferred", "16:3"),
    ])
    func `says where it is wrong`(line: String, place: String) {
        let told = complaint("webauthn:\n  " + line)
        #expect(told.hasPrefix("gwanmun.yaml:" + place), "\(told)")
    }

    @Test func `takes no list of models that leaves none`() {
        let told = complaint(
            """
            webauthn:
              attestation: required
              roots: [a.pem]
              allow: [\(Self.model)]
              deny: [\(Self.model)]
            """)
        #expect(told.hasPrefix("gwanmun.yaml:18:10"), "\(told)")
    }
}
