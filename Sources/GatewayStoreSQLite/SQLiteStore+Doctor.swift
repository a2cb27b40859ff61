internal import GRDB
public import GatewayIdentity
public import GatewayReview
public import GatewayStore

extension SQLiteStore {
    /// The reviews that are late in a store, by their identifiers; the same way. One of before there were reviews has none.
    public static func overdueReviews(in path: String, at now: UnixTime) throws(StoreError) -> [String] {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            return try queue.read { db in
                guard try db.tableExists("review_tasks") else { return [] }
                return try db.rows(
                    "SELECT id FROM review_tasks WHERE signed_by IS NULL AND due_at <= ? ORDER BY due_at, id",
                    [now.milliseconds]
                ).map(as: .review) { try $0.text("id") }
            }
        } catch {
            throw StoreError(sqlite: error)
        }
    }

    /// The register of reports of a store, the same way.
    public static func reports(in path: String) throws(StoreError) -> [FiledReport] {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            return try queue.read { db in try db.tableExists("reports") ? db.reports() : [] }
        } catch {
            throw StoreError(sqlite: error)
        }
    }

    /// What a store knows of its key-encryption keys, read without opening the store: nothing is changed, and it may be in use.
    public static func keyEncryptionKeys(in path: String) throws(StoreError) -> [StoredKeyEncryptionKey] {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            return try queue.read { db in
                try db.rows("SELECT * FROM key_encryption_keys ORDER BY position").map(as: .keyEncryptionKey) {
                    try StoredKeyEncryptionKey($0)
                }
            }
        } catch {
            throw StoreError(sqlite: error)
        }
    }
}
