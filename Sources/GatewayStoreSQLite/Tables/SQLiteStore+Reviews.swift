internal import GRDB
internal import GatewayCrypto
public import GatewayIdentity
public import GatewayPolicy
public import GatewayReview
public import GatewayStore

extension SQLiteStore: ReviewStore {
    public func make(_ task: ReviewTask) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                INSERT INTO review_tasks
                    (id, kind, period, period_from, period_to, account, approval, due_at, made_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                [
                    task.id, task.kind.rawValue, task.period.name, task.period.from.milliseconds,
                    task.period.to.milliseconds, task.subject?.account.text, task.subject?.approval,
                    task.due.milliseconds, task.madeAt.milliseconds,
                ]) == 1
        }
    }

    public func lastReview(of kind: ReviewKind) async throws(StoreError) -> UnixTime? {
        try await read { db in
            try db.rows("SELECT max(period_to) AS last FROM review_tasks WHERE kind = ?", [kind.rawValue])
                .map(as: .review) { try $0.optionalTime("last") }.first ?? nil
        }
    }

    public func review(_ id: String) async throws(StoreError) -> ReviewTask? {
        try await read { try $0.reviews("SELECT * FROM review_tasks WHERE id = ?", [id]).first }
    }

    public func reviews(limit: Int) async throws(StoreError) -> [ReviewTask] {
        try await read { db in
            try db.reviews(
                "SELECT \(Database.listed) FROM review_tasks ORDER BY period_to DESC, id LIMIT ?", [limit])
        }
    }

    public func openReviews(limit: Int) async throws(StoreError) -> [ReviewTask] {
        try await read { db in
            try db.reviews(
                "SELECT \(Database.listed) FROM review_tasks WHERE signed_by IS NULL ORDER BY due_at, id LIMIT ?",
                [limit])
        }
    }

    public func reviewsToPrepare(endedBy now: UnixTime, limit: Int) async throws(StoreError) -> [ReviewTask] {
        try await read { db in
            try db.reviews(
                """
                SELECT \(Database.listed) FROM review_tasks
                WHERE sheet_sha256 IS NULL AND signed_by IS NULL AND period_to <= ? ORDER BY period_to, id LIMIT ?
                """, [now.milliseconds, limit])
        }
    }

    public func put(_ sheet: ReviewSheet, into id: String) async throws(StoreError) -> Bool {
        let text = sheet.canonicalText
        let digest = sheet.sha256.hex
        return try await write { db in
            try db.change(
                """
                UPDATE review_tasks SET sheet = ?, sheet_sha256 = ?
                WHERE id = ? AND sheet IS NULL AND signed_by IS NULL
                """, [text, digest, id]) == 1
        }
    }

    public func sign(_ id: String, _ signOff: ReviewTask.SignOff) async throws(StoreError) {
        let answers = signOff.answers.map { "\($0.key.rawValue):\($0.value.rawValue)" }.sorted().joined(separator: " ")
        try await write { db in
            let signed = try db.change(
                """
                UPDATE review_tasks SET signed_by = ?, signed_at = ?, signed_reason = ?, findings = ?, answers = ?
                WHERE id = ? AND signed_by IS NULL AND sheet_sha256 = ?
                """,
                [
                    signOff.by.text, signOff.at.milliseconds, signOff.reason, signOff.findings, answers, id,
                    signOff.sheet.hex,
                ])
            guard signed == 1 else { throw StoreError.notFound(.review) }
        }
    }

    public func takeTurnToTell(ofReview id: String, at: UnixTime, unlessToldAfter instant: UnixTime)
        async throws(StoreError) -> Bool
    {
        try await write { db in
            try db.change(
                """
                UPDATE review_tasks SET told_at = ?
                WHERE id = ? AND signed_by IS NULL AND (told_at IS NULL OR told_at <= ?)
                """, [at.milliseconds, id, instant.milliseconds]) == 1
        }
    }

    public func removeReviews(ofPeriodsEndingAfter now: UnixTime) async throws(StoreError) -> Int {
        try await write { db in
            try db.change(
                "DELETE FROM review_tasks WHERE period_to > ? AND signed_by IS NULL AND approval IS NULL",
                [now.milliseconds])
        }
    }

    public func approvalsToBundle(
        named names: Set<ApprovalName>, endedAfter after: UnixTime, by now: UnixTime, limit: Int
    ) async throws(StoreError) -> [ApprovalRequest] {
        var found: [ApprovalRequest] = []
        for name in names.sorted() where found.count < limit {
            let left = limit - found.count
            found += try await read { db in
                try db.approvals(
                    where: """
                        name = ?1 AND decided_at < to_at AND (
                            verdict = 'given' AND to_at > ?2 AND to_at <= ?3
                            OR verdict = 'withdrawn' AND decided_at > ?2 AND decided_at > from_at)
                        AND NOT EXISTS (SELECT 1 FROM review_tasks WHERE approval = approvals.id)
                        ORDER BY to_at, id LIMIT ?4
                        """, [name.text, after.milliseconds, now.milliseconds, left])
            }
        }
        return found
    }

    // MARK: Kept rights

    public func keep(_ right: KeptRight) async throws(StoreError) {
        try await write { db in
            try db.run(
                """
                INSERT INTO kept_rights (name, reason, kept_by, kept_at, until) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET
                    reason = excluded.reason, kept_by = excluded.kept_by, kept_at = excluded.kept_at,
                    until = excluded.until
                """,
                [right.right, right.reason, right.by.text, right.at.milliseconds, right.until.milliseconds])
        }
    }

    public func endKeeping(_ right: String, at: UnixTime) async throws(StoreError) {
        try await write { db in
            let ended = try db.change(
                "DELETE FROM kept_rights WHERE name = ? AND until > ?", [right, at.milliseconds])
            guard ended == 1 else { throw StoreError.notFound(.keptRight) }
        }
    }

    public func keptRights(holdingAt now: UnixTime) async throws(StoreError) -> [KeptRight] {
        try await read { db in
            try db.rows(
                "SELECT * FROM kept_rights WHERE kept_at <= ?1 AND until > ?1 ORDER BY name", [now.milliseconds]
            ).map(as: .keptRight) { row in
                try KeptRight(
                    right: row.text("name"), reason: row.text("reason"), by: row.account("kept_by"),
                    at: row.time("kept_at"), until: row.time("until"))
            }
        }
    }
}

extension Database {
    /// All columns, the sheet left out.
    fileprivate static let listed = """
        id, kind, period, period_from, period_to, account, approval, due_at, made_at, NULL AS sheet, sheet_sha256,
        signed_by, signed_at, signed_reason, findings, answers
        """

    fileprivate func reviews(_ query: String, _ arguments: StatementArguments) throws -> [ReviewTask] {
        try rows(query, arguments).map(as: .review) { row in
            try ReviewTask(
                id: row.text("id"), kind: row.oneOf(ReviewKind.self, "kind"),
                period: ReviewPeriod(
                    name: row.text("period"), from: row.time("period_from"), to: row.time("period_to")),
                subject: row.optionalText("approval").map {
                    ReviewTask.Subject(account: try row.account(), approval: $0)
                },
                due: row.time("due_at"), madeAt: row.time("made_at"),
                sheet: sheet(row), signOff: signOff(row))
        }
    }

    /// A sheet that is not the one of its digest was changed behind the store's back: it is neither shown nor signed.
    private func sheet(_ row: StoredRow) throws -> ReviewSheet? {
        let digest = try row.optional("sheet_sha256") { SHA256Digest(hex: $0) }
        return try row.optional("sheet") { text in
            SHA256.digest(of: Array(text.utf8)) == digest ? ReviewSheet(canonical: text) : nil
        }
    }

    private func signOff(_ row: StoredRow) throws -> ReviewTask.SignOff? {
        guard let by = try row.optionalText("signed_by") else { return nil }
        var answers: [ReviewItem: ReviewVerdict] = [:]
        for pair in try row.text("answers").split(separator: " ") {
            let parts = pair.split(separator: ":").map(String.init)
            guard parts.count == 2, let item = ReviewItem(rawValue: parts[0]),
                let verdict = ReviewVerdict(rawValue: parts[1])
            else { throw row.unreadable("answers") }
            answers[item] = verdict
        }
        return try ReviewTask.SignOff(
            by: AccountName(stored: by), at: row.time("signed_at"), reason: row.text("signed_reason"),
            findings: row.text("findings"), answers: answers, sheet: row.digest("sheet_sha256"))
    }
}
