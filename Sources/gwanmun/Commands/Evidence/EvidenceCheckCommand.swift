import ArgumentParser
import GatewayEvidence

struct EvidenceCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Verify exported evidence by itself.",
        discussion: """
            Exit 0: every file is the one that was signed. 1: something differs. Needs neither a node nor its configuration. Without --key the key in the folder \
            counts, and then nothing shows that the whole was not made anew by somebody else.
            Example: gwanmun evidence check november --key checkpoint-key.pem
            """)

    @Argument(help: "The folder that 'evidence export' made.")
    var folder: String
    @Option(help: .init("The public key of checkpoints (PEM), as it was kept elsewhere.", valueName: "file"))
    var key: String?
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let whole: Bool
        var files: Int?
        var keyId: String?
        var keyIsOwn: Bool?
        var difference: String?
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let manifest: SignedManifest
            do {
                manifest = try SignedFolderCheck(
                    folder: folder, format: EvidenceReport.format, key: try key.map(EvidenceKey.read)
                ).verify()
            } catch let failure as SignedFolderCheck.Failure {
                switch failure {
                case .notSigned(let detail):
                    throw CommandFailure(
                        .badInput, [detail], hint: "Name a folder that 'gwanmun evidence export' made.")
                case .differs(let detail):
                    if output.json { try MachineOutput.print(Answer(whole: false, difference: detail)) }
                    throw CommandFailure("broken: \(detail)", hint: "Keep this folder as it is, and export anew.")
                }
            }
            if output.json {
                return try MachineOutput.print(
                    Answer(whole: true, files: manifest.files.count, keyId: manifest.keyId, keyIsOwn: key == nil))
            }
            Terminal.print(
                worded(
                    "온전합니다: 파일 \(manifest.files.count)개, 키 \(manifest.keyId)",
                    "whole: \(manifest.files.count) files, key \(manifest.keyId)"))
            if key == nil { Terminal.print(EvidenceKey.isOwn) }
        }
    }
}
