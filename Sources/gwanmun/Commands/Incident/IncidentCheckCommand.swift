import ArgumentParser

struct IncidentCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Verify a snapshot by itself: its signature, its files, and the chain of its records.",
        discussion: """
            Exit 0 whole, 1 when something differs. Without --key the key in the folder counts.
            Example: gwanmun incident check incident-7 --key checkpoint-key.pem
            """)

    @Argument(help: "The folder that 'incident snapshot' made.")
    var folder: String
    @Option(help: .init("The public key of checkpoints (PEM), as it was kept elsewhere.", valueName: "file"))
    var key: String?
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let whole: Bool
        var records: Int?
        var keyId: String?
        var keyIsOwn: Bool?
        var difference: String?
    }

    func run() async throws {
        try await CommandFailure.reporting {
            do {
                let manifest = try SignedFolderCheck(
                    folder: folder, format: IncidentReport.format, key: try key.map(EvidenceKey.read)
                ).verify()
                let records = try ExportCheck(
                    folder: folder + "/records", keys: try key.map { [try EvidenceKey.read($0)] } ?? [],
                    isVouchedFor: true
                ).verify().manifest
                if output.json {
                    return try MachineOutput.print(
                        Answer(
                            whole: true, records: records.records, keyId: manifest.keyId, keyIsOwn: key == nil))
                }
                Terminal.print(
                    worded(
                        "온전합니다: 기록 \(records.records)건, 키 \(manifest.keyId)",
                        "whole: \(records.records) records, key \(manifest.keyId)"))
                if key == nil { Terminal.print(EvidenceKey.isOwn) }
            } catch SignedFolderCheck.Failure.notSigned(let detail) {
                throw CommandFailure(
                    .badInput, [detail], hint: "Name a folder that 'gwanmun incident snapshot' made.")
            } catch SignedFolderCheck.Failure.differs(let detail) {
                throw try broken(detail)
            } catch let failure as ExportCheck.Failure {
                throw try broken("records: \(failure)")
            }
        }
    }

    private func broken(_ detail: String) throws -> CommandFailure {
        if output.json { try MachineOutput.print(Answer(whole: false, difference: detail)) }
        return CommandFailure("broken: \(detail)", hint: "Keep this folder as it is, and take another.")
    }
}
