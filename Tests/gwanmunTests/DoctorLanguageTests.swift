import FoundationEssentials
import GatewayIdentity
import GatewaySettings
import GatewayTesting
import Testing

@testable import gwanmun

/// `gwanmun doctor` in the reader's language (T12).
@Suite struct `What the doctor finds` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try DemoFolder(path: folder.path).prepare(at: SystemClock.now())
    }

    /// Whatever is cheap to have wrong, at once.
    private static let weak = """
        version: 1
        site:
          domain: gw.localhost
          organisation: {ko: 관문, en: Gwanmun}
          contact: {ko: 보안팀 1234, en: "security team, ext. 1234"}
        listen:
          gate: {address: "0.0.0.0:8443", proxy_protocol: {from: [0.0.0.0/0]}}
          desk: {address: "0.0.0.0:9443", proxy_protocol: {from: [127.0.0.0/8]}}
          ops: "0.0.0.0:9901"
        tls:
          certificates:
            - {names: [gate.gw.localhost, other.gw.localhost], chain: server/gate.pem, key: server/gate.key}
            - {names: [desk.gw.localhost], chain: server/none.pem, key: server/none.key}
        clients:
          trust: [pki/ca.pem]
          intermediates: [pki/issuing.pem]
          crls: pki/none
          profile: {eku_absent_ok: true}
        limits: {connections: 1000000, source_failures: off}
        webauthn: {rp_id: gw.localhost, deny: [cb69481e-8ff7-4039-93ec-0a2729a154a8]}
        audit_trail:
          checkpoints:
            send:
              - {name: beside, file: audit/checkpoints.ndjson}
        upstreams:
          notice: ["http://169.254.169.254"]
          build: ["http://10.1.2.3"]
          fab: ["http://10.1.2.4"]

        """
    private static let mail = """
        warnings:
          mail: {program: /nowhere/sendmail, from: g@example.kr, officers: [s@example.kr]}
        siem:
          file: {file: /tmp/records.jsonl}
        policy_changes: signed_files
        policy_signers: [pki/nobody.pem]
        pam: {service: no-such-service}

        """

    private func configuration(_ text: String) throws(SettingsProblems) -> (GatewayConfiguration, file: String) {
        let file = folder.path + "/gwanmun.yaml"
        return (try ConfigurationReader.read(SettingsFile(name: file, text: text), directory: folder.path), file)
    }

    /// Files that are not as they should be: open to others, of something else, waiting for too long.
    private func spoil() throws {
        let manager = FileManager.default
        for name in ["pki/none", "data/spool/mail"] {
            try manager.createDirectory(
                atPath: folder.path + "/" + name, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
        _ = try folder.write(Array("no database at all".utf8), "data/gwanmun.sqlite")
        _ = try folder.write(Array("nonsense".utf8), "audit/head")
        _ = try folder.write([], "pki/root.key")
        _ = try folder.write([], "data/spool/mail/1-late.json")
        for why in WarningSpool.SetAside.allCases { _ = try folder.write([], "data/spool/mail/1-x.\(why.rawValue)") }
        for name in ["server/gate.key", "data/gwanmun.key", "policies", "pki/ca.pem", "audit"] {
            try manager.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path + "/" + name)
        }
    }

    private func findings() throws -> [Finding] {
        let (weak, file) = try configuration(Self.weak)
        // Of its own papers first, then as a demo, whose people lie beside it; each time with other things wrong.
        var findings = DoctorCommand.examine(weak, file: file)
        try spoil()
        findings += DoctorCommand.examine(weak, file: file)
        _ = try folder.write(Array("[]".utf8), "people.json")
        findings += DoctorCommand.examine(try configuration(Self.weak + Self.mail).0, file: file)
        return findings
    }

    /// Messages of the system, of libraries and of the start stand behind a colon, or in brackets, in English.
    private static func withoutQuoted(_ text: String) -> Substring {
        text[..<(text.firstRange(of: "습니다: ")?.upperBound ?? text.firstRange(of: "도움말: ")?.upperBound ?? text.endIndex)]
    }

    private static func hasHangul(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.contains { ("가"..."힣").contains($0) }
    }

    /// Four plain words of Latin letters one after the other: a command may be as long as three.
    private static func hasEnglish(_ text: some StringProtocol) -> Bool {
        var run = 0
        for word in text.split(separator: " ") {
            run = word.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("A"..."Z").contains($0) } ? run + 1 : 0
            if run == 4 { return true }
        }
        return false
    }

    @Test func `is told in the reader's language, whatever it is about`() throws {
        let findings = try findings()
        let subjects = Set(findings.map { $0.subject.english })
        #expect(
            subjects.isSuperset(of: [
                "audit_trail.checkpoints.beside", "clients.profile.eku_absent_ok", "clock", "console build",
                "console notice", "limits.source_failures", "listen.desk", "listen.gate",
                "listen.ops", "retention.access", "siem", "warnings", "webauthn",
            ]))
        #expect(Set(findings.map { $0.what.english }).count > 35)
        for finding in findings {
            for text in [finding.what, finding.advice] {
                #expect(Self.hasHangul(text.korean), "\(finding.subject.english): \(text.english)")
                #expect(!Self.hasEnglish(Self.withoutQuoted(text.korean)), "\(text.korean)")
                #expect(!Self.hasHangul(text.english), "\(text.english)")
            }
            let lines = finding.lines(in: .korean)
            #expect(lines.allSatisfy(Self.hasHangul) && lines.count == 2)
            #expect(!finding.lines(in: .english).contains(where: Self.hasHangul))
        }
    }

    @Test func `is in English for machines, under the same names as ever`() throws {
        let finding = Finding(
            .error, .console("fab"), .init("TLS 없이 접속합니다", "is reached without TLS"), .init("고치십시오.", "Mend it."))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        #expect(
            String(decoding: try encoder.encode(finding), as: UTF8.self)
                == #"{"advice":"Mend it.","level":"error","subject":"console fab","what":"is reached without TLS"}"#)
        #expect(finding.lines(in: .english) == ["error: console fab: is reached without TLS", "    Mend it."])
        #expect(finding.lines(in: .korean) == ["오류: 콘솔 fab: TLS 없이 접속합니다", "    고치십시오."])
    }
}
