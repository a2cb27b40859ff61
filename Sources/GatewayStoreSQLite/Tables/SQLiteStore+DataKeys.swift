internal import GRDB
public import GatewayCrypto
internal import GatewayIdentity
public import GatewayStore

extension SQLiteStore: DataKeyStore {
    public func dataKeys() async throws(StoreError) -> [StoredDataKey] {
        try await read { db in
            try db.rows("SELECT * FROM data_keys ORDER BY position").map(as: .dataKey) { try StoredDataKey($0) }
        }
    }

    public func insertFirstDataKey(_ key: StoredDataKey) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                INSERT INTO data_keys (id, wrapped_by, box, created_at)
                SELECT ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM data_keys)
                """, key.columns) == 1
        }
    }

    public func insertDataKey(_ key: StoredDataKey) async throws(StoreError) {
        try await write { db in
            let isRetired = "SELECT 1 FROM key_encryption_keys WHERE id = ? AND retired_at IS NOT NULL"
            let inserted = try db.change(
                """
                INSERT INTO data_keys (id, wrapped_by, box, created_at) SELECT ?, ?, ?, ?
                WHERE NOT EXISTS (\(isRetired)) ON CONFLICT DO NOTHING
                """, key.columns + [key.key.wrappedBy?.description])
            guard inserted == 1 else {
                let exists = try !db.rows("SELECT 1 FROM data_keys WHERE id = ?", [key.key.id.description]).isEmpty
                throw StoreError.conflict(exists ? .identifierExists : .keyInUse)
            }
        }
    }

    public func replaceDataKey(_ old: WrappedDataKey, with new: WrappedDataKey) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                "UPDATE data_keys SET wrapped_by = ?, box = ? WHERE id = ? AND box = ?",
                [
                    new.wrappedBy?.description, Base64URL.encode(new.box), old.id.description,
                    Base64URL.encode(old.box),
                ]) == 1
        }
    }

    public func destroyDataKey(_ id: DataKeyID) async throws(StoreError) {
        let sealed = SealedTable.allCases.map { " AND NOT EXISTS (SELECT 1 \($0.selectSealed))" }.joined()
        try await write { db in
            let prefix = SealedSecret.storedPrefix(under: id)
            let destroyed = try db.change(
                """
                DELETE FROM data_keys WHERE id = ? AND position < (SELECT max(position) FROM data_keys)
                AND NOT EXISTS (SELECT 1 FROM account_keys WHERE data_key = ?)\(sealed)
                """, StatementArguments([id.description, id.description] + SealedTable.allCases.map { _ in prefix }))
            guard destroyed == 1 else {
                let exists = try !db.rows("SELECT 1 FROM data_keys WHERE id = ?", [id.description]).isEmpty
                throw exists ? StoreError.conflict(.keyInUse) : .notFound(.dataKey)
            }
        }
        try await emptyWriteAheadLog()
    }

    /// The log still holds the row as it was; only when it is written back and cut is the key gone from the disk.
    func emptyWriteAheadLog() async throws(StoreError) {
        do {
            _ = try await pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        } catch {
            throw StoreError(sqlite: error)
        }
    }
}

extension StoredDataKey {
    fileprivate init(_ row: StoredRow) throws {
        let key = try WrappedDataKey(
            id: row.parsed("id") { DataKeyID($0) },
            wrappedBy: row.optionalText("wrapped_by") == nil
                ? nil : row.parsed("wrapped_by") { KeyEncryptionKeyID($0) },
            box: row.parsed("box") { Base64URL.decode(Array($0.utf8)) })
        self.init(key, createdAt: try row.optionalTime("created_at"))
    }

    fileprivate var columns: StatementArguments {
        [key.id.description, key.wrappedBy?.description, Base64URL.encode(key.box), createdAt?.milliseconds]
    }
}
