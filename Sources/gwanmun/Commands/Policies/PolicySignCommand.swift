import ArgumentParser
import FoundationEssentials
import GatewayCrypto
import GatewayIdentity

struct PolicySignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign the files of a policy, for sites that take only signed ones.",
        discussion: """
            Adds your signature to policy.sig in the folder, over all files and tests as they are and a serial number; the key must be one that 'policy_signers' of the node lists. Files that changed get the number after that of policy.sig, and need all signatures anew.
            Example: gwanmun policy sign /etc/gwanmun/policies --key me.key --cert me.pem
            """)

    @OptionGroup var source: PolicyFolderArgument
    @Option(help: .init("Your private key, PEM: Ed25519, or EC.", valueName: "file"))
    var key: String
    @Option(
        help: .init("Its certificate or public key, PEM, to be sure that it is the one you mean.", valueName: "file"))
    var cert: String?
    @Option(help: .init("The serial number, where it is not the next one.", valueName: "number"))
    var serial: Int?
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let sha256: String
        let serial: Int
        let signer: String
        let signatures: Int
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let bundle = try source.bundle()
            let key = try signingKey()
            if let cert, try PolicySigner(file: cert).key.fingerprint != key.fingerprint {
                throw CommandFailure(.badInput, ["\(cert) and \(self.key) do not belong together"])
            }
            let digest = SHA256.digest(of: bundle.canonicalBytes)
            let before = try existing()
            let subject = PolicySignatures.Subject(serial: try number(for: digest, after: before), bundle: digest)
            let signature = try key.signature(over: subject.message)
            // What others signed stays only where it is about the same; whether it is genuine the node judges.
            let others = before.map { $0.subject == subject ? $0.lines : [] } ?? []
            let signed = PolicySignatures(
                subject,
                others.filter { $0.signer != key.fingerprint }
                    + [.init(signer: key.fingerprint, signature: signature)])
            try write(signed.text)
            let answer = Answer(
                sha256: digest.hex, serial: subject.serial, signer: key.fingerprint.hex,
                signatures: signed.lines.count)
            if output.json { return try MachineOutput.print(answer) }
            Terminal.print(Message.policySigned(answer.sha256, serial: answer.serial).text)
        }
    }

    /// That of the file for what it is about already, the next one for anything else.
    private func number(for digest: SHA256Digest, after before: PolicySignatures?) throws -> Int {
        let last = before?.subject.serial ?? 0
        let next = before?.subject.bundle == digest ? last : last + 1
        let number = serial ?? next
        guard number >= next, PolicySignatures.Subject.serials.contains(number) else {
            throw CommandFailure(
                .badInput, ["--serial \(number): \(PolicySignatures.fileName) has \(last) already"],
                hint:
                    "The number only grows; the node takes no files under one that it has seen. Without --serial it is \(next)."
            )
        }
        return number
    }

    private var file: String { source.folder + "/" + PolicySignatures.fileName }

    private func signingKey() throws -> DocumentSigningKey {
        guard var pem = try PrivateFile.read(key) else {
            throw CommandFailure(.badInput, ["\(key): is not there"], hint: "--key names your private key, PEM.")
        }
        return try DocumentSigningKey(pem: SecretBytes(wiping: &pem))
    }

    private func existing() throws -> PolicySignatures? {
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        return try PolicySignatures(folder: source.folder)
    }

    private func write(_ text: String) throws {
        do {
            try Data(text.utf8).write(to: URL(filePath: file), options: .atomic)
        } catch {
            throw CommandFailure("\(file): cannot be written", hint: "The folder must be yours to write.")
        }
    }
}
