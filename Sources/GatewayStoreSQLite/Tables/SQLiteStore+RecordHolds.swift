internal import GRDB
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: RecordHoldStore {
    public func insert(_ hold: RecordHold) async throws(StoreError) {
        try await write { db in
            try db.insert(
                """
                INSERT INTO record_holds (id, from_at, to_at, reason, set_by, set_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
                [
                    hold.id, hold.from?.milliseconds, hold.to?.milliseconds, hold.reason, hold.by.text,
                    hold.at.milliseconds,
                ], orThrow: .identifierExists)
        }
    }

    public func liftHold(_ id: String, by: AccountName, at: UnixTime, reason: String) async throws(StoreError) {
        try await write { db in
            let lifted = try db.change(
                """
                UPDATE record_holds SET lifted_by = ?, lifted_at = ?, lifted_reason = ?
                WHERE id = ? AND lifted_at IS NULL
                """, [by.text, at.milliseconds, reason, id])
            guard lifted == 1 else { throw StoreError.notFound(.recordHold) }
        }
    }

    public func holds() async throws(StoreError) -> [RecordHold] {
        try await read { db in
            try db.rows("SELECT * FROM record_holds WHERE lifted_at IS NULL ORDER BY set_at, id", [])
                .map(as: .recordHold) { row in
                    try RecordHold(
                        id: row.text("id"), from: row.optionalTime("from_at"), to: row.optionalTime("to_at"),
                        reason: row.text("reason"), by: row.account("set_by"), at: row.time("set_at"))
                }
        }
    }
}
