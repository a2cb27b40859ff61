import ArgumentParser
import FoundationEssentials
import GatewayCertificates
import GatewayIdentity

struct UserBindCertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bind-cert", abstract: "Bind a certificate to a person.",
        discussion: """
            One certificate belongs to one person. By its key, a renewal over the same key needs no new binding; by its serial number, only this one is good.
            With --device the certificate's key is declared to be kept in that designated terminal, and nowhere else: connections with it count as coming from there.
            Nobody has looked at the terminal; whoever binds it answers for it.
            Example: gwanmun user bind-cert kim-7f3a kim.pem --by serial --reason "ticket 41"
            """)

    enum Mode: String, ExpressibleByArgument, CaseIterable {
        case key, serial
    }

    @Argument(help: "The account.")
    var name: String
    @Argument(help: "The certificate, PEM or DER; of several the first.")
    var file: String
    @Option(help: "What is bound: the key, or issuer and serial number.")
    var by = Mode.key
    @Option(
        help: .init("The designated terminal that keeps the key, by its name in the list of assets.", valueName: "id"))
    var device: String?
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let pem: String
        let by: String
        let device: String?
        let reason: String
    }

    func run() async throws {
        try await node.talk { node in
            let body = Body(
                pem: try CertificateText.pem(ofFirstIn: file), by: by.rawValue, device: device, reason: try why.stated()
            )
            let binding: BindingDocument = try await node.post("users", name, "bind-cert", body: body)
            if output.json { return try MachineOutput.print(binding) }
            Terminal.print(Message.bound(name).text)
        }
    }
}

struct UserUnbindCertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unbind-cert", abstract: "Take a certificate away from a person.",
        discussion:
            "Sessions opened with it end. Example: gwanmun user unbind-cert kim-7f3a key:3f2a… --reason \"device lost\""
    )

    @Argument(help: "The account.")
    var name: String
    @Argument(help: "The binding as 'user show' shows it: key:… or serial:… issuer:…")
    var binding: String
    @OptionGroup var why: ReasonOption
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let binding: String
        let reason: String
    }

    func run() async throws {
        try await node.talk { node in
            try await node.post("users", name, "unbind-cert", body: Body(binding: binding, reason: try why.stated()))
            try output.done(.unbound(name))
        }
    }
}

/// Certificates on their way to a node: the one, and nothing that stood beside it.
enum CertificateText {
    /// - Throws: for a file that holds no certificate, or anything else too, such as a private key.
    static func pem(ofFirstIn file: String) throws -> String {
        guard let der = try certificates(in: file).first else {
            throw CommandFailure(.badInput, ["\(file): holds no certificate"], hint: Self.hint)
        }
        let text = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n"
    }

    static func fingerprint(ofFirstIn file: String) throws -> SHA256Digest {
        let pem = try pem(ofFirstIn: file)
        do throws(FileProblem) {
            return try CertificateFile.identity(in: Array(pem.utf8), named: file).fingerprint
        } catch {
            throw CommandFailure(.badInput, [error.description], hint: Self.hint)
        }
    }

    /// DER, in the order of the file.
    static func certificates(in file: String) throws -> [[UInt8]] {
        do throws(FileProblem) {
            return try CertificateFile.certificates(at: file)
        } catch {
            throw CommandFailure(.badInput, [error.description], hint: Self.hint)
        }
    }

    static let hint = "A certificate file is PEM or DER and holds certificates only."
}
