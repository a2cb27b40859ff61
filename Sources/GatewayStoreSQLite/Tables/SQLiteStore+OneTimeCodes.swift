internal import GRDB
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: OneTimeCodeStore {
    public func put(
        _ code: SHA256Digest, for purpose: OneTimeCodePurpose, payload: String, expires: UnixTime
    ) async throws(StoreError) {
        try await write { db in
            try db.insert(
                """
                INSERT INTO one_time_codes (purpose, code, payload, expires_at) VALUES (?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """, [purpose.rawValue, code.hex, payload, expires.milliseconds], orThrow: .identifierExists)
        }
    }

    public func putInstead(
        _ code: SHA256Digest, for purpose: OneTimeCodePurpose, of account: AccountName, payload: String,
        expires: UnixTime
    ) async throws(StoreError) {
        try await write { db in
            try db.run(
                """
                INSERT INTO one_time_codes (purpose, code, account, payload, expires_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (purpose, account) DO UPDATE
                SET code = excluded.code, payload = excluded.payload, expires_at = excluded.expires_at
                """, [purpose.rawValue, code.hex, account.text, payload, expires.milliseconds])
        }
    }

    public func consume(
        _ code: SHA256Digest, for purpose: OneTimeCodePurpose, at: UnixTime
    ) async throws(StoreError) -> String? {
        try await write { db in
            try db.rows(
                "DELETE FROM one_time_codes WHERE purpose = ? AND code = ? AND expires_at > ? RETURNING payload",
                [purpose.rawValue, code.hex, at.milliseconds]
            ).map(as: .oneTimeCode) { try $0.text("payload") }.first
        }
    }

    public func removeCodes(expiredBefore: UnixTime) async throws(StoreError) {
        try await write { db in
            try db.run("DELETE FROM one_time_codes WHERE expires_at < ?", [expiredBefore.milliseconds])
        }
    }
}
