import GatewayIdentity
import GatewayReview
import GatewayStore
import GatewayStoreSQLite

/// Whether reports of others are due and were not filed, and whether the newest look for ways around the gate found one.
struct ReportCheck {
    let path: String

    init(_ path: String) { self.path = path }

    func findings(at now: UnixTime) -> [Finding] {
        let register: ReportRegister
        do throws(StoreError) {
            register = ReportRegister(try SQLiteStore.reports(in: path), at: now)
        } catch {
            // What is wrong with the store itself, others say.
            return []
        }
        return overdue(register) + failed(register)
    }

    private func overdue(_ register: ReportRegister) -> [Finding] {
        let overdue = register.overdue
        guard let first = overdue.min(by: { $0.content.due < $1.content.due })?.content else { return [] }
        return [
            Finding(
                .warning, path,
                .init(
                    "기한이 지난 점검 보고서가 \(overdue.count)건 있습니다. 첫 번째: \(first.kind.rawValue), \(first.about)",
                    "\(overdue.count) reports of others are overdue, the first of them \(first.kind.rawValue), \(first.about)"
                ),
                .init(
                    "새 보고서를 받아 등록하십시오: 'gwanmun report list', 'gwanmun report add'.",
                    "Get the next ones and file them: 'gwanmun report list', 'gwanmun report add'."))
        ]
    }

    private func failed(_ register: ReportRegister) -> [Finding] {
        let failed = register.newest.filter { $0.content.kind == .bypass && $0.content.result == .failed }
        return failed.map { report in
            Finding(
                .error, path,
                .init(
                    "등록된 최근 우회 접속 점검(\(report.content.about))에서 게이트웨이를 거치지 않고 접속할 수 있었습니다",
                    "the newest bypass check that was filed, of \(report.content.about), found consoles reachable around the gate"
                ),
                .init(
                    "콘솔이 게이트웨이의 주소에서만 접속되게 한 뒤 다시 점검해 등록하십시오: 'gwanmun doctor --bypass --json', 'gwanmun report add'.",
                    "Let consoles take the gate's address alone, then check and file anew: 'gwanmun doctor --bypass --json', 'gwanmun report add'."
                ))
        }
    }
}
