internal import GRDB
internal import GatewayCrypto
internal import GatewayFactors
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: TokenStockStore {
    public func insert(_ tokens: [SeededToken]) async throws(StoreError) {
        try await write { db in
            for token in tokens { try db.insert(token) }
        }
    }

    public func knownTokens(among serials: [String]) async throws(StoreError) -> [String] {
        try await read { db in
            try serials.filter { serial in
                try !db.rows("SELECT 1 FROM token_stock WHERE serial = ? AND state <> 'revoked'", [serial]).isEmpty
            }
        }
    }

    public func stockToken(_ serial: String) async throws(StoreError) -> StockToken? {
        try await read { db in
            try db.rows("SELECT * FROM token_stock WHERE serial = ?", [serial])
                .map(as: .stockToken) { try StockToken($0) }.first
        }
    }

    public func seededToken(_ serial: String) async throws(StoreError) -> SeededToken? {
        try await read { db in
            try db.rows("SELECT * FROM token_stock WHERE serial = ? AND state = 'waiting'", [serial])
                .map(as: .stockToken) { row in
                    SeededToken(try StockToken(row), secret: try row.parsed("secret") { SealedSecret(stored: $0) })
                }.first
        }
    }

    public func stockTokens(after: String?, limit: Int) async throws(StoreError) -> [StockToken] {
        try await read { db in
            try db.rows("SELECT * FROM token_stock WHERE serial > ? ORDER BY serial LIMIT ?", [after ?? "", limit])
                .map(as: .stockToken) { try StockToken($0) }
        }
    }

    public func assignToken(as device: OneTimeCodeDevice, at: UnixTime) async throws(StoreError) -> Bool {
        try await write { db in
            let assigned = try db.change(
                """
                UPDATE token_stock SET state = 'assigned', state_at = ?, account = ?, authenticator = ?, secret = NULL
                WHERE serial = ? AND state = 'waiting'
                """,
                [
                    at.milliseconds, device.authenticator.account.text, device.id.text, device.authenticator.serial,
                ])
            guard assigned == 1 else { return false }
            switch device {
            case .totp(let device): try db.insertPending(device)
            case .hotp(let device): try db.insertPending(device)
            }
            return true
        }
    }

    public func revokeToken(_ serial: String, at: UnixTime) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                UPDATE token_stock SET state = 'revoked', state_at = ?, secret = NULL
                WHERE serial = ? AND state <> 'revoked'
                """, [at.milliseconds, serial]) == 1
        }
    }

    public func countResynchronisation(
        of id: AuthenticatorID, at: UnixTime, since: UnixTime, limit: Int
    ) async throws(StoreError) -> Bool {
        try await write { db in
            try db.run(
                "DELETE FROM resynchronisations WHERE authenticator = ? AND at <= ?", [id.text, since.milliseconds])
            return try db.change(
                """
                INSERT INTO resynchronisations (authenticator, at)
                SELECT ?, ? WHERE (SELECT count(*) FROM resynchronisations WHERE authenticator = ? AND at > ?) < ?
                """, [id.text, at.milliseconds, id.text, since.milliseconds, limit]) == 1
        }
    }
}

extension Database {
    fileprivate func insert(_ seeded: SeededToken) throws {
        let token = seeded.token
        try insert(
            """
            INSERT INTO token_stock
                (serial, manufacturer, kind, algorithm, digits, period, moving, begins_at, ends_at, secret, state,
                state_at, account, authenticator, imported_at, imported_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, NULL, NULL, ?, ?)
            ON CONFLICT (serial) DO UPDATE
            SET manufacturer = excluded.manufacturer, kind = excluded.kind, algorithm = excluded.algorithm,
                digits = excluded.digits, period = excluded.period, moving = excluded.moving,
                begins_at = excluded.begins_at, ends_at = excluded.ends_at, secret = excluded.secret,
                state = 'waiting', state_at = excluded.state_at, account = NULL, authenticator = NULL,
                imported_at = excluded.imported_at, imported_by = excluded.imported_by
            WHERE token_stock.state = 'revoked'
            """,
            [
                token.serial, token.manufacturer, token.kind.rawValue, token.parameters.algorithm.rawValue,
                token.parameters.digits.rawValue, token.parameters.period.rawValue, token.moving.stored,
                token.validity.begins?.milliseconds, token.validity.ends?.milliseconds, seeded.secret.stored,
                token.importedAt.milliseconds, token.importedAt.milliseconds, token.importedBy.text,
            ], orThrow: .tokenExists)
    }
}

extension StockToken {
    fileprivate init(_ row: StoredRow) throws {
        try self.init(
            serial: row.text("serial"), manufacturer: row.text("manufacturer"), moving: Moving(row),
            parameters: TOTPParameters(row, period: TimeStep.Period(row)),
            validity: Validity(begins: row.optionalTime("begins_at"), ends: row.optionalTime("ends_at")),
            importedAt: row.time("imported_at"), importedBy: row.account("imported_by"), state: State(row))
    }
}

extension StockToken.Moving {
    fileprivate var stored: Int64 {
        switch self {
        case .counter(let counter): Int64(clamping: counter.number)
        case .time(let drift): Int64(drift.steps)
        }
    }

    fileprivate init(_ row: StoredRow) throws {
        let number = try row.int("moving")
        switch try row.oneOf(Authenticator.Kind.self, "kind") {
        case .hotp: self = .counter(HOTPCounter(UInt64(clamping: number)))
        case .totp:
            guard let drift = ClockDrift(steps: number) else { throw row.unreadable("moving") }
            self = .time(drift)
        case .webauthn: throw row.unreadable("kind")
        }
    }
}

extension StockToken.State {
    fileprivate init(_ row: StoredRow) throws {
        switch try row.text("state") {
        case "waiting": self = .waiting
        case "assigned":
            self = .assigned(
                to: try row.account(), as: AuthenticatorID(try row.text("authenticator")), at: try row.time("state_at"))
        case "revoked": self = .revoked(at: try row.time("state_at"))
        default: throw row.unreadable("state")
        }
    }
}
