internal import GRDB
internal import GatewayCrypto
public import GatewayFactors
public import GatewayIdentity
public import GatewayStore

/// Devices whose codes go by the clock.
extension SQLiteStore {
    public func insertPending(_ device: TOTPDevice) async throws(StoreError) {
        try await write { try $0.insertPending(device) }
    }

    public func activate(_ device: AuthenticatorID, step: TimeStep, at: UnixTime) async throws(StoreError) -> Bool {
        try await write { db in
            guard try db.activate(device, at: at) else { return false }
            try db.run(
                "UPDATE totp_devices SET last_step = ? WHERE id = ?", [Int64(clamping: step.number), device.text])
            return true
        }
    }

    public func totpDevices(of account: AccountName) async throws(StoreError) -> [TOTPDevice] {
        try await read { db in
            try db.rows(
                "SELECT * FROM authenticators JOIN totp_devices USING (id) WHERE account = ? ORDER BY created_at, id",
                [account.text]
            ).map(as: .totpDevice) { try TOTPDevice($0) }
        }
    }

    public func acceptStep(_ step: TimeStep, of device: AuthenticatorID) async throws(StoreError) -> Bool {
        let step = Int64(clamping: step.number)
        return try await write { db in
            try db.change(
                """
                UPDATE totp_devices SET last_step = ?
                WHERE id = ? AND (last_step IS NULL OR last_step < ?) AND \(Self.isActive)
                """, [step, device.text, step]) == 1
        }
    }

    public func setDrift(
        _ drift: ClockDrift, step: TimeStep, of device: AuthenticatorID
    ) async throws(StoreError) -> Bool {
        let step = Int64(clamping: step.number)
        return try await write { db in
            try db.change(
                """
                UPDATE totp_devices SET drift = ?, last_step = ?
                WHERE id = ? AND (last_step IS NULL OR last_step < ?) AND \(Self.isActiveOrPending)
                """, [drift.steps, step, device.text, step]) == 1
        }
    }
}

/// Devices whose codes go by a counter.
extension SQLiteStore {
    public func insertPending(_ device: HOTPDevice) async throws(StoreError) {
        try await write { try $0.insertPending(device) }
    }

    public func activate(_ device: AuthenticatorID, next: HOTPCounter, at: UnixTime) async throws(StoreError) -> Bool {
        let next = Int64(clamping: next.number)
        return try await write { db in
            let isPending = "id IN (SELECT id FROM authenticators WHERE state = 'pending' AND state_at > ?)"
            let counted = try db.change(
                "UPDATE hotp_devices SET next_counter = ?, last_used_at = ? WHERE id = ? AND next_counter < ? AND \(isPending)",
                [next, at.milliseconds, device.text, next, at.milliseconds])
            return try counted == 1 && db.activate(device, at: at)
        }
    }

    public func hotpDevices(of account: AccountName) async throws(StoreError) -> [HOTPDevice] {
        try await read { db in
            try db.rows(
                "SELECT * FROM authenticators JOIN hotp_devices USING (id) WHERE account = ? ORDER BY created_at, id",
                [account.text]
            ).map(as: .hotpDevice) { try HOTPDevice($0) }
        }
    }

    public func acceptCounter(
        next: HOTPCounter, of device: AuthenticatorID, at: UnixTime
    ) async throws(StoreError) -> Bool {
        let next = Int64(clamping: next.number)
        return try await write { db in
            try db.change(
                """
                UPDATE hotp_devices SET next_counter = ?, last_used_at = ?
                WHERE id = ? AND next_counter < ? AND \(Self.isActive)
                """, [next, at.milliseconds, device.text, next]) == 1
        }
    }

    public func setCounter(next: HOTPCounter, of device: AuthenticatorID) async throws(StoreError) -> Bool {
        let next = Int64(clamping: next.number)
        return try await write { db in
            try db.change(
                "UPDATE hotp_devices SET next_counter = ? WHERE id = ? AND next_counter < ? AND \(Self.isActiveOrPending)",
                [next, device.text, next]) == 1
        }
    }

    /// Of a table with an `id` of an authenticator.
    private static let isActive = "id IN (SELECT id FROM authenticators WHERE state = 'active')"
    private static let isActiveOrPending = "id IN (SELECT id FROM authenticators WHERE state IN ('active', 'pending'))"
}

extension Database {
    func insertPending(_ device: TOTPDevice) throws {
        try insertPending(device.authenticator)
        try run(
            """
            INSERT INTO totp_devices (id, algorithm, digits, period, secret, last_step, drift)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                device.id.text, device.parameters.algorithm.rawValue, device.parameters.digits.rawValue,
                device.parameters.period.rawValue, device.secret.stored,
                device.lastStep.map { Int64(clamping: $0.number) }, device.drift.steps,
            ])
    }

    func insertPending(_ device: HOTPDevice) throws {
        try insertPending(device.authenticator)
        try run(
            """
            INSERT INTO hotp_devices (id, algorithm, digits, secret, next_counter, last_used_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                device.id.text, device.parameters.algorithm.rawValue, device.parameters.digits.rawValue,
                device.secret.stored, Int64(clamping: device.next.number), device.lastUsed?.milliseconds,
            ])
    }
}

extension TOTPDevice {
    fileprivate init(_ row: StoredRow) throws {
        guard let drift = ClockDrift(steps: try row.int("drift")) else { throw row.unreadable("drift") }
        try self.init(
            Authenticator(row), parameters: TOTPParameters(row, period: TimeStep.Period(row)),
            secret: row.parsed("secret") { SealedSecret(stored: $0) },
            lastStep: row.optionalNumber("last_step").map { TimeStep(UInt64(clamping: $0)) }, drift: drift)
    }
}

extension HOTPDevice {
    fileprivate init(_ row: StoredRow) throws {
        try self.init(
            Authenticator(row), parameters: TOTPParameters(row),
            secret: row.parsed("secret") { SealedSecret(stored: $0) },
            next: HOTPCounter(UInt64(clamping: row.int("next_counter"))), lastUsed: row.optionalTime("last_used_at"))
    }
}

extension TOTPParameters {
    init(_ row: StoredRow, period: TimeStep.Period = .usual) throws {
        guard let digits = Digits(rawValue: try row.int("digits")) else { throw row.unreadable("digits") }
        self.init(algorithm: try row.oneOf(HMAC.Algorithm.self, "algorithm"), digits: digits, period: period)
    }
}

extension TimeStep.Period {
    init(_ row: StoredRow) throws {
        guard let period = Self(rawValue: Int64(try row.int("period"))) else { throw row.unreadable("period") }
        self = period
    }
}
