internal import GRDB
public import GatewayIdentity
internal import GatewayPolicy
public import GatewayStore

extension SQLiteStore: ApprovalStore {
    public func insert(_ request: ApprovalRequest, for grants: [PartnerGrant]) async throws(StoreError) {
        try await write { db in
            try db.insert(request)
            for grant in grants { try db.insert(grant) }
        }
    }

    public func cast(_ vote: ApprovalRequest.Vote, on id: String, completing: Int?) async throws(StoreError) {
        let at = vote.at.milliseconds
        try await write { db in
            let cast = try db.change(
                """
                INSERT INTO approval_votes (approval_id, approver, at, reason)
                SELECT id, ?1, ?2, ?3 FROM approvals
                WHERE id = ?4 AND verdict IS NULL AND expires_at > ?2 AND applicant <> ?1 AND account <> ?1
                    AND NOT EXISTS (SELECT 1 FROM partner_grants WHERE request = approvals.id AND account = ?1)
                ON CONFLICT DO NOTHING
                """, [vote.by.text, at, vote.reason, id])
            guard cast == 1 else { throw StoreError.notFound(.approval) }
            guard let completing else { return }
            let given = try db.change(
                """
                UPDATE approvals SET verdict = 'given', decided_by = ?, decided_at = ?, decided_reason = ?
                WHERE id = ? AND verdict IS NULL
                    AND (SELECT count(*) FROM approval_votes WHERE approval_id = approvals.id) = ?
                """, [vote.by.text, at, vote.reason, id, completing])
            guard given == 1 else { throw StoreError.notFound(.approval) }
        }
    }

    public func rejectApproval(_ id: String, by: AccountName, at: UnixTime, reason: String) async throws(StoreError) {
        try await write { db in
            let rejected = try db.change(
                """
                UPDATE approvals SET verdict = 'rejected', decided_by = ?, decided_at = ?, decided_reason = ?
                WHERE id = ? AND verdict IS NULL AND expires_at > ?
                """, [by.text, at.milliseconds, reason, id, at.milliseconds])
            guard rejected == 1 else { throw StoreError.notFound(.approval) }
        }
    }

    public func withdrawApproval(_ id: String, by: AccountName, at: UnixTime, reason: String) async throws(StoreError) {
        try await write { db in
            let withdrawn = try db.change(
                """
                UPDATE approvals SET verdict = 'withdrawn', decided_by = ?, decided_at = ?, decided_reason = ?
                WHERE id = ? AND verdict = 'given' AND to_at > ?
                """, [by.text, at.milliseconds, reason, id, at.milliseconds])
            guard withdrawn == 1 else { throw StoreError.notFound(.approval) }
        }
    }

    public func approval(_ id: String) async throws(StoreError) -> ApprovalRequest? {
        try await read { try $0.approvals(where: "id = ?", [id]).first }
    }

    public func approvals(openAt: UnixTime, limit: Int) async throws(StoreError) -> [ApprovalRequest] {
        try await read { db in
            try db.approvals(
                where: "verdict IS NULL AND expires_at > ? ORDER BY asked_at, id LIMIT ?",
                [openAt.milliseconds, limit])
        }
    }

    public func approvals(of account: AccountName) async throws(StoreError) -> [ApprovalRequest] {
        try await read { try $0.approvals(where: "account = ? ORDER BY asked_at, id", [account.text]) }
    }
}

extension Database {
    fileprivate func insert(_ request: ApprovalRequest) throws {
        try insert(
            """
            INSERT INTO approvals (id, account, name, from_at, to_at, applicant, reason, asked_at, expires_at,
                verdict, decided_by, decided_at, decided_reason, everywhere)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                request.id, request.account.text, request.name.text, request.from.milliseconds,
                request.to.milliseconds, request.applicant.text, request.reason, request.askedAt.milliseconds,
                request.expires.milliseconds, request.decision?.verdict.rawValue, request.decision?.by.text,
                request.decision?.at.milliseconds, request.decision?.reason, request.consoles == .all,
            ], orThrow: .identifierExists)
        guard case .only(let consoles) = request.consoles else { return }
        for console in consoles {
            try run(
                "INSERT INTO approval_consoles (approval_id, console) VALUES (?, ?)", [request.id, console.text])
        }
    }

    /// - Parameter condition: a constant.
    func approvals(where condition: String, _ arguments: StatementArguments) throws -> [ApprovalRequest] {
        try rows("SELECT * FROM approvals WHERE \(condition)", arguments).map(as: .approval) { row in
            let id = try row.text("id")
            let consoles = try rows("SELECT console FROM approval_consoles WHERE approval_id = ?", [id])
                .map(as: .approval) { ConsoleID(try $0.text("console")) }
            let votes = try rows("SELECT * FROM approval_votes WHERE approval_id = ? ORDER BY at, approver", [id])
                .map(as: .approval) { vote in
                    try ApprovalRequest.Vote(
                        by: vote.account("approver"), at: vote.time("at"), reason: vote.text("reason"))
                }
            var decision: ApprovalRequest.Decision?
            if try row.optionalText("verdict") != nil {
                decision = try ApprovalRequest.Decision(
                    row.oneOf(ApprovalRequest.Verdict.self, "verdict"), by: row.account("decided_by"),
                    at: row.time("decided_at"), reason: row.text("decided_reason"))
            }
            return try ApprovalRequest(
                id: id, account: row.account(), name: ApprovalName(row.text("name")),
                consoles: row.flag("everywhere") ? .all : .only(Set(consoles)), from: row.time("from_at"),
                to: row.time("to_at"), applicant: row.account("applicant"), reason: row.text("reason"),
                askedAt: row.time("asked_at"), expires: row.time("expires_at"), votes: votes, decision: decision)
        }
    }
}

extension HeldApproval {
    /// The columns `account, name, from_at, to_at, consoles, everywhere`; a space between consoles.
    init(_ row: NumberedColumns) throws {
        let consoles = try row.optionalText(4)?.split(separator: " ").map { ConsoleID(String($0)) } ?? []
        self.init(
            ApprovalName(try row.text(1)), consoles: try row.flag(5) ? .all : .only(Set(consoles)),
            from: try row.time(2), to: try row.time(3))
    }
}
