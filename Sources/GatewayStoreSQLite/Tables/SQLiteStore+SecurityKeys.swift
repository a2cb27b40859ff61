internal import GRDB
public import GatewayIdentity
public import GatewayStore
internal import GatewayWebAuthn

extension SQLiteStore: SecurityKeyStore {
    public func userHandle(of account: AccountName, otherwise candidate: [UInt8]) async throws(StoreError) -> [UInt8] {
        try await write { db in
            // The update changes nothing: it is there for RETURNING to return the row.
            let rows = try db.rows(
                """
                INSERT INTO webauthn_users (account, handle) VALUES (?, ?)
                ON CONFLICT (account) DO UPDATE SET handle = handle RETURNING handle
                """, [account.text, Base64URL.encode(candidate)])
            guard let handle = try rows.map(as: .securityKey, { try $0.bytes("handle") }).first else {
                throw StoreError.notFound(.account)
            }
            return handle
        }
    }

    public func insert(_ key: SecurityKey) async throws(StoreError) {
        try await write { db in
            try db.insert(key.authenticator)
            try db.insert(
                """
                INSERT INTO webauthn_credentials
                    (id, credential_id, public_key, signature_count, aaguid, attestation, transports, backup_eligible,
                    backed_up, last_used_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                [
                    key.id.text, Base64URL.encode(key.record.id), Base64URL.encode(key.record.encodedPublicKey),
                    Int64(key.record.signatureCount), key.model.description, key.attestation.rawValue,
                    key.transports.sorted().map(\.rawValue).joined(separator: " "),
                    key.record.isBackupEligible ? 1 : 0, key.isBackedUp ? 1 : 0, key.lastUsed?.milliseconds,
                ], orThrow: .credentialExists)
            // A key is active from the start: its registration was its first proof.
            try db.putInPlace(key.id, at: key.authenticator.createdAt)
            // Behind the insert, and in its transaction: what throws here takes it back.
            let held = try db.rows(
                """
                SELECT id FROM authenticators
                WHERE account = ? AND kind = 'webauthn' AND state IN ('active', 'locked')
                """, [key.account.text])
            guard held.count <= SecurityKey.mostPerAccount else { throw StoreError.conflict(.tooManyKeys) }
        }
    }

    public func securityKeys(of account: AccountName) async throws(StoreError) -> [SecurityKey] {
        try await read { db in
            try db.rows(
                """
                SELECT * FROM authenticators JOIN webauthn_credentials USING (id) JOIN webauthn_users USING (account)
                WHERE account = ? ORDER BY created_at, id
                """, [account.text]
            ).map(as: .securityKey) { try SecurityKey($0) }
        }
    }

    public func acceptAssertion(
        by key: AuthenticatorID, count: UInt32, after previous: UInt32, isBackedUp: Bool, at: UnixTime
    ) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                UPDATE webauthn_credentials SET signature_count = ?, backed_up = ?, last_used_at = ?
                WHERE id = ? AND signature_count = ? AND (signature_count < ? OR (signature_count = 0 AND ? = 0))
                    AND id IN (SELECT id FROM authenticators WHERE state = 'active')
                """,
                [
                    Int64(count), isBackedUp ? 1 : 0, at.milliseconds, key.text, Int64(previous), Int64(count),
                    Int64(count),
                ]) == 1
        }
    }
}

/// Challenges.
extension SQLiteStore {
    public func open(_ challenge: WebAuthnChallenge) async throws(StoreError) {
        try await write { db in
            try db.run(
                """
                DELETE FROM webauthn_challenges WHERE challenge IN
                    (SELECT challenge FROM webauthn_challenges WHERE account = ? AND purpose = ?
                    ORDER BY expires_at DESC, challenge LIMIT -1 OFFSET ?)
                """, [challenge.account.text, challenge.purpose.rawValue, WebAuthnChallenge.mostOpen - 1])
            try db.insert(
                """
                INSERT INTO webauthn_challenges
                    (challenge, account, certificate_key, purpose, expires_at, renewable_until)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                [
                    challenge.hash.hex, challenge.account.text, challenge.certificateKey.hex,
                    challenge.purpose.rawValue, challenge.expires.milliseconds, challenge.renewable?.milliseconds,
                ], orThrow: .identifierExists)
        }
    }

    public func consumeChallenge(
        _ hash: SHA256Digest, for purpose: WebAuthnChallenge.Purpose, of account: AccountName,
        certificateKey: SHA256Digest, at: UnixTime
    ) async throws(StoreError) -> WebAuthnChallenge? {
        try await write { db in
            try db.rows(
                """
                DELETE FROM webauthn_challenges
                WHERE challenge = ? AND purpose = ? AND account = ? AND certificate_key = ? AND expires_at > ?
                RETURNING *
                """, [hash.hex, purpose.rawValue, account.text, certificateKey.hex, at.milliseconds]
            ).map(as: .challenge) { try WebAuthnChallenge($0) }.first
        }
    }

    public func removeChallenges(expiredBefore: UnixTime) async throws(StoreError) {
        try await write { db in
            try db.run("DELETE FROM webauthn_challenges WHERE expires_at < ?", [expiredBefore.milliseconds])
        }
    }
}

extension SecurityKey {
    fileprivate init(_ row: StoredRow) throws {
        guard let count = UInt32(exactly: try row.int("signature_count")) else {
            throw row.unreadable("signature_count")
        }
        try self.init(
            Authenticator(row),
            record: CredentialRecord(
                id: row.bytes("credential_id"), encodedPublicKey: row.bytes("public_key"), signatureCount: count,
                isBackupEligible: row.int("backup_eligible") != 0, userHandle: row.bytes("handle")),
            model: row.parsed("aaguid") { AAGUID($0) },
            attestation: row.oneOf(VerifiedRegistration.Attestation.self, "attestation"),
            transports: row.parsed("transports") { Transport.set(in: $0) }, isBackedUp: row.int("backed_up") != 0,
            lastUsed: row.optionalTime("last_used_at"))
    }
}

extension WebAuthnChallenge {
    fileprivate init(_ row: StoredRow) throws {
        try self.init(
            hash: row.digest("challenge"), account: row.account(), certificateKey: row.digest("certificate_key"),
            purpose: row.oneOf(Purpose.self, "purpose"), expires: row.time("expires_at"),
            renewable: row.optionalTime("renewable_until"))
    }
}

extension Transport {
    /// `nil` when one of them is not known.
    fileprivate static func set(in text: String) -> Set<Transport>? {
        let words = text.split(separator: " ")
        let transports = words.compactMap { Transport(rawValue: String($0)) }
        return transports.count == words.count ? Set(transports) : nil
    }
}

extension StoredRow {
    fileprivate func bytes(_ column: String) throws -> [UInt8] {
        try parsed(column) { Base64URL.decode($0.utf8) }
    }
}
