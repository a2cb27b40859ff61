import ArgumentParser

struct AuditCheckExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-export", abstract: "Verify an export by itself, without the trail.",
        discussion: """
            Exit 0: every record follows the one before it, those that are not told included, and the table says what the records say. 1: something differs. \
            By itself an export can be made up. --key names the public key of checkpoints as it was kept elsewhere: then the manifest must be signed with it, or \
            a checkpoint in a file that --checkpoints names and that is of a record in the export.
            Example: gwanmun audit check-export november --key /mnt/vault/gw01.pem
            """)

    @Argument(help: "The folder that 'audit export' made.")
    var folder: String
    @Option(
        help: .init("A file of checkpoints that was kept elsewhere. May be given several times.", valueName: "file"))
    var checkpoints: [String] = []
    @Option(
        help: .init(
            "The public key of checkpoints (PEM), as it was kept elsewhere. May be given several times.",
            valueName: "file"))
    var key: [String] = []
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        var whole: Bool
        var records: Int?
        var omitted: Int?
        /// Records of the piece that were deleted after their time.
        var deleted: UInt64?
        var firstSeq: UInt64?
        var lastSeq: UInt64?
        var lastHash: String?
        var difference: String?
        /// Of the key that signed the manifest.
        var keyId: String?
        var lastCheckpoint: UInt64?
        /// `made_up`, `key_replaced`, `records_behind_the_last_checkpoint`, `deleted_before_its_time`, `omitted_though_asked_for`.
        var notExcluded: [String]?
    }

    func run() async throws {
        try await CommandFailure.reporting {
            let verdict: ExportVerdict
            do {
                verdict = try ExportCheck(
                    folder: folder, keys: try key.map(EvidenceKey.read), checkpoints: checkpoints
                ).verify()
            } catch let failure as ExportCheck.Failure {
                if case .notAnExport(let detail) = failure {
                    throw CommandFailure(.badInput, [detail], hint: "Name a folder that 'gwanmun audit export' made.")
                }
                if output.json { try MachineOutput.print(Answer(whole: false, difference: failure.description)) }
                throw CommandFailure("broken: \(failure)", hint: "Have it exported again, and keep this one as it is.")
            }
            let manifest = verdict.manifest
            if output.json {
                return try MachineOutput.print(
                    Answer(
                        whole: true, records: manifest.records, omitted: manifest.omitted, deleted: manifest.deleted,
                        firstSeq: manifest.firstSeq, lastSeq: manifest.lastSeq, lastHash: manifest.lastHash,
                        keyId: verdict.keyId,
                        lastCheckpoint: verdict.lastCheckpoint, notExcluded: verdict.notExcluded.map(\.rawValue)))
            }
            Terminal.print(
                worded(
                    "온전합니다: 기록 \(manifest.records)건, 생략 \(manifest.omitted)건",
                    "whole: \(manifest.records) records, \(manifest.omitted) omitted"))
            if let deleted = manifest.deleted {
                Terminal.print(
                    worded(
                        "이 구간의 기록 \(deleted)건은 보존 기간이 끝나 삭제되었습니다",
                        "\(deleted) records of this piece were deleted when their time was over"))
            }
            if let hash = manifest.lastHash { Terminal.print("\(manifest.lastSeq) \(hash)") }
            if let keyId = verdict.keyId { Terminal.print(worded("서명한 키 \(keyId)", "signed with the key \(keyId)")) }
            for gap in verdict.notExcluded { Terminal.print(Self.words(gap, verdict)) }
        }
    }

    private static func words(_ gap: ExportVerdict.Gap, _ verdict: ExportVerdict) -> String {
        switch gap {
        case .madeUp:
            worded(
                "확인하지 못한 것: 전체를 지어낸 경우. 서명된 것이 없습니다. 다른 곳에 보관한 체크포인트와 공개키를 지정해 주세요(--checkpoints, --key)",
                "not excluded: that the whole was made up. Nothing in it is signed; name checkpoints and the public key that were kept elsewhere (--checkpoints, --key)"
            )
        case .keyReplaced:
            worded(
                "확인하지 못한 것: 서명 키까지 바꿔치기한 경우. 공개키를 이 폴더에서 읽었습니다. 다른 곳에 보관한 공개키를 지정해 주세요(--key)",
                "not excluded: that the signing key was replaced along with everything else. The public key was read from this folder; name the one kept elsewhere (--key)"
            )
        case .behindTheLast:
            worded(
                "확인하지 못한 것: 마지막 체크포인트(기록 \(verdict.lastCheckpoint ?? 0)번) 뒤의 기록을 바꾼 경우",
                "not excluded: changes to the records behind the last checkpoint (record \(verdict.lastCheckpoint ?? 0))"
            )
        case .deletedBeforeTheirTime:
            worded(
                "확인하지 못한 것: 삭제된 기록 \(verdict.manifest.deleted ?? 0)건이 보존 기간이 지나 삭제된 것인지, 그 앞의 기록이 그대로인지. 삭제된 기록은 앞뒤를 해시로 이어 주지 못합니다",
                "not excluded: that the \(verdict.manifest.deleted ?? 0) deleted records were taken out before their time, or that records before them were changed. Records that are not there tie nothing together"
            )
        case .omittedThoughAskedFor:
            worded(
                "확인하지 못한 것: 요청에 맞는 기록을 생략한 경우. 생략 증명은 기록이 있다는 것만 보여 줍니다",
                "not excluded: that a record which was asked for is left out. A proof of omission shows that there is a record, not what it says"
            )
        }
    }
}
