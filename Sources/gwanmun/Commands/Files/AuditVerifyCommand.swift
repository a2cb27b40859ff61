import ArgumentParser
import GatewayAudit
import GatewayAuditFile
import GatewaySettings

struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Verify that no record was edited, removed, put in, moved or cut off.",
        discussion: """
            Needs no running node; a live trail can be verified too. Exit 0 whole, 1 broken: names the first record that is not what it should be.
            Example: gwanmun audit verify /var/lib/gwanmun/audit
            """)

    @Argument(help: .init("The folder of the segments; the configuration's otherwise.", valueName: "dir"))
    var folder: String?
    @Option(help: .init("The configuration that names the folder.", valueName: "file"))
    var config: String?
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        var whole: Bool
        var records: UInt64?
        var segments: Int?
        var unfinishedBytes: Int?
        var segment: String?
        var line: Int?
        var sequence: UInt64?
        var difference: String?
    }

    func validate() throws {
        if folder == nil, config == nil {
            throw ValidationError("Name the folder of the segments, or the configuration with --config.")
        }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            switch try verification(of: try place()) {
            case .whole(let records, let segments, _, let unfinished):
                if output.json {
                    return try MachineOutput.print(
                        Answer(whole: true, records: records, segments: segments, unfinishedBytes: unfinished))
                }
                Terminal.print(
                    worded(
                        "온전합니다: 기록 \(records)건, 파일 \(segments)개",
                        "whole: \(records) records in \(segments == 1 ? "one segment" : "\(segments) segments")"))
            case .broken(let chainBreak):
                if output.json {
                    try MachineOutput.print(
                        Answer(
                            whole: false, segment: chainBreak.file, line: chainBreak.line,
                            sequence: chainBreak.sequence,
                            difference: chainBreak.difference.description))
                }
                throw CommandFailure(
                    "broken: \(chainBreak)",
                    hint: "Keep the files as they are and compare with the copy of the segments that is kept elsewhere."
                )
            }
        }
    }

    private func place() throws -> String {
        if let folder { return folder }
        return try NodeMaterial.readConfiguration(config ?? NodeOptions.usualConfiguration).places.audit
    }

    private func verification(of folder: String) throws -> AuditVerification {
        do throws(AuditVerifier.Failure) {
            return try AuditVerifier.verify(directory: folder)
        } catch {
            switch error {
            case .notATrail(let folder):
                throw CommandFailure(
                    .badInput, ["\(folder): holds no audit trail"],
                    hint: "Name the folder that 'audit' in the configuration names.")
            case .file(let failure):
                throw CommandFailure(
                    .badInput, [failure.description],
                    hint: "The trail could not be read to its end: it is neither whole nor broken.")
            }
        }
    }
}
