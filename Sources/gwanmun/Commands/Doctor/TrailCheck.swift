import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import Glibc

/// Whether the audit trail is whole, and whether time has gone on since its last record.
struct TrailCheck {
    private let folder: String

    init(_ folder: String) { self.folder = folder }

    func findings(at now: UnixTime) -> [Finding] {
        if access(folder, F_OK) != 0, errno == ENOENT {
            return [Finding(.note, folder, .notThere, .madeAtStart)]
        }
        do throws(AuditVerifier.Failure) {
            switch try AuditVerifier.verify(directory: folder) {
            case .whole: return lastRecord(at: now)
            case .broken(let chainBreak):
                return [
                    Finding(
                        .error, folder, .init("감사 기록이 훼손되었습니다: \(chainBreak)", "the trail is broken: \(chainBreak)"),
                        .init(
                            "파일을 그대로 보존하고 누가 쓸 수 있었는지 조사하십시오.",
                            "Keep the files as they are, and find out who could write to them."))
                ]
            }
        } catch {
            switch error {
            case .notATrail:
                return [
                    Finding(
                        .note, folder, .init("아직 감사 기록이 없습니다", "holds no audit trail yet"),
                        .init("처음 시작할 때 기록이 시작됩니다.", "The first start begins it."))
                ]
            case .file(let failure):
                return [
                    Finding(
                        .warning, folder, .init("감사 기록을 읽을 수 없습니다: \(failure.description)", failure.description),
                        .init(
                            "감사 기록을 검증하지 못했습니다. 서비스 사용자나 root로 doctor를 실행하십시오.",
                            "The trail could not be verified: run the doctor as the service's user, or as root."))
                ]
            }
        }
    }

    private func lastRecord(at now: UnixTime) -> [Finding] {
        do throws(FileFailure) {
            // A record of this very moment may be written between the two looks at the clock.
            guard let last = try AuditReader(directory: folder).newest(1, where: { _ in true }).first?.time,
                last > now + .seconds(60)
            else { return [] }
            let what = FindingText(
                "마지막 기록의 시각은 \(RFC3339.string(last)), 현재 시각은 \(RFC3339.string(now))입니다",
                "the last record is of \(RFC3339.string(last)), and it is \(RFC3339.string(now)) now")
            return [
                Finding(
                    .error, .clock, what,
                    .init(
                        "시각이 과거로 되돌려졌습니다. 시각을 동기화하십시오(chrony, systemd-timesyncd). 인증 코드와 인증서의 판정이 시각에 달려 있습니다.",
                        "The clock was put back: synchronise it (chrony, systemd-timesyncd). Codes and certificates depend on it."
                    )
                )
            ]
        } catch {
            return [
                Finding(
                    .warning, folder, .init("감사 기록을 읽을 수 없습니다: \(error.description)", error.description),
                    .init("마지막 기록을 읽지 못했습니다.", "Its last record could not be read."))
            ]
        }
    }
}
