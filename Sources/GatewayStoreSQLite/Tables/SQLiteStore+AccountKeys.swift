internal import GRDB
public import GatewayCrypto
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: AccountKeyStore {
    public func accountKey(of account: AccountName) async throws(StoreError) -> WrappedAccountKey? {
        try await read { db in
            try db.rows("SELECT * FROM account_keys WHERE account = ?", [account.text])
                .map(as: .accountKey) { try WrappedAccountKey($0) }.first
        }
    }

    public func insertAccountKey(_ key: WrappedAccountKey, at: UnixTime) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                INSERT INTO account_keys (account, id, data_key, box, created_at)
                SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM data_keys WHERE id = ?3) ON CONFLICT DO NOTHING
                """,
                [
                    key.account, key.id.description, key.dataKey.description, Base64URL.encode(key.box),
                    at.milliseconds,
                ]) == 1
        }
    }

    public func replaceAccountKey(
        _ old: WrappedAccountKey, with new: WrappedAccountKey
    ) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                "UPDATE account_keys SET data_key = ?, box = ? WHERE account = ? AND id = ? AND box = ?",
                [
                    new.dataKey.description, Base64URL.encode(new.box), old.account, old.id.description,
                    Base64URL.encode(old.box),
                ]) == 1
        }
    }

    public func accountKeys(
        wrappedByOtherThan dataKey: DataKeyID, limit: Int
    ) async throws(StoreError) -> [WrappedAccountKey] {
        try await read { db in
            // Two ranges of the index, where "other than" would read all of it.
            let id = dataKey.description
            return try db.rows(
                """
                SELECT * FROM account_keys WHERE data_key < ?
                UNION ALL SELECT * FROM account_keys WHERE data_key > ? LIMIT ?
                """, [id, id, limit]
            ).map(as: .accountKey) { try WrappedAccountKey($0) }
        }
    }

    public func destroyAccountKey(of account: AccountName) async throws(StoreError) {
        try await write { db in try db.run("DELETE FROM account_keys WHERE account = ?", [account.text]) }
        try await emptyWriteAheadLog()
    }
}

extension WrappedAccountKey {
    fileprivate init(_ row: StoredRow) throws {
        try self.init(
            account: row.text("account"), id: row.parsed("id") { DataKeyID($0) },
            dataKey: row.parsed("data_key") { DataKeyID($0) },
            box: row.parsed("box") { Base64URL.decode(Array($0.utf8)) })
    }
}
