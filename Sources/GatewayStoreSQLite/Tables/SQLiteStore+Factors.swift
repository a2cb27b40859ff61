internal import GRDB
internal import GatewayFactors
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: FactorStore {
    public func removeFactors(of account: AccountName, at: UnixTime) async throws(StoreError) {
        try await write { try $0.removeFactors(of: account, at: at) }
    }

    public func resetFactors(of account: AccountName, at: UnixTime, leaving code: StoredEnrolmentCode)
        async throws(StoreError)
    {
        try await write { try $0.resetFactors(of: account, at: at, leaving: code) }
    }

    public func consumeEnrolmentCode(
        _ code: SHA256Digest, of account: AccountName, at: UnixTime
    ) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                "DELETE FROM enrolment_codes WHERE account = ? AND code = ? AND expires_at > ?",
                [account.text, code.hex, at.milliseconds]) == 1
        }
    }

    public func replaceRecoveryCodes(_ codes: [SHA256Digest], of account: AccountName) async throws(StoreError) {
        try await write { db in
            try db.run("DELETE FROM recovery_codes WHERE account = ?", [account.text])
            for code in codes {
                try db.insert(
                    "INSERT INTO recovery_codes (account, code) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    [account.text, code.hex], orThrow: .identifierExists)
            }
        }
    }

    public func consumeRecoveryCode(_ code: SHA256Digest, of account: AccountName) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change("DELETE FROM recovery_codes WHERE account = ? AND code = ?", [account.text, code.hex]) == 1
        }
    }

    public func remainingRecoveryCodes(of account: AccountName) async throws(StoreError) -> Int {
        try await read { db in
            try db.rows("SELECT code FROM recovery_codes WHERE account = ?", [account.text]).count
        }
    }
}

extension Database {
    func resetFactors(of account: AccountName, at: UnixTime, leaving code: StoredEnrolmentCode) throws {
        try removeFactors(of: account, at: at)
        try run(
            "INSERT INTO enrolment_codes (account, code, expires_at) VALUES (?, ?, ?)",
            [account.text, code.digest.hex, code.expires.milliseconds])
    }

    func removeFactors(of account: AccountName, at: UnixTime) throws {
        for table in AuthenticatorTable.all {
            try run(
                "DELETE FROM \(table) WHERE id IN (SELECT id FROM authenticators WHERE account = ?)", [account.text])
        }
        try run(
            """
            UPDATE authenticators SET state = 'revoked', state_at = ?
            WHERE account = ? AND state IN ('pending', 'active', 'locked', 'copied', 'lost')
            """, [at.milliseconds, account.text])
        for table in ["webauthn_challenges", "recovery_codes", "enrolment_codes"] {
            try run("DELETE FROM \(table) WHERE account = ?", [account.text])
        }
    }
}
