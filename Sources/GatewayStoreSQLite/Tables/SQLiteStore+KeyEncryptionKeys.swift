internal import GRDB
public import GatewayCrypto
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: KeyEncryptionKeyStore {
    public func keyEncryptionKeys() async throws(StoreError) -> [StoredKeyEncryptionKey] {
        try await read { db in
            try db.rows("SELECT * FROM key_encryption_keys ORDER BY position").map(as: .keyEncryptionKey) {
                try StoredKeyEncryptionKey($0)
            }
        }
    }

    public func insertFirstKeyEncryptionKey(_ key: StoredKeyEncryptionKey) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                INSERT INTO key_encryption_keys (id, place, created_at, rotate_by, ordered_by)
                SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM key_encryption_keys)
                """, key.columns) == 1
        }
    }

    public func insertKeyEncryptionKey(_ key: StoredKeyEncryptionKey) async throws(StoreError) {
        try await write { db in
            try db.insert(
                """
                INSERT INTO key_encryption_keys (id, place, created_at, rotate_by, ordered_by)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """, key.columns, orThrow: .identifierExists)
        }
    }

    public func retireKeyEncryptionKey(_ id: KeyEncryptionKeyID, at: UnixTime) async throws(StoreError) {
        try await write { db in
            let retired = try db.change(
                """
                UPDATE key_encryption_keys SET retired_at = coalesce(retired_at, ?)
                WHERE id = ? AND position < (SELECT max(position) FROM key_encryption_keys)
                AND NOT EXISTS (SELECT 1 FROM data_keys WHERE wrapped_by = ? OR wrapped_by IS NULL)
                """, [at.milliseconds, id.description, id.description])
            guard retired == 1 else {
                let exists = try !db.rows("SELECT 1 FROM key_encryption_keys WHERE id = ?", [id.description]).isEmpty
                throw exists ? StoreError.conflict(.keyInUse) : .notFound(.keyEncryptionKey)
            }
        }
    }

    public func mayWarn(of id: KeyEncryptionKeyID, at: UnixTime, pause: Duration) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                "UPDATE key_encryption_keys SET warned_at = ? WHERE id = ? AND (warned_at IS NULL OR warned_at <= ?)",
                [at.milliseconds, id.description, (at - pause).milliseconds]) == 1
        }
    }
}

extension StoredKeyEncryptionKey {
    init(_ row: StoredRow) throws {
        try self.init(
            id: row.parsed("id") { KeyEncryptionKeyID($0) }, place: row.oneOf(KeyPlaceKind.self, "place"),
            createdAt: row.time("created_at"), rotateBy: row.time("rotate_by"), orderedBy: row.text("ordered_by"),
            retiredAt: row.optionalTime("retired_at"))
    }

    fileprivate var columns: StatementArguments {
        [id.description, place.rawValue, createdAt.milliseconds, rotateBy.milliseconds, orderedBy]
    }
}
