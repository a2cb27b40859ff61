import ArgumentParser
import GatewayCertificates
import GatewayIdentity
import GatewaySettings

/// `gwanmun pki …`: a small private CA in a folder.
struct PKICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pki", abstract: "A small private CA, for sites without one.",
        discussion: """
            From nothing to a certificate in a browser:
              gwanmun pki init --dir ca --name "Our Company"
              gwanmun pki issue --dir ca --name "Kim Haneul" --out kim        # kim.pem, kim.key, kim.p12
            The gate trusts ca/ca.pem (clients.trust), knows ca/issuing.pem (clients.intermediates) and watches ca/crl (clients.crls).
            """,
        subcommands: [PKIInitCommand.self, PKIIssueCommand.self, PKIRevokeCommand.self, PKIListCommand.self])
}

struct PKIInitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a root, an issuing CA and their first revocation lists.",
        discussion:
            "Keep root.key elsewhere afterwards: issuing needs issuing.key alone. Example: gwanmun pki init --dir ca --name \"Our Company\""
    )

    @Option(help: "The folder; made when missing. One that holds a CA is left alone.")
    var dir: String
    @Option(help: "The organisation, as certificates show it.")
    var name: String
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let ca: String
        let intermediate: String
        let crl: String
        let crlFolder: String
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let authority = try PKIOptions.naming { () throws(AuthorityProblem) in
                try CertificateAuthority.create(in: dir, organisation: name, at: SystemClock.now())
            }
            if output.json {
                return try MachineOutput.print(
                    Answer(
                        ca: authority.anchorFile, intermediate: authority.intermediateFile, crl: authority.listFile,
                        crlFolder: authority.listFolder))
            }
            Terminal.print(
                worded(
                    "\(dir): 인증기관을 만들었습니다. root.key는 다른 곳에 보관하십시오.",
                    "\(dir): made. Trust anchor \(authority.anchorFile), lists in \(authority.listFolder). Keep root.key elsewhere."
                ))
        }
    }
}

struct PKIListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crl", abstract: "Sign new revocation lists.",
        discussion: """
            Do it before the present ones end, by a timer: with a list that has ended nobody is let in. A gate takes new ones by itself.
            Example: gwanmun pki crl --dir ca --days 7
            """)

    @OptionGroup var place: PKIOptions
    @Option(help: "How long the issuing CA's list is good.")
    var days = 7
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let crl: String
        let until: String
    }

    func validate() throws {
        guard (1...366).contains(days) else { throw ValidationError("--days: \(days) is not 1 to 366.") }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let now = SystemClock.now()
            let authority = try place.authority()
            let span = Duration.seconds(days * 86400)
            try PKIOptions.naming { () throws(AuthorityProblem) in
                try authority.publishLists(at: now, issuingLasts: span)
            }
            let until = RFC3339.string(now + span)
            if output.json { return try MachineOutput.print(Answer(crl: authority.listFile, until: until)) }
            Terminal.print(
                worded("\(authority.listFile): \(until)까지 유효합니다.", "\(authority.listFile): good until \(until)"))
        }
    }
}

/// The folder of the CA.
struct PKIOptions: ParsableArguments {
    @Option(help: "The CA's folder.")
    var dir: String?
    @Option(help: .init("A node's configuration whose trust anchor is this CA's.", valueName: "file"))
    var config: String?

    func validate() throws {
        if dir == nil, config == nil { throw ValidationError("Name the CA's folder with --dir.") }
    }

    func authority() throws -> CertificateAuthority {
        let folder = try self.folder()
        return try Self.naming { () throws(AuthorityProblem) in try CertificateAuthority(opening: folder) }
    }

    private func folder() throws -> String {
        if let dir { return dir }
        let anchors = try NodeMaterial.readConfiguration(config ?? NodeOptions.usualConfiguration).clients.trust
        let folders = anchors.compactMap { anchor in anchor.lastIndex(of: "/").map { String(anchor[..<$0]) } }
        guard let folder = folders.first(where: { PrivateCA.isKept(in: $0) }) else {
            throw CommandFailure(
                .badInput,
                ["no trust anchor of the configuration lies in the folder of a CA made by 'gwanmun pki init'"],
                hint: "Name it with --dir.")
        }
        return folder
    }

    /// Runs work of the CA, and tells its problems as a command does.
    static func naming<Value>(_ work: () throws(AuthorityProblem) -> Value) throws(CommandFailure) -> Value {
        do throws(AuthorityProblem) {
            return try work()
        } catch {
            switch error {
            case .file, .badRequest:
                throw CommandFailure(
                    .badInput, [error.description],
                    hint: "'gwanmun pki --help' shows the way from nothing to a certificate.")
            case .exists:
                throw CommandFailure(error.description, hint: "Choose another folder, or go on with the CA in it.")
            case .unknownSerial:
                throw CommandFailure(error.description, hint: "issued.jsonl in the CA's folder lists what it issued.")
            case .alreadyRevoked:
                throw CommandFailure(error.description, hint: "The lists hold it; 'gwanmun pki crl' signs new ones.")
            case .crypto: throw CommandFailure(error.description, hint: "Nothing was issued or changed.")
            }
        }
    }
}
