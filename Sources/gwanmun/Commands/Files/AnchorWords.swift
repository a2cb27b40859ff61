import GatewayAudit
import GatewayAuditFile

/// What checkpoints showed of a trail, and what nobody can know without them, in words.
struct AnchorWords {
    enum Gap: String {
        case rewrittenWhole = "rewritten_whole"
        case olderCopy = "older_copy"
        case keyReplaced = "key_replaced"
        case setAside = "set_aside"
        case deletedEarly = "deleted_before_its_time"
        case behindTheLast = "records_behind_the_last_checkpoint"
    }

    private let report: AnchorReport
    /// Keys were named on the command line.
    private let hasKeys: Bool

    init(_ report: AnchorReport, hasKeys: Bool) {
        self.report = report
        self.hasKeys = hasKeys
    }

    var notExcluded: [Gap] {
        let always: [Gap] =
            (report.setAside > 0 ? [.setAside] : []) + (report.undatedDeletions > 0 ? [.deletedEarly] : [])
        if report.outside == 0 { return [.rewrittenWhole, .olderCopy] + always }
        return (hasKeys ? [] : [.keyReplaced]) + always + [.behindTheLast]
    }

    func lines(records: UInt64) -> [String] {
        var lines: [String] = []
        if let last = report.last, let file = report.lastFile {
            let count = report.own + report.outside
            lines.append(
                worded(
                    "체크포인트 \(count)개가 모두 맞습니다: 마지막은 기록 \(last)번(\(file)), 그 뒤 \(records - min(last, records))건은 아직 서명되지 않았습니다",
                    "\(count == 1 ? "1 checkpoint fits" : "\(count) checkpoints fit"): the last is of record \(last) (\(file)), \(records - min(last, records)) records behind it are not signed yet"
                ))
        }
        if report.setAside > 0 {
            lines.append(
                worded(
                    "그 가운데 \(report.setAside)개는 따로 옮겨 둔 기록(broken-N)의 것입니다",
                    "\(report.setAside) of them are of a trail that was set aside (broken-N)"))
            lines.append(
                worded(
                    "확인하지 못한 것: 그 기록을 옮긴 사람과 이유, 그 끝과 새 기록의 시작 사이에 빠진 것. 옮겨 둔 폴더도 증거입니다",
                    "not excluded: what is missing between the end of that trail and the beginning of this one, and who set it aside for what. Its folder is part of the evidence"
                ))
        }
        if report.deleted > 0 {
            lines.append(
                worded(
                    "체크포인트 \(report.deleted)개는 보존 기간이 지나 지운 기록의 것이라 더 맞춰 볼 것이 없습니다",
                    "\(report.deleted) checkpoints are of records that were deleted after their time: nothing is left to hold them against"
                ))
        }
        if report.undatedDeletions > 0 {
            lines.append(
                worded(
                    "확인하지 못한 것: 삭제 \(report.undatedDeletions)건이 보존 기간이 지난 뒤였는지. 그 기록이나 그 앞 기록의 체크포인트가 없습니다",
                    "not excluded: that \(report.undatedDeletions) deletions came before their time. There is no checkpoint of those records, or of one before them"
                ))
        }
        if report.outside == 0 {
            lines.append(
                worded(
                    "확인하지 못한 것: 이 폴더에 쓸 수 있는 사람이 기록 전체를 다시 썼거나 오래된 복사본으로 바꾼 경우. 다른 곳에 보관한 체크포인트로 확인할 수 있습니다(--checkpoints)",
                    "not excluded: that whoever can write to this folder rewrote the whole trail, or put an older copy in its place. Checkpoints kept elsewhere would show it (--checkpoints)"
                ))
        } else {
            if !hasKeys {
                lines.append(
                    worded(
                        "확인하지 못한 것: 서명 키까지 바꿔치기한 경우. 공개키를 이 폴더에서 읽었습니다. 다른 곳에 보관한 공개키를 지정해 주세요(--key)",
                        "not excluded: that the signing key was replaced along with everything else. The public key was read from this folder; name the one kept elsewhere (--key)"
                    ))
            }
            if let last = report.lastOutside, last < records {
                lines.append(
                    worded(
                        "확인하지 못한 것: 다른 곳에 보관한 마지막 체크포인트(기록 \(last)번) 뒤의 \(records - last)건",
                        "not excluded: changes to the \(records - last) records behind the last checkpoint kept elsewhere (record \(last))"
                    ))
            }
        }
        return lines
    }

    func name(of witness: ChainBreak.Witness, _ chainBreak: ChainBreak) -> String {
        switch witness {
        case .chain: worded("해시 사슬", "the chain of hashes")
        case .head: worded("head 파일", "the head file")
        case .checkpoint: worded("체크포인트 \(chainBreak.file)", "the checkpoint in \(chainBreak.file)")
        }
    }
}
