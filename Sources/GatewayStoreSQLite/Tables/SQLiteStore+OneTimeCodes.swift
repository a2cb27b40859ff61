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
