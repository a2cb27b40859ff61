import ArgumentParser
import FoundationEssentials
import GatewayAudit
import GatewayAuditFile
import GatewayCrypto
import GatewaySettings

struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Verify that no record was edited, removed, put in, moved or cut off.",
        discussion: """
            Needs no running node; a live trail can be verified too. Exit 0 whole, 1 broken: names the first record that is not what it should be, and what \
            shows it. Checkpoints kept elsewhere show what the folder alone cannot: a trail rewritten whole, or an older copy put in its place. --key names the \
            public key as it was kept elsewhere; without it, the keys in the folder count.
            Example: gwanmun audit verify /var/lib/gwanmun/audit --checkpoints /mnt/vault/gw01.ndjson --key /mnt/vault/gw01.pem
            """)

    @Argument(help: .init("The folder of the segments; the configuration's otherwise.", valueName: "dir"))
    var folder: String?
    @Option(help: .init("The configuration that names the folder.", valueName: "file"))
    var config: String?
    @Option(
        help: .init("A file of checkpoints that was kept elsewhere. May be given several times.", valueName: "file"))
    var checkpoints: [String] = []
    @Option(
        help: .init(
            "A public key (PEM) that checkpoints are signed with. May be given several times.", valueName: "file"))
    var key: [String] = []
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if folder == nil, config == nil {
            throw ValidationError("Name the folder of the segments, or the configuration with --config.")
        }
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let place = try place()
            let sources = AnchorSources(
                files: checkpoints, keys: try key.map { try publicKey($0) }, asOf: SystemClock.now())
            let progress = VerificationProgress()
            let found = try examination(of: place, against: sources, progress)
            progress.end()
            let anchors = AnchorWords(found.anchors, hasKeys: !key.isEmpty)
            switch found.verification {
            case .whole(let records, let segments, _, let unfinished):
                if output.json {
                    return try MachineOutput.print(
                        VerificationAnswer(
                            whole: true, records: records, segments: segments, unfinishedBytes: unfinished,
                            checkpoints: .init(found.anchors), notExcluded: anchors.notExcluded.map(\.rawValue)))
                }
                Terminal.print(
                    worded(
                        "온전합니다: 기록 \(records)건, 파일 \(segments)개",
                        "whole: \(records) records in \(segments == 1 ? "one segment" : "\(segments) segments")"))
                for line in anchors.lines(records: records) { Terminal.print(line) }
            case .broken(let chainBreak):
                let witness = chainBreak.difference.witness
                if output.json {
                    try MachineOutput.print(
                        VerificationAnswer(
                            whole: false, segment: chainBreak.file, line: chainBreak.line,
                            sequence: chainBreak.sequence, difference: chainBreak.difference.description,
                            foundBy: witness.rawValue, checkpoints: .init(found.anchors)))
                }
                throw CommandFailure(
                    "broken: \(chainBreak); found by: \(anchors.name(of: witness, chainBreak))",
                    hint: "Keep the files as they are and compare with the copy of the segments that is kept elsewhere."
                )
            }
        }
    }

    private func place() throws -> String {
        if let folder { return folder }
        return try NodeMaterial.readConfiguration(config ?? NodeOptions.usualConfiguration).places.audit
    }

    private func publicKey(_ file: String) throws -> DocumentVerificationKey {
        guard let pem = FileManager.default.contents(atPath: file), pem.count <= 64 * 1024 else {
            throw CommandFailure(
                .badInput, ["\(file): cannot be read"], hint: "--key names the public key of checkpoints, in PEM.")
        }
        do throws(CryptoFailure) { return try DocumentVerificationKey(pem: Array(pem)) } catch {
            throw CommandFailure(
                .badInput, ["\(file): \(error)"],
                hint:
                    "Expected a public key or a certificate in PEM, Ed25519 or ECDSA; the node puts its own into the audit folder."
            )
        }
    }

    private func examination(of folder: String, against sources: AnchorSources, _ progress: VerificationProgress)
        throws -> TrailExamination
    {
        do throws(AuditVerifier.Failure) {
            return try AuditVerifier.examine(directory: folder, against: sources) { progress.tell($0, of: $1) }
        } catch {
            progress.end()
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

/// What `--json` answers.
private struct VerificationAnswer: Encodable {
    var whole: Bool
    var records: UInt64?
    var segments: Int?
    var unfinishedBytes: Int?
    var segment: String?
    var line: Int?
    var sequence: UInt64?
    var difference: String?
    /// `chain`, `head` or `checkpoint`.
    var foundBy: String?
    var checkpoints: Checkpoints
    /// What somebody could have done unseen: `rewritten_whole`, `older_copy`, `key_replaced`, `set_aside`,
    /// `deleted_before_its_time`, `records_behind_the_last_checkpoint`.
    var notExcluded: [String]?

    struct Checkpoints: Encodable {
        var beside: Int
        var elsewhere: Int
        var setAside: Int
        var deleted: Int
        var last: UInt64?
        var lastFile: String?

        init(_ report: AnchorReport) {
            (beside, elsewhere, setAside, deleted) = (report.own, report.outside, report.setAside, report.deleted)
            (last, lastFile) = (report.last, report.lastFile)
        }
    }
}
