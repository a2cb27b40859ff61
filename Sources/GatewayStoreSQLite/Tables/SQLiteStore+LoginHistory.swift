internal import GRDB
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: LoginHistoryStore {
    public func recordLogin(
        of account: AccountName, at: UnixTime, from: NetworkAddress, with device: String
    ) async throws(StoreError) -> LoginNotice {
        try await write { db in
            let before = try db.loginNotice(of: account)
            try db.run(
                """
                INSERT INTO login_history (account, last_login, last_login_from, failures) VALUES (?, ?, ?, 0)
                ON CONFLICT (account) DO UPDATE
                SET last_login = excluded.last_login, last_login_from = excluded.last_login_from, failures = 0
                """, [account.text, at.milliseconds, from.description])
            try db.note(PastLogin(at: at, from: from, device: device, succeeded: true), of: account)
            return before
        }
    }

    public func recordFailedLogin(
        of account: AccountName, at: UnixTime, from: NetworkAddress, with device: String
    ) async throws(StoreError) {
        try await write { db in
            try db.run(
                """
                INSERT INTO login_history (account, failures, last_failure, last_failure_from) VALUES (?, 1, ?, ?)
                ON CONFLICT (account) DO UPDATE
                SET failures = failures + 1, last_failure = excluded.last_failure,
                    last_failure_from = excluded.last_failure_from
                """, [account.text, at.milliseconds, from.description])
            try db.note(PastLogin(at: at, from: from, device: device, succeeded: false), of: account)
        }
    }

    public func loginNotice(of account: AccountName) async throws(StoreError) -> LoginNotice {
        try await read { try $0.loginNotice(of: account) }
    }

    public func pastLogins(of account: AccountName) async throws(StoreError) -> [PastLogin] {
        try await read { db in
            try db.rows(
                "SELECT * FROM visits WHERE account = ? ORDER BY at DESC, rowid DESC LIMIT ?",
                [account.text, PastLogin.kept]
            ).map(as: .loginHistory) { row in
                PastLogin(
                    at: try row.time("at"), from: NetworkAddress(try row.text("source")),
                    device: try row.text("user_agent"), succeeded: try row.int("succeeded") != 0)
            }
        }
    }
}

extension Database {
    /// Adds a login, and forgets what is beyond those that are kept.
    fileprivate func note(_ login: PastLogin, of account: AccountName) throws {
        try run(
            "INSERT INTO visits (account, at, source, user_agent, succeeded) VALUES (?, ?, ?, ?, ?)",
            [
                account.text, login.at.milliseconds, login.from?.description ?? "", login.device,
                login.succeeded ? 1 : 0,
            ])
        try run(
            """
            DELETE FROM visits WHERE account = ? AND rowid IN
                (SELECT rowid FROM visits WHERE account = ? ORDER BY at DESC, rowid DESC LIMIT -1 OFFSET ?)
            """, [account.text, account.text, PastLogin.kept])
    }

    fileprivate func loginNotice(of account: AccountName) throws -> LoginNotice {
        try rows("SELECT * FROM login_history WHERE account = ?", [account.text]).map(as: .loginHistory) { row in
            try LoginNotice(
                lastLogin: row.optionalTime("last_login"),
                lastLoginFrom: row.optionalText("last_login_from").flatMap { NetworkAddress($0) },
                failuresSince: row.int("failures"), lastFailure: row.optionalTime("last_failure"),
                lastFailureFrom: row.optionalText("last_failure_from").flatMap { NetworkAddress($0) })
        }.first ?? .none
    }
}
