import ArgumentParser
import FoundationEssentials
import GatewayCrypto
import GatewayIdentity

struct PolicySignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign the files of a policy, for sites that take only signed ones.",
        discussion: """
            Adds your signature to policy.sig in the folder, over all files and tests as they are; the key must be one that 'policy_signers' of the node lists.
            Example: gwanmun policy sign /etc/gwanmun/policies --key me.key --cert me.pem
            """)

    @OptionGroup var source: PolicyFolderArgument
    @Option(help: .init("Your private key, PEM: Ed25519, or EC.", valueName: "file"))
    var key: String
    @Option(
        help: .init("Its certificate or public key, PEM, to be sure that it is the one you mean.", valueName: "file"))
    var cert: String?
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let sha256: String
        let signer: String
        let signatures: Int
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let bundle = try source.bundle()
            let key = try signingKey()
            if let cert, try PolicySignatures.key(cert).fingerprint != key.fingerprint {
                throw CommandFailure(.badInput, ["\(cert) and \(self.key) do not belong together"])
            }
            let signature = try key.signature(over: PolicySignatures.message(for: bundle))
            let lines = try others(than: key.fingerprint) + [.init(signer: key.fingerprint, signature: signature)]
            try write(lines.map(\.text).joined(separator: "\n") + "\n")
            let answer = Answer(
                sha256: SHA256.digest(of: bundle.canonicalBytes).hex, signer: key.fingerprint.hex,
                signatures: lines.count)
            if output.json { return try MachineOutput.print(answer) }
            Terminal.print(Message.policySigned(answer.sha256).text)
        }
    }

    private var file: String { source.folder + "/" + PolicySignatures.fileName }

    private func signingKey() throws -> DocumentSigningKey {
        guard var pem = try PrivateFile.read(key) else {
            throw CommandFailure(.badInput, ["\(key): is not there"], hint: "--key names your private key, PEM.")
        }
        return try DocumentSigningKey(pem: SecretBytes(wiping: &pem))
    }

    /// What others signed stays; whether it is for these files the node judges.
    private func others(than own: SHA256Digest) throws -> [PolicySignatures.Line] {
        guard FileManager.default.fileExists(atPath: file) else { return [] }
        return try PolicySignatures(folder: source.folder).lines.filter { $0.signer != own }
    }

    private func write(_ text: String) throws {
        do {
            try Data(text.utf8).write(to: URL(filePath: file), options: .atomic)
        } catch {
            throw CommandFailure("\(file): cannot be written", hint: "The folder must be yours to write.")
        }
    }
}
