import ArgumentParser
import GatewayCertificates
import GatewayCrypto
import GatewayIdentity

struct PKIIssueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Issue a certificate with its key: PEM, and PKCS#12 for a person's device.",
        discussion: """
            Writes OUT.pem (chain), OUT.key (0600) and OUT.p12 (0600). Without --p12-password-file a password is made and shown once.
            Example: gwanmun pki issue --dir ca --name "Kim Haneul" --email kim@example.kr --out people/kim
                     gwanmun pki issue --dir ca --server gw.example.kr "*.gw.example.kr" --out server/gate
            """)

    @OptionGroup var place: PKIOptions
    @Option(help: "The person's name, as the certificate shows it. Accounts are bound to the certificate, not to this.")
    var name: String?
    @Option(parsing: .upToNextOption, help: .init("For a TLS server instead: its DNS names.", valueName: "dns-name"))
    var server: [String] = []
    @Option(help: .init("Where to write: a path without ending.", valueName: "path"))
    var out: String
    @Option(help: "Company or department.")
    var organisation: String?
    @Option(help: "Mail address.")
    var email: String?
    @Option(help: "Windows user principal name.")
    var upn: String?
    @Option(help: "How long it is good.")
    var days: Int?
    @Option(help: .init("Password of the PKCS#12 file, '-' for standard input.", valueName: "file"))
    var p12PasswordFile: String?
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let serial: String
        let fingerprint: String
        let notAfter: String
        let cert: String
        let key: String
        let p12: String?
        let p12Password: String?
    }

    func validate() throws {
        if (name == nil) == server.isEmpty {
            throw ValidationError("Name a person with --name, or a server with --server.")
        }
        if let days, !(1...3650).contains(days) { throw ValidationError("--days: \(days) is not 1 to 3650.") }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let authority = try place.authority()
            let password = try name.map { _ in try pkcs12Password() }
            let (credential, files) = try PKIOptions.naming { () throws(AuthorityProblem) in
                let credential = try issue(by: authority, at: SystemClock.now())
                return (
                    credential,
                    try credential.write(
                        to: target.folder, as: target.name, pkcs12Password: password.map { PKCS12Password($0.text) })
                )
            }
            let shown = password.flatMap { $0.isMade ? $0.text : nil }
            if output.json {
                return try MachineOutput.print(
                    Answer(
                        serial: credential.issued.serial, fingerprint: credential.issued.fingerprint.hex,
                        notAfter: RFC3339.string(credential.issued.notAfter),
                        cert: files.chain, key: files.key, p12: files.pkcs12, p12Password: shown))
            }
            for file in [files.chain, files.key, files.pkcs12].compactMap({ $0 }) { Terminal.print(file) }
            if let shown {
                Terminal.print(
                    worded("PKCS#12 비밀번호(한 번만 표시): \(shown)", "Password of the PKCS#12 file, shown this once: \(shown)")
                )
            }
        }
    }

    private func issue(by authority: CertificateAuthority, at now: UnixTime) throws(AuthorityProblem) -> Credential {
        let validity = days.map { now..<(now + .seconds($0 * 86400)) }
        guard let name else { return try authority.issueServer(dnsNames: server, validity: validity, at: now) }
        return try authority.issueClient(
            ClientCertificateRequest(
                commonName: name, organisation: organisation, email: email, userPrincipalName: upn, validity: validity),
            at: now)
    }

    private var target: (folder: String, name: String) {
        guard let slash = out.lastIndex(of: "/") else { return (".", out) }
        return (slash == out.startIndex ? "/" : String(out[..<slash]), String(out[out.index(after: slash)...]))
    }

    private func pkcs12Password() throws -> (text: String, isMade: Bool) {
        guard let file = p12PasswordFile else { return (Base64URL.encode(try SecureRandom.bytes(15)), true) }
        let hint = "The file holds the password on its first line, for you alone (0600)."
        let text: String?
        if file == "-" {
            text = readLine()
        } else {
            text = try PrivateFile.read(file, limit: 1024).map {
                String(decoding: $0.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
            }
        }
        guard let text, !text.isEmpty else {
            throw CommandFailure(.badInput, ["\(file): holds no password"], hint: hint)
        }
        return (text, false)
    }
}
