import ArgumentParser

struct AuditCheckExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-export", abstract: "Verify an export by itself, without the trail.",
        discussion: """
            Exit 0: every record follows the one before it, those that are not told included, and the table says what the records say. 1: something differs.
            Compare the last hash with the trail, or with a checkpoint of it, to know that the whole was not made up.
            Example: gwanmun audit check-export november
            """)

    @Argument(help: "The folder that 'audit export' made.")
    var folder: String
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        var whole: Bool
        var records: Int?
        var omitted: Int?
        var firstSeq: UInt64?
        var lastSeq: UInt64?
        var lastHash: String?
        var difference: String?
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let manifest: ExportManifest
            do {
                manifest = try ExportCheck(folder: folder).verify()
            } catch let failure as ExportCheck.Failure {
                if case .notAnExport(let detail) = failure {
                    throw CommandFailure(.badInput, [detail], hint: "Name a folder that 'gwanmun audit export' made.")
                }
                if output.json { try MachineOutput.print(Answer(whole: false, difference: failure.description)) }
                throw CommandFailure("broken: \(failure)", hint: "Have it exported again, and keep this one as it is.")
            }
            if output.json {
                return try MachineOutput.print(
                    Answer(
                        whole: true, records: manifest.records, omitted: manifest.omitted, firstSeq: manifest.firstSeq,
                        lastSeq: manifest.lastSeq, lastHash: manifest.lastHash))
            }
            Terminal.print(
                worded(
                    "온전합니다: 기록 \(manifest.records)건, 생략 \(manifest.omitted)건",
                    "whole: \(manifest.records) records, \(manifest.omitted) omitted"))
            if let hash = manifest.lastHash { Terminal.print("\(manifest.lastSeq) \(hash)") }
        }
    }
}
