internal import GRDB
internal import GatewayIdentity
public import GatewayLimits
public import GatewayStore

extension SQLiteStore: AttemptStore {
    public func attempts(for key: AttemptKey) async throws(StoreError) -> AttemptLedger {
        try await read { db in
            try db.rows(
                "SELECT * FROM attempt_ledgers WHERE account = ? AND factor = ?",
                [key.account.text, key.factor.rawValue]
            ).map(as: .attemptLedger) { try AttemptLedger($0) }.first ?? AttemptLedger()
        }
    }

    public func compareAndSwap(_ ledger: AttemptLedger, for key: AttemptKey) async throws(StoreError) -> Bool {
        let columns = LockColumns(ledger.lock)
        let values: StatementArguments = [
            ledger.version, ledger.recent.stored, ledger.daily.stored, ledger.consecutive, ledger.locks, columns.lock,
            columns.until, key.account.text, key.factor.rawValue,
        ]
        return try await write { db in
            if ledger.version == 1 {
                return try db.change(
                    """
                    INSERT INTO attempt_ledgers
                        (version, recent, daily, consecutive, locks, lock, locked_until, account, factor)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """, values) == 1
            }
            return try db.change(
                """
                UPDATE attempt_ledgers
                SET version = ?, recent = ?, daily = ?, consecutive = ?, locks = ?, lock = ?, locked_until = ?
                WHERE account = ? AND factor = ? AND version = ?
                """, values + [ledger.version - 1]) == 1
        }
    }

    public func lockedAttempts() async throws(StoreError) -> [AttemptKey: AttemptLedger] {
        try await read { db in
            let pairs = try db.rows("SELECT * FROM attempt_ledgers WHERE lock <> 'open'").map(as: .attemptLedger) {
                row in
                (
                    try AttemptKey(account: row.account(), factor: row.oneOf(FactorKind.self, "factor")),
                    try AttemptLedger(row)
                )
            }
            return Dictionary(uniqueKeysWithValues: pairs)
        }
    }
}

private struct LockColumns {
    let lock: String
    let until: Int64?

    init(_ lock: AttemptLock) {
        switch lock {
        case .open: (self.lock, until) = ("open", nil)
        case .until(let end): (self.lock, until) = ("until", end.milliseconds)
        case .untilAdministrator: (self.lock, until) = ("administrator", nil)
        case .disabled: (self.lock, until) = ("disabled", nil)
        }
    }

    static func lock(_ row: StoredRow) throws -> AttemptLock {
        switch try row.text("lock") {
        case "open": .open
        case "until": .until(try row.time("locked_until"))
        case "administrator": .untilAdministrator
        case "disabled": .disabled
        default: throw row.unreadable("lock")
        }
    }
}

extension AttemptLedger {
    fileprivate init(_ row: StoredRow) throws {
        try self.init(
            version: Int64(row.int("version")), recent: row.parsed("recent") { [UnixTime](stored: $0) },
            daily: row.parsed("daily") { [UnixTime](stored: $0) }, consecutive: row.int("consecutive"),
            locks: row.int("locks"), lock: LockColumns.lock(row))
    }
}

extension [UnixTime] {
    fileprivate var stored: String { map { String($0.milliseconds) }.joined(separator: ",") }

    fileprivate init?(stored text: String) {
        let numbers = text.split(separator: ",").map { Int64($0) }
        guard numbers.allSatisfy({ $0 != nil }) else { return nil }
        self = numbers.compactMap { $0 }.map { UnixTime(milliseconds: $0) }
    }
}
