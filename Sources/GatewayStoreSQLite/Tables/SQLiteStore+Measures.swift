internal import GRDB
public import GatewayIdentity
internal import GatewayPolicy
public import GatewayStore

extension SQLiteStore: MeasureStore {
    public func insert(_ measure: TakenMeasure) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                INSERT INTO measures
                    (id, taken_at, account, rule, kind, observed, allowed, step, severity, grounds, paused_grants,
                     set_locks, sessions_ended, owner, is_drill, certificates, found_paused)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                [
                    measure.id, measure.at.milliseconds, measure.account.text, measure.rule, measure.kind.rawValue,
                    measure.observed, measure.limit, measure.step.rawValue, measure.severity.rawValue,
                    measure.grounds.joined(separator: " "), measure.effect.grants.joined(separator: " "),
                    measure.effect.locks.joined(separator: " "), measure.effect.sessionsEnded, measure.owner?.text,
                    measure.isDrill ? 1 : 0, measure.certificates.map(\.hex).joined(separator: " "),
                    measure.effect.foundPaused.joined(separator: " "),
                ]) == 1
        }
    }

    public func note(_ effect: TakenMeasure.Effect, of measure: String) async throws(StoreError) {
        try await write { db in
            let changed = try db.change(
                """
                UPDATE measures SET paused_grants = ?, found_paused = ?, set_locks = ?, sessions_ended = ? WHERE id = ?
                """,
                [
                    effect.grants.joined(separator: " "), effect.foundPaused.joined(separator: " "),
                    effect.locks.joined(separator: " "), effect.sessionsEnded, measure,
                ])
            guard changed == 1 else { throw StoreError.notFound(.measure) }
        }
    }

    public func liftMeasure(_ id: String, _ lift: TakenMeasure.Lift) async throws(StoreError) {
        try await write { db in
            let lifted = try db.change(
                "UPDATE measures SET lifted_at = ?, lifted_by = ?, lift_reason = ? WHERE id = ? AND lifted_at IS NULL",
                [lift.at.milliseconds, lift.by.text, lift.reason, id])
            guard lifted == 1 else { throw StoreError.notFound(.measure) }
        }
    }

    public func measure(_ id: String) async throws(StoreError) -> TakenMeasure? {
        try await read { db in
            try db.rows("SELECT * FROM measures WHERE id = ?", [id]).map(as: .measure, Self.measure).first
        }
    }

    public func measures(lifted: Bool, limit: Int) async throws(StoreError) -> [TakenMeasure] {
        try await read { db in
            try db.rows(
                """
                SELECT * FROM measures WHERE ? OR lifted_at IS NULL ORDER BY taken_at DESC, id LIMIT ?
                """, [lifted ? 1 : 0, limit]
            ).map(as: .measure, Self.measure)
        }
    }

    public func measures(naming thing: String) async throws(StoreError) -> [TakenMeasure] {
        // Two identifiers are none.
        guard !thing.contains(" ") else { return [] }
        return try await read { db in
            try db.rows(
                """
                SELECT * FROM measures WHERE lifted_at IS NULL AND is_drill = 0
                    AND instr(' ' || paused_grants || ' ' || found_paused || ' ' || set_locks || ' ', ' ' || ? || ' ') > 0
                ORDER BY taken_at DESC, id
                """, [thing]
            ).map(as: .measure, Self.measure)
        }
    }

    public func measures(about account: AccountName) async throws(StoreError) -> [TakenMeasure] {
        try await read { db in
            try db.rows(
                """
                SELECT * FROM measures WHERE lifted_at IS NULL AND is_drill = 0 AND account = ?
                ORDER BY taken_at DESC, id
                """, [account.text]
            ).map(as: .measure, Self.measure)
        }
    }

    public func doubts() async throws(StoreError) -> [AccountName: UnixTime] {
        try await read { db in
            let pairs = try db.rows(
                """
                SELECT account, max(taken_at) AS taken_at FROM measures
                WHERE lifted_at IS NULL AND is_drill = 0 AND step = ? GROUP BY account
                """, [WatchMeasure.stepUp.rawValue]
            ).map(as: .measure) { row in try (row.account("account"), row.time("taken_at")) }
            return Dictionary(pairs, uniquingKeysWith: max)
        }
    }

    public func removeMeasures(takenBefore: UnixTime) async throws(StoreError) {
        try await write { db in
            _ = try db.change(
                "DELETE FROM measures WHERE taken_at < ? AND (lifted_at IS NOT NULL OR is_drill = 1)",
                [takenBefore.milliseconds])
        }
    }

    private static func measure(_ row: StoredRow) throws -> TakenMeasure {
        func list(_ column: String) throws -> [String] { try row.text(column).split(separator: " ").map(String.init) }
        func certificate(_ hex: String) throws -> SHA256Digest {
            guard let digest = SHA256Digest(hex: hex) else { throw row.unreadable("certificates") }
            return digest
        }
        let lift = try row.optionalTime("lifted_at").map { at in
            try TakenMeasure.Lift(at: at, by: row.account("lifted_by"), reason: row.text("lift_reason"))
        }
        return try TakenMeasure(
            id: row.text("id"), at: row.time("taken_at"), account: row.account("account"), rule: row.text("rule"),
            kind: row.oneOf(WatchKind.self, "kind"), observed: row.text("observed"), limit: row.text("allowed"),
            step: row.oneOf(WatchMeasure.self, "step"), severity: row.oneOf(WatchSeverity.self, "severity"),
            grounds: list("grounds"), owner: row.optionalText("owner").map { AccountName(stored: $0) },
            isDrill: row.int("is_drill") == 1, certificates: list("certificates").map(certificate),
            effect: TakenMeasure.Effect(
                grants: list("paused_grants"), foundPaused: list("found_paused"), locks: list("set_locks"),
                sessionsEnded: row.int("sessions_ended")),
            lift: lift)
    }
}
