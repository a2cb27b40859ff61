internal import GRDB
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: LoginHistoryStore {
    public func recordLogin(
        of account: AccountName, at: UnixTime, from: NetworkAddress
    ) async throws(StoreError) -> LoginNotice {
        try await write { db in
            let before = try db.loginNotice(of: account)
            try db.run(
                """
                INSERT INTO login_history (account, last_login, last_login_from, failures) VALUES (?, ?, ?, 0)
                ON CONFLICT (account) DO UPDATE
                SET last_login = excluded.last_login, last_login_from = excluded.last_login_from, failures = 0
                """, [account.text, at.milliseconds, from.description])
            return before
        }
    }

    public func recordFailedLogin(
        of account: AccountName, at: UnixTime, from: NetworkAddress
    ) async throws(StoreError) {
        try await write { db in
            try db.run(
                """
                INSERT INTO login_history (account, failures, last_failure, last_failure_from) VALUES (?, 1, ?, ?)
                ON CONFLICT (account) DO UPDATE
                SET failures = failures + 1, last_failure = excluded.last_failure,
                    last_failure_from = excluded.last_failure_from
                """, [account.text, at.milliseconds, from.description])
        }
    }

    public func loginNotice(of account: AccountName) async throws(StoreError) -> LoginNotice {
        try await read { try $0.loginNotice(of: account) }
    }
}

extension Database {
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
