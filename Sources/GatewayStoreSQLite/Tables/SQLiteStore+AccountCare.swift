internal import GRDB
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: AccountCareStore {
    public func cares(after: AccountName?, limit: Int) async throws(StoreError) -> [AccountCare] {
        try await read { db in
            try db.rows(
                """
                SELECT name, active_since, used_at, reviewed_at, reviewed_by FROM accounts
                WHERE name > ? AND state <> 'removed' ORDER BY name LIMIT ?
                """, [after?.text ?? "", limit]
            ).map(as: .account) { try AccountCare($0) }
        }
    }

    public func care(of account: AccountName) async throws(StoreError) -> AccountCare {
        try await read { db in
            let found = try db.rows(
                "SELECT name, active_since, used_at, reviewed_at, reviewed_by FROM accounts WHERE name = ?",
                [account.text]
            ).map(as: .account) { try AccountCare($0) }
            guard let care = found.first else { throw StoreError.notFound(.account) }
            return care
        }
    }

    public func noteUse(_ times: [AccountName: UnixTime]) async throws(StoreError) {
        try await write { db in
            for (account, time) in times {
                try db.run(
                    "UPDATE accounts SET used_at = ?1 WHERE name = ?2 AND (used_at IS NULL OR used_at < ?1)",
                    [time.milliseconds, account.text])
            }
        }
    }

    public func disable(_ account: AccountName, unusedSince instant: UnixTime) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                UPDATE accounts SET state = 'disabled'
                WHERE name = ?1 AND state = 'active' AND active_since <= ?2 AND (used_at IS NULL OR used_at <= ?2)
                """, [account.text, instant.milliseconds]) == 1
        }
    }

    public func suspend(_ account: AccountName, unreviewedSince instant: UnixTime) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                UPDATE accounts SET state = 'suspended'
                WHERE name = ?1 AND state = 'active' AND created_at <= ?2 AND (reviewed_at IS NULL OR reviewed_at <= ?2)
                """, [account.text, instant.milliseconds]) == 1
        }
    }

    public func signOffReview(of account: AccountName, by: AccountName, at: UnixTime) async throws(StoreError) {
        try await write { db in
            let signed = try db.change(
                """
                UPDATE accounts SET reviewed_at = ?1, reviewed_by = ?2, told_at = NULL
                WHERE name = ?3 AND name <> ?2 AND state <> 'removed'
                """, [at.milliseconds, by.text, account.text])
            guard signed == 1 else { throw StoreError.notFound(.account) }
        }
    }

    public func signOffSpecialCheck(of account: AccountName, by: AccountName, at: UnixTime) async throws(StoreError) {
        try await write { db in
            let signed = try db.change(
                "UPDATE special_accounts SET checked_at = ?1, checked_by = ?2 WHERE account = ?3 AND account <> ?2",
                [at.milliseconds, by.text, account.text])
            guard signed == 1 else { throw StoreError.notFound(.specialListing) }
        }
    }

    public func takeTurnToTell(of account: AccountName, at: UnixTime, unlessToldAfter instant: UnixTime)
        async throws(StoreError) -> Bool
    {
        try await write { db in
            try db.change(
                "UPDATE accounts SET told_at = ?1 WHERE name = ?2 AND (told_at IS NULL OR told_at <= ?3)",
                [at.milliseconds, account.text, instant.milliseconds]) == 1
        }
    }
}

extension AccountCare {
    fileprivate init(_ row: StoredRow) throws {
        var review: SpecialListing.Check?
        if let at = try row.optionalTime("reviewed_at") { review = .init(at: at, by: try row.account("reviewed_by")) }
        try self.init(
            account: row.account("name"), activeSince: row.time("active_since"), usedAt: row.optionalTime("used_at"),
            review: review)
    }
}
