internal import GRDB
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: GrantStore {
    public func insert(_ grant: PartnerGrant) async throws(StoreError) {
        try await write { db in
            try db.insert(
                """
                INSERT INTO partner_grants (id, account, kind, reference, sponsor, from_at, to_at, ended_by, ended_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                [
                    grant.id, grant.account.text, grant.kind.rawValue, grant.reference, grant.sponsor.text,
                    grant.from.milliseconds, grant.to.milliseconds, grant.ending?.by.text,
                    grant.ending?.at.milliseconds,
                ], orThrow: .identifierExists)
            for console in grant.consoles {
                try db.run(
                    "INSERT INTO grant_consoles (grant_id, console) VALUES (?, ?)", [grant.id, console.text])
            }
        }
    }

    public func endGrant(_ id: String, by: AccountName, at: UnixTime) async throws(StoreError) {
        try await write { db in
            let ended = try db.change(
                "UPDATE partner_grants SET ended_by = ?, ended_at = ? WHERE id = ? AND ended_at IS NULL",
                [by.text, at.milliseconds, id])
            guard ended == 1 else { throw StoreError.notFound(.grant) }
        }
    }

    public func grants(of account: AccountName) async throws(StoreError) -> [PartnerGrant] {
        try await read { db in
            try db.rows("SELECT * FROM partner_grants WHERE account = ? ORDER BY from_at, id", [account.text])
                .map(as: .grant) { try db.grant($0) }
        }
    }

    public func grants(endingAfter: UnixTime) async throws(StoreError) -> [PartnerGrant] {
        try await read { db in
            try db.rows(
                "SELECT * FROM partner_grants WHERE ended_at IS NULL AND to_at > ? ORDER BY from_at, id",
                [endingAfter.milliseconds]
            ).map(as: .grant) { try db.grant($0) }
        }
    }
}

extension Database {
    fileprivate func grant(_ row: StoredRow) throws -> PartnerGrant {
        let id = try row.text("id")
        let consoles = try rows("SELECT console FROM grant_consoles WHERE grant_id = ?", [id])
            .map(as: .grant) { ConsoleID(try $0.text("console")) }
        var ending: PartnerGrant.Ending?
        if let at = try row.optionalTime("ended_at") { ending = .init(at: at, by: try row.account("ended_by")) }
        return try PartnerGrant(
            id: id, account: row.account(), consoles: Set(consoles), kind: row.oneOf(PartnerGrant.Kind.self, "kind"),
            reference: row.text("reference"), sponsor: row.account("sponsor"), from: row.time("from_at"),
            to: row.time("to_at"), ending: ending)
    }
}
