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
                .warning, path, "\(overdue.count) reviews are overdue, the first of them \(first)",
                "Look them through and sign them off: 'gwanmun review list --state overdue'.")
        ]
    }
}
