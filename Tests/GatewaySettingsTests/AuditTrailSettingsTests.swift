import GatewaySettings
import Testing

@Suite struct `The section audit_trail` {
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

    private func read(_ section: String) throws(SettingsProblems) -> GatewayConfiguration {
        try ConfigurationReader.read(
            SettingsFile(name: "gwanmun.yaml", text: Self.rest + section), directory: "/srv/g")
    }

    @Test func `may be left out: a key beside the store's, a minute, a thousand records, a day, nowhere else`() throws {
        let configuration = try read("")
        #expect(configuration.checkpointKey == .file("/srv/g/data/checkpoint.key"))
        #expect(configuration.auditTrail == AuditTrailSettings())
        #expect(configuration.auditTrail.host == nil)
        #expect(configuration.auditTrail.verifyEvery == .seconds(86400))
        #expect(configuration.auditTrail.checkpoints.records == 1000)
        #expect(configuration.auditTrail.checkpoints.wait == .seconds(60))
    }

    @Test func `names the node, its key, its rhythm and where copies go`() throws {
        let settings = try read(
            """
            audit_trail:
              host: gw01
              verify_every: 12h
              checkpoints:
                key: {file: keys/checkpoint.pem}
                every_records: 100
                every: 10s
                send:
                  - {name: vault, file: /mnt/vault/gw01.ndjson}
                  - {name: siem, syslog: {server: "tls://siem.example.kr"}}
            """
        ).auditTrail
        #expect(settings.host == "gw01")
        #expect(settings.verifyEvery == .seconds(43200))
        #expect(settings.checkpoints.key == .file("/srv/g/keys/checkpoint.pem"))
        #expect(settings.checkpoints.records == 100)
        #expect(settings.checkpoints.wait == .seconds(10))
        #expect(settings.checkpoints.destinations.map(\.name) == ["vault", "siem"])
        #expect(settings.checkpoints.destinations.first?.way == .file("/mnt/vault/gw01.ndjson"))
    }

    @Test(arguments: [
        ("hosts: x", "hosts"), ("verify_every: 0s", "1s to 7d"), ("verify_every: 30d", "1s to 7d"),
        ("checkpoints: {every_records: 0}", "1 to 1000"), ("checkpoints: {every_records: 1001}", "1 to 1000"),
        ("checkpoints: {every: 61s}", "1s to 60s"), ("checkpoints: {key: {}}", "'file' or 'token'"),
        ("checkpoints: {key: {token: x}}", "keys.token"), ("checkpoints: {send: [{name: A, file: x}]}", "lower-case"),
        ("checkpoints: {send: [{name: a, file: x, syslog: {server: \"tls://a.b\"}}]}", "one of 'file'"),
    ])
    func `refuses what would weaken it or means nothing`(line: String, said: String) {
        let problems = #expect(throws: SettingsProblems.self) { try read("audit_trail:\n  " + line + "\n") }
        let text = problems?.all.map(\.description).joined(separator: "; ") ?? ""
        #expect(text.contains(said), "\(text)")
        #expect(text.contains("gwanmun.yaml:17:") || text.contains("gwanmun.yaml:16:"), "\(text)")
    }
}
