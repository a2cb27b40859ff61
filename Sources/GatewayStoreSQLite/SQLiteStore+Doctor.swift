internal import GRDB
public import GatewayStore

extension SQLiteStore {
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
