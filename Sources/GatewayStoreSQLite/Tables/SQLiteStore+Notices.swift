internal import GRDB
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: NoticeStore {
    public func note(_ certificate: KnownCertificate) async throws(StoreError) {
        try await write { db in
            try db.run(
                """
                INSERT INTO known_certificates (account, issuer, serial, public_key, not_before, not_after, fingerprint)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account, issuer, serial)
                DO UPDATE SET fingerprint = excluded.fingerprint WHERE fingerprint IS NULL
                """,
                [
                    certificate.account.text, certificate.issuer, certificate.serial, certificate.publicKey.hex,
                    certificate.notBefore.milliseconds, certificate.notAfter.milliseconds, certificate.fingerprint?.hex,
                ])
        }
    }

    public func knownCertificates(of account: AccountName) async throws(StoreError) -> [KnownCertificate] {
        try await read { db in
            try db.rows(
                "SELECT * FROM known_certificates WHERE account = ? ORDER BY not_after DESC, serial", [account.text]
            ).map(as: .certificate) { try KnownCertificate($0) }
        }
    }

    public func holder(ofCertificate fingerprint: SHA256Digest) async throws(StoreError) -> AccountName? {
        try await read { db in
            try db.rows(
                "SELECT account FROM known_certificates WHERE fingerprint = ? ORDER BY rowid DESC LIMIT 1",
                [fingerprint.hex]
            ).map(as: .certificate) { try $0.account() }.first
        }
    }

    public func knownCertificates(
        endingAfter: UnixTime, notAfter: UnixTime, limit: Int
    ) async throws(StoreError) -> [KnownCertificate] {
        try await read { db in
            try db.rows(
                "SELECT * FROM known_certificates WHERE not_after > ? AND not_after <= ? ORDER BY not_after LIMIT ?",
                [endingAfter.milliseconds, notAfter.milliseconds, limit]
            ).map(as: .certificate) { try KnownCertificate($0) }
        }
    }

    public func claimNotice(about subject: String, days: Int, ending: UnixTime) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                "INSERT INTO sent_notices (subject, days, ends_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [subject, days, ending.milliseconds]) == 1
        }
    }

    public func removeNotices(endedBefore: UnixTime) async throws(StoreError) {
        try await write { db in
            try db.run("DELETE FROM sent_notices WHERE ends_at < ?", [endedBefore.milliseconds])
            try db.run("DELETE FROM known_certificates WHERE not_after < ?", [endedBefore.milliseconds])
        }
    }
}

extension KnownCertificate {
    fileprivate init(_ row: StoredRow) throws {
        try self.init(
            account: row.account(), issuer: row.text("issuer"), serial: row.text("serial"),
            publicKey: row.digest("public_key"), notBefore: row.time("not_before"), notAfter: row.time("not_after"),
            fingerprint: row.optional("fingerprint") { SHA256Digest(hex: $0) })
    }
}
