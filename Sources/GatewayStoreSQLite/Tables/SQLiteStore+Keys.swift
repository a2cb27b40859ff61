internal import GRDB
public import GatewayCrypto
internal import GatewayIdentity
public import GatewayStore

extension SQLiteStore: KeyStore {
    public func dataKeys() async throws(StoreError) -> [WrappedDataKey] {
        try await read { db in
            try db.rows("SELECT id, box FROM data_keys ORDER BY position").map(as: .dataKey) { row in
                try WrappedDataKey(
                    id: row.parsed("id") { DataKeyID($0) }, box: row.parsed("box") { Base64URL.decode(Array($0.utf8)) })
            }
        }
    }

    public func insertFirstDataKey(_ key: WrappedDataKey) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                "INSERT INTO data_keys (id, box) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM data_keys)",
                [key.id.description, Base64URL.encode(key.box)]) == 1
        }
    }

    public func insertDataKey(_ key: WrappedDataKey) async throws(StoreError) {
        try await write { db in
            try db.insert(
                "INSERT INTO data_keys (id, box) VALUES (?, ?) ON CONFLICT DO NOTHING",
                [key.id.description, Base64URL.encode(key.box)], orThrow: .identifierExists)
        }
    }

    public func destroyDataKey(_ id: DataKeyID) async throws(StoreError) {
        try await write { db in
            guard try db.change("DELETE FROM data_keys WHERE id = ?", [id.description]) == 1 else {
                throw StoreError.notFound(.dataKey)
            }
        }
        try await emptyWriteAheadLog()
    }

    /// The log still holds the row as it was; only when it is written back and cut is the key gone from the disk.
    private func emptyWriteAheadLog() async throws(StoreError) {
        do {
            _ = try await pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        } catch {
            throw StoreError(sqlite: error)
        }
    }
}
