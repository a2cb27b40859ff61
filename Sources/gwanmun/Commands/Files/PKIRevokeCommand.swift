import ArgumentParser
import GatewayCertificates
import GatewayIdentity
import GatewaySettings

struct PKIRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a certificate and sign new revocation lists.",
        discussion: """
            With --config the running node is told to read its lists at once; otherwise it sees them by itself within seconds.
            Example: gwanmun pki revoke --dir ca --cert kim.pem --because keyCompromise
                     gwanmun pki revoke --dir ca --serial 3f2a9c…
            """)

    @OptionGroup var place: PKIOptions
    @Option(help: .init("The certificate.", valueName: "file"))
    var cert: String?
    @Option(help: .init("Its serial number instead.", valueName: "hex"))
    var serial: String?
    @Option(help: .init("Why, by the names of RFC 5280: \(Self.reasons).", valueName: "reason"), transform: Self.reason)
    var because = RevocationReason.unspecified
    @OptionGroup var output: OutputOptions

    private static let reasons = RevocationReason.allCases.map(\.rawValue).joined(separator: ", ")

    private static func reason(_ text: String) throws -> RevocationReason {
        guard let reason = RevocationReason(rawValue: text) else {
            throw ValidationError("'\(text)' is not one of \(reasons).")
        }
        return reason
    }

    private struct Answer: Encodable {
        let serial: String
        let subject: String
        let crl: String
    }

    func validate() throws {
        if (cert == nil) == (serial == nil) {
            throw ValidationError("Name the certificate with --cert, or its serial number with --serial.")
        }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let authority = try place.authority()
            let number = try wantedSerial()
            let now = SystemClock.now()
            let revoked = try PKIOptions.naming { () throws(AuthorityProblem) in
                let revoked = try authority.revoke(serial: number, because: because, at: now)
                try authority.publishLists(at: now)
                return revoked
            }
            try await tellNode(revoked)
            if output.json {
                return try MachineOutput.print(
                    Answer(serial: revoked.serial, subject: revoked.subject, crl: authority.listFile))
            }
            Terminal.print(
                worded(
                    "\(revoked.subject.onOneLine): 폐지했습니다.",
                    "\(revoked.subject.onOneLine): revoked, serial \(revoked.serial)"))
        }
    }

    private func wantedSerial() throws -> String {
        guard let cert else { return serial ?? "" }
        let pem = try CertificateText.pem(ofFirstIn: cert)
        do throws(FileProblem) {
            return try CertificateFile.identity(in: Array(pem.utf8), named: cert).serial
        } catch {
            throw CommandFailure(.badInput, [error.description], hint: CertificateText.hint)
        }
    }

    /// A node that runs reads the new list now rather than at its next look. One that does not will read it when it starts.
    private func tellNode(_ revoked: IssuedCertificate) async throws {
        guard let config = place.config else { return }
        let node = NodeClient(try NodeMaterial.readConfiguration(config).places.controlSocket)
        guard await node.isRunning else { return }
        let _: ReloadDocument = try await node.post(
            "reload", body: ReasonBody(reason: "certificate \(revoked.serial) revoked (\(because.rawValue))"))
    }
}
