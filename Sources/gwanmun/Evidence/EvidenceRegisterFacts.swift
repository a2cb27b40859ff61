import GatewayEvidence
import GatewayIdentity
import GatewayPolicy
import GatewayReview
import GatewayStore
import GatewayStoreSQLite

/// What the register of reports says of a period. Read from the store's file, which may be in use; a store that is not there has none.
struct EvidenceRegisterFacts {
    private let path: String
    private let consoles: [String]?

    init(_ path: String, _ policy: PolicySnapshot?) {
        self.path = path
        consoles = policy?.definition.consoles.map(\.id.text)
    }

    /// As it stood at the end of the period, or stands now where that is to come.
    func evidence(from: UnixTime, to: UnixTime, at now: UnixTime) -> RegisterEvidence {
        guard FileStatus(path) != nil else { return RegisterEvidence(consoles: consoles) }
        do throws(StoreError) {
            let all = try SQLiteStore.reports(in: path)
            let register = ReportRegister(all, at: min(to, now))
            let shown = register.reports.filter { report in
                switch report.content.kind {
                case .provider: register.isNewest(report) || report.content.madeAt >= from
                case .bypass: register.isNewest(report)
                }
            }
            return RegisterEvidence(
                shown.map { ReportEvidence($0, in: register) }, ids: Set(all.map(\.id)), consoles: consoles)
        } catch {
            return RegisterEvidence(consoles: consoles, isRead: false)
        }
    }
}

extension ReportEvidence {
    fileprivate init(_ report: FiledReport, in register: ReportRegister) {
        let content = report.content
        let kind: EvidenceRegister =
            switch content.kind {
            case .provider: .providerReports
            case .bypass: .bypassChecks
            }
        self.init(
            kind, id: report.id, about: content.about, file: report.file.name, sha256: report.file.sha256.hex,
            madeAt: RFC3339.string(content.madeAt), nextDue: RFC3339.string(content.due),
            outcome: content.result?.rawValue, consoles: content.consoles, filedBy: report.by.text,
            filedAt: report.at, overdue: register.isOverdue(report))
    }
}
