import GatewayIdentity
import GatewayStore
import GatewayStoreSQLite

/// Whether reviews wait longer than they should.
struct ReviewCheck {
    let path: String

    init(_ path: String) { self.path = path }

    func findings(at now: UnixTime) -> [Finding] {
        let overdue: [String]
        do throws(StoreError) {
            overdue = try SQLiteStore.overdueReviews(in: path, at: now)
        } catch {
            // What is wrong with the store itself, others say.
            return []
        }
        guard let first = overdue.first else { return [] }
        return [
            Finding(
                .warning, path,
                .init(
                    "기한이 지난 정기 점검이 \(overdue.count)건 있습니다. 첫 번째: \(first)",
                    "\(overdue.count) reviews are overdue, the first of them \(first)"),
                .init(
                    "점검하고 서명하십시오: 'gwanmun review list --state overdue'.",
                    "Look them through and sign them off: 'gwanmun review list --state overdue'."))
        ]
    }
}
