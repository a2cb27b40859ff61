internal import GRDB
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: FactorResetStore {
    public func insert(_ reset: FactorReset) async throws(StoreError) {
        let asked = reset.askedAt.milliseconds
        try await write { db in
            try db.run(
                """
                UPDATE factor_resets SET state = 'cancelled', state_by = 'gateway', state_at = expires_at
                WHERE account = ? AND state IN ('asked', 'approved') AND expires_at <= ?
                """, [reset.account.text, asked])
            try db.insert(
                """
                INSERT INTO factor_resets (id, account, asked_by, asked_at, reason, expires_at, state, state_by, state_at)
                VALUES (?, ?, ?, ?, ?, ?, 'asked', ?, ?) ON CONFLICT DO NOTHING
                """,
                [
                    reset.id, reset.account.text, reset.askedBy.text, asked, reset.reason, reset.expires.milliseconds,
                    reset.askedBy.text, asked,
                ], orThrow: .resetOpen)
        }
    }

    public func approveReset(_ id: String, _ approval: FactorReset.Approval) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                UPDATE factor_resets
                SET state = 'approved', approved_by = ?, approved_at = ?, effective_at = ?, state_by = ?, state_at = ?
                WHERE id = ? AND state = 'asked' AND expires_at > ? AND asked_by <> ? AND account <> ?
                """,
                [
                    approval.by.text, approval.at.milliseconds, approval.effective.milliseconds, approval.by.text,
                    approval.at.milliseconds, id, approval.at.milliseconds, approval.by.text, approval.by.text,
                ]) == 1
        }
    }

    public func cancelReset(_ id: String, by: AccountName, at: UnixTime) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                UPDATE factor_resets SET state = 'cancelled', state_by = ?, state_at = ?
                WHERE id = ? AND state IN ('asked', 'approved') AND expires_at > ?
                """, [by.text, at.milliseconds, id, at.milliseconds]) == 1
        }
    }

    public func delayResets(of account: AccountName, until: UnixTime) async throws(StoreError) {
        try await write { db in
            try db.run(
                "UPDATE factor_resets SET effective_at = max(effective_at, ?) WHERE account = ? AND state = 'approved'",
                [until.milliseconds, account.text])
        }
    }

    public func carryOutReset(_ id: String, by: AccountName, at: UnixTime, leaving code: StoredEnrolmentCode)
        async throws(StoreError) -> Bool
    {
        try await write { db in
            let reset = try db.rows(
                """
                UPDATE factor_resets SET state = 'done', state_by = ?, state_at = ?
                WHERE id = ? AND state = 'approved' AND effective_at <= ? AND expires_at > ? RETURNING account
                """, [by.text, at.milliseconds, id, at.milliseconds, at.milliseconds]
            ).map(as: .factorReset) { try $0.account() }
            guard let account = reset.first else { return false }
            try db.resetFactors(of: account, at: at, leaving: code)
            return true
        }
    }

    public func resets(openAt: UnixTime) async throws(StoreError) -> [FactorReset] {
        try await read { db in
            try db.rows(
                """
                SELECT * FROM factor_resets WHERE state IN ('asked', 'approved') AND expires_at > ?
                ORDER BY asked_at, id
                """, [openAt.milliseconds]
            ).map(as: .factorReset) { try FactorReset($0) }
        }
    }

    public func resets(of account: AccountName) async throws(StoreError) -> [FactorReset] {
        try await read { db in
            try db.rows(
                "SELECT * FROM factor_resets WHERE account = ? ORDER BY asked_at DESC, rowid DESC", [account.text]
            ).map(as: .factorReset) { try FactorReset($0) }
        }
    }
}

extension FactorReset {
    fileprivate init(_ row: StoredRow) throws {
        try self.init(
            id: row.text("id"), account: row.account(), askedBy: row.account("asked_by"), askedAt: row.time("asked_at"),
            reason: row.text("reason"), expires: row.time("expires_at"), state: State(row))
    }
}

extension FactorReset.State {
    fileprivate init(_ row: StoredRow) throws {
        switch try row.text("state") {
        case "asked": self = .asked
        case "approved":
            guard let at = try row.optionalTime("approved_at"), let effective = try row.optionalTime("effective_at")
            else { throw row.unreadable("approved_at") }
            self = .approved(.init(by: try row.account("approved_by"), at: at, effective: effective))
        case "cancelled": self = .cancelled(by: try row.account("state_by"), at: try row.time("state_at"))
        case "done": self = .done(by: try row.account("state_by"), at: try row.time("state_at"))
        default: throw row.unreadable("state")
        }
    }
}
