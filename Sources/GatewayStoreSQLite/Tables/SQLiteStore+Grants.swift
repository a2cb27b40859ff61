internal import GRDB
public import GatewayIdentity
internal import GatewayPolicy
public import GatewayStore

extension SQLiteStore: GrantStore {
    public func insert(_ grant: PartnerGrant) async throws(StoreError) {
        try await write { try $0.insert(grant) }
    }

    public func endGrant(_ id: String, by: AccountName, at: UnixTime) async throws(StoreError) {
        try await changeGrant(
            "UPDATE partner_grants SET ended_by = ?, ended_at = ? WHERE id = ? AND ended_at IS NULL",
            [by.text, at.milliseconds, id])
    }

    public func pauseGrant(_ id: String, by: AccountName, at: UnixTime) async throws(StoreError) {
        try await changeGrant(
            """
            UPDATE partner_grants SET paused_by = ?, paused_at = ?
            WHERE id = ? AND ended_at IS NULL AND paused_at IS NULL AND \(Database.isGiven)
            """, [by.text, at.milliseconds, id])
    }

    public func resumeGrant(_ id: String, at: UnixTime) async throws(StoreError) {
        try await changeGrant(
            """
            UPDATE partner_grants SET paused_by = NULL, paused_at = NULL
            WHERE id = ? AND ended_at IS NULL AND paused_at IS NOT NULL AND to_at > ?
            """, [id, at.milliseconds])
    }

    private func changeGrant(_ sql: String, _ arguments: StatementArguments) async throws(StoreError) {
        try await write { db in
            guard try db.change(sql, arguments) == 1 else { throw StoreError.notFound(.grant) }
        }
    }

    public func grants(of account: AccountName) async throws(StoreError) -> [PartnerGrant] {
        try await read { try $0.grants(where: "account = ? ORDER BY from_at, id", [account.text]) }
    }

    public func grants(endingAfter: UnixTime) async throws(StoreError) -> [PartnerGrant] {
        try await read { db in
            try db.grants(
                where: "ended_at IS NULL AND to_at > ? AND \(Database.isGiven) ORDER BY from_at, id",
                [endingAfter.milliseconds])
        }
    }

    public func confirm(_ deletion: GrantDeletion) async throws(StoreError) -> Bool {
        let at = deletion.at.milliseconds
        return try await write { db in
            try db.change(
                """
                INSERT INTO grant_deletions (grant_id, done_by, done_at, confirmation)
                SELECT id, ?, ?, ? FROM partner_grants
                WHERE id = ? AND (ended_at IS NOT NULL OR to_at <= ?) AND \(Database.isGiven)
                ON CONFLICT DO NOTHING
                """, [deletion.by.text, at, deletion.confirmation, deletion.grant, at]) == 1
        }
    }

    public func deletions() async throws(StoreError) -> [GrantDeletion] {
        try await read { db in
            try db.rows("SELECT * FROM grant_deletions ORDER BY done_at, grant_id").map(as: .grant) { row in
                try GrantDeletion(
                    grant: row.text("grant_id"), by: row.account("done_by"), at: row.time("done_at"),
                    confirmation: row.text("confirmation"))
            }
        }
    }
}

extension Database {
    /// A row of `partner_grants` was entered, or everybody approved it.
    fileprivate static let isGiven =
        "(request IS NULL OR EXISTS (SELECT 1 FROM approvals WHERE approvals.id = request AND verdict = 'given'))"

    /// The columns of `partner_grants` that `GrantRow` reads, among them the verdict on its request.
    static let grantColumns = """
        account, id, kind, reference, sponsor, from_at, to_at, ended_by, ended_at, ceiling, paused_by, paused_at, request,
        (SELECT verdict FROM approvals WHERE approvals.id = request), organisation
        """

    func insert(_ grant: PartnerGrant) throws {
        try insert(
            """
            INSERT INTO partner_grants
                (id, account, kind, reference, sponsor, from_at, to_at, ended_by, ended_at, ceiling, request,
                organisation)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                grant.id, grant.account.text, grant.kind.rawValue, grant.reference, grant.sponsor.text,
                grant.from.milliseconds, grant.to.milliseconds, grant.ending?.by.text,
                grant.ending?.at.milliseconds, grant.scope.ceiling.rawValue, grant.request, grant.organisation,
            ], orThrow: .identifierExists)
        for console in grant.consoles {
            try run("INSERT INTO grant_consoles (grant_id, console) VALUES (?, ?)", [grant.id, console.text])
        }
        for term in grant.scope.terms {
            try run(
                "INSERT INTO grant_terms (grant_id, kind, value) VALUES (?, ?, ?)",
                [grant.id, term.kind.rawValue, term.value])
        }
    }

    /// - Parameter condition: a constant.
    fileprivate func grants(where condition: String, _ arguments: StatementArguments) throws -> [PartnerGrant] {
        let grants = try values(
            "SELECT \(Self.grantColumns) FROM partner_grants WHERE \(condition)", arguments, as: .grant
        ) { try GrantRow($0) }
        return try grants.map { row in
            let consoles = try rows("SELECT console FROM grant_consoles WHERE grant_id = ?", [row.id])
                .map(as: .grant) { ConsoleID(try $0.text("console")) }
            let terms = try rows("SELECT kind, value FROM grant_terms WHERE grant_id = ?", [row.id])
                .map(as: .grant) { try GrantTerm(kind: $0.oneOf(GrantTerm.Kind.self, "kind"), value: $0.text("value")) }
            return try row.grant(on: consoles, terms)
        }
    }
}
