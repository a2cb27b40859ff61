internal import GRDB
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: LockStore {
    public func insert(_ lock: EmergencyLock) async throws(StoreError) {
        let target = TargetColumns(lock.target)
        try await write { db in
            try db.insert(
                """
                INSERT INTO emergency_locks (id, target_kind, target, reason, set_by, set_at, until_at)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                [
                    lock.id, target.kind.rawValue, target.value, lock.reason, lock.by.text, lock.at.milliseconds,
                    lock.until?.milliseconds,
                ], orThrow: .identifierExists)
        }
    }

    public func liftLock(_ id: String, by: AccountName, at: UnixTime) async throws(StoreError) {
        try await write { db in
            let lifted = try db.change(
                "UPDATE emergency_locks SET lifted_by = ?, lifted_at = ? WHERE id = ? AND lifted_at IS NULL",
                [by.text, at.milliseconds, id])
            guard lifted == 1 else { throw StoreError.notFound(.lock) }
        }
    }

    public func locks(holdingAt: UnixTime) async throws(StoreError) -> [EmergencyLock] {
        try await read { db in
            try db.rows(
                """
                SELECT * FROM emergency_locks WHERE lifted_at IS NULL AND (until_at IS NULL OR until_at > ?)
                ORDER BY set_at, id
                """, [holdingAt.milliseconds]
            ).map(as: .lock) { row in
                try EmergencyLock(
                    id: row.text("id"), target: TargetColumns.target(row), reason: row.text("reason"),
                    by: row.account("set_by"), at: row.time("set_at"), until: row.optionalTime("until_at"))
            }
        }
    }
}

private struct TargetColumns {
    enum Kind: String {
        case account, certificate, organisation, issuer, network
    }

    let kind: Kind
    let value: String

    init(_ target: LockTarget) {
        switch target {
        case .account(let name): (kind, value) = (.account, name.text)
        case .certificate(let fingerprint): (kind, value) = (.certificate, fingerprint.hex)
        case .organisation(let name): (kind, value) = (.organisation, name)
        case .issuer(let name): (kind, value) = (.issuer, name)
        case .network(let block): (kind, value) = (.network, block.description)
        }
    }

    static func target(_ row: StoredRow) throws -> LockTarget {
        switch try row.oneOf(Kind.self, "target_kind") {
        case .account: .account(try row.account("target"))
        case .certificate: .certificate(try row.digest("target"))
        case .organisation: .organisation(try row.text("target"))
        case .issuer: .issuer(try row.text("target"))
        case .network: .network(try row.parsed("target") { CIDRBlock($0) })
        }
    }
}
