import FoundationEssentials
import GatewayCertificates
import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import GatewayVault
import Logging

/// The folder of a demo: makes in it what is missing, and leaves what is there.
struct DemoFolder {
    let path: String

    var configurationFile: String { path + "/gwanmun.yaml" }
    var pki: String { path + "/pki" }
    private var foreignPKI: String { path + "/foreign-pki" }
    private var people: String { path + "/people" }
    var peopleFile: String { path + "/people.json" }
    private static let domain = "gw.localhost"
    /// The discard port: stands in the settings where nobody has placed a console yet.
    private static let nowhere = "http://127.0.0.1:9"
    /// Protects nothing: it is printed. PKCS#12 files need one to be imported everywhere.
    static let pkcs12Password = "gwanmun-demo"

    /// Where consoles stand that nobody has placed.
    static let unplaced: ConsoleUpstreams? = UpstreamURL(nowhere).map { [$0] }

    /// Folders, test PKI, server certificate, configuration, policies, key.
    func prepare(at now: UnixTime) throws {
        for folder in ["", "/data", "/audit", "/policies/tests", "/people", "/server"] {
            try FileManager.default.createDirectory(
                atPath: path + folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        let authority = try authority(in: pki, organisation: "Gwanmun Demo", at: now)
        if !exists("/server/gate.pem") {
            let names = ["gate", "desk", "notice", "build", "fab"].map { "\($0).\(Self.domain)" }
            _ = try authority.issueServer(dnsNames: names, at: now).write(to: path + "/server", as: "gate")
        }
        try authority.publishLists(at: now)
        if !exists("/data/gwanmun.key") { try KeyFile(path + "/data/gwanmun.key").create() }
        if !exists("/gwanmun.yaml") { try write(Self.configuration, to: configurationFile) }
        if !exists("/policies/consoles.yaml") {
            for file in DemoPolicy.files { try write(file.text, to: path + "/policies/" + file.name) }
        }
    }

    /// Policies ask how old a list is that clears somebody, so the demo's own authority makes new ones, as one in earnest does.
    func keepListsFresh(_ logger: Logger) async {
        var madeAt = SystemClock.now()
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: .seconds(2))
                let now = SystemClock.now()
                // By the clock of the wall: machines sleep, and clocks are set.
                guard now < madeAt || now - madeAt >= .seconds(300) else { continue }
                try CertificateAuthority(opening: pki).publishLists(at: now)
                madeAt = now
            } catch is CancellationError {
                return
            } catch {
                logger.warning("the demo's revocation lists could not be made anew", metadata: ["problem": "\(error)"])
            }
        }
    }

    private func authority(in folder: String, organisation: String, at now: UnixTime) throws -> CertificateAuthority {
        FileManager.default.fileExists(atPath: folder + "/ca.pem")
            ? try CertificateAuthority(opening: folder)
            : try CertificateAuthority.create(in: folder, organisation: organisation, at: now)
    }

    /// A certificate in the state that the person stands for.
    func issueCertificate(for person: DemoPerson, at now: UnixTime) throws -> (
        credential: Credential, files: Credential.Files
    ) {
        let authority =
            person.state == .foreignCA
            ? try authority(in: foreignPKI, organisation: "Elsewhere Ltd", at: now)
            : try CertificateAuthority(opening: pki)
        let past = (now - .seconds(30 * 86400))..<(now - .seconds(86400))
        let credential = try authority.issueClient(
            ClientCertificateRequest(
                commonName: person.displayName, organisation: person.organisation,
                email: "\(person.name)@\(Self.domain)",
                validity: person.state == .expired ? past : nil),
            at: now)
        let files = try credential.write(
            to: people, as: person.name, pkcs12Password: PKCS12Password(known: Self.pkcs12Password))
        if person.state == .revoked {
            try authority.revoke(serial: credential.certificate.serial, because: .keyCompromise, at: now)
        }
        try authority.publishLists(at: now)
        return (credential, files)
    }

    /// The secret of the person's authenticator, for `oathtool --base32 @FILE`.
    func secretFile(of name: String) -> String { people + "/\(name).totp" }

    private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + name) }

    private func write(_ text: String, to file: String) throws {
        try Data(text.utf8).write(to: URL(filePath: file), options: .atomic)
    }

    private static let configuration = """
        # Made by `gwanmun demo`. Paths are relative to this file. docs/configuration.md explains every key.
        version: 1

        site:
          domain: \(domain)
          organisation: {ko: "관문 데모", en: "Gwanmun demo"}
          contact: {ko: "보안책임자 02-000-0000", en: "Security officer, +82-2-000-0000"}

        listen:
          gate: "127.0.0.1:8443"
          desk: "127.0.0.1:9443"
          ops: "127.0.0.1:9901"

        tls:
          certificates:
            - {names: [gate.\(domain), desk.\(domain), notice.\(domain), build.\(domain), fab.\(domain)], chain: server/gate.pem, key: server/gate.key}

        clients:
          trust: [pki/ca.pem]
          intermediates: [pki/issuing.pem]
          crls: pki/crl
          demand: explain

        # One administrator may make accounts alone, because the demo has only one. In earnest leave this out: two_person.
        people:
          approval: single_person

        # Where the consoles stand. `--upstream URL` takes the place of all three; behind one that is left as it is here stands the built-in console.
        upstreams:
          notice: ["\(nowhere)"]
          build: ["\(nowhere)"]
          fab: ["\(nowhere)"]

        """
}
