internal import GRDB
internal import GatewayCrypto
public import GatewayFactors
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: FactorStore {
    public func insertPending(_ device: TOTPDevice) async throws(StoreError) {
        try await write { db in
            try db.run(
                "DELETE FROM totp_devices WHERE account = ? AND active_since IS NULL", [device.account.text])
            let columns = StateColumns(device.state)
            try db.insert(
                """
                INSERT INTO totp_devices
                    (id, account, label, algorithm, digits, secret, pending_until, active_since, last_step, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                [
                    device.id.text, device.account.text, device.label, device.parameters.algorithm.rawValue,
                    device.parameters.digits.rawValue, device.secret.stored, columns.pendingUntil, columns.activeSince,
                    device.lastStep.map { Int64(clamping: $0.number) }, device.createdAt.milliseconds,
                ], orThrow: .identifierExists)
        }
    }

    public func activate(_ device: AuthenticatorID, step: TimeStep, at: UnixTime) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                UPDATE totp_devices SET active_since = ?, pending_until = NULL, last_step = ?
                WHERE id = ? AND pending_until > ?
                """, [at.milliseconds, Int64(clamping: step.number), device.text, at.milliseconds]) == 1
        }
    }

    public func totpDevices(of account: AccountName) async throws(StoreError) -> [TOTPDevice] {
        try await read { db in
            try db.rows("SELECT * FROM totp_devices WHERE account = ? ORDER BY created_at, id", [account.text])
                .map(as: .totpDevice) { try TOTPDevice($0) }
        }
    }

    public func acceptStep(_ step: TimeStep, of device: AuthenticatorID) async throws(StoreError) -> Bool {
        let step = Int64(clamping: step.number)
        return try await write { db in
            try db.change(
                """
                UPDATE totp_devices SET last_step = ?
                WHERE id = ? AND active_since IS NOT NULL AND (last_step IS NULL OR last_step < ?)
                """, [step, device.text, step]) == 1
        }
    }

    public func removeFactors(of account: AccountName) async throws(StoreError) {
        try await write { db in
            try db.run("DELETE FROM totp_devices WHERE account = ?", [account.text])
            try db.run("DELETE FROM recovery_codes WHERE account = ?", [account.text])
            try db.run("DELETE FROM enrolment_codes WHERE account = ?", [account.text])
        }
    }

    public func putEnrolmentCode(
        _ code: SHA256Digest, of account: AccountName, expires: UnixTime
    ) async throws(StoreError) {
        try await write { db in
            try db.run(
                """
                INSERT INTO enrolment_codes (account, code, expires_at) VALUES (?, ?, ?)
                ON CONFLICT (account) DO UPDATE SET code = excluded.code, expires_at = excluded.expires_at
                """, [account.text, code.hex, expires.milliseconds])
        }
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

private struct StateColumns {
    var pendingUntil: Int64?
    var activeSince: Int64?

    init(_ state: TOTPDevice.State) {
        switch state {
        case .pending(let until): pendingUntil = until.milliseconds
        case .active(let since): activeSince = since.milliseconds
        }
    }
}

extension TOTPDevice {
    fileprivate init(_ row: StoredRow) throws {
        guard let digits = TOTPParameters.Digits(rawValue: try row.int("digits")) else {
            throw row.unreadable("digits")
        }
        let state: State
        if let since = try row.optionalTime("active_since") {
            state = .active(since: since)
        } else {
            state = .pending(until: try row.time("pending_until"))
        }
        try self.init(
            id: AuthenticatorID(row.text("id")), account: row.account(), label: row.text("label"),
            parameters: TOTPParameters(algorithm: row.oneOf(HMAC.Algorithm.self, "algorithm"), digits: digits),
            secret: row.parsed("secret") { SealedSecret(stored: $0) }, state: state,
            lastStep: row.optionalNumber("last_step").map { TimeStep(UInt64(clamping: $0)) },
            createdAt: row.time("created_at"))
    }
}
