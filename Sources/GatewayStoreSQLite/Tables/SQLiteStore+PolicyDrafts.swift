internal import GRDB
public import GatewayIdentity
public import GatewayStore

/// The number of the version in force; 0 before the first.
let currentPolicyNumber = "(SELECT coalesce(max(number), 0) FROM policy_versions)"

extension SQLiteStore: PolicyStore {
    public func insert(_ draft: PolicyDraft, holding bundle: PolicyBundle) async throws(StoreError) {
        try await write { db in
            let content = draft.content
            let rollback: Int? =
                switch draft.purpose {
                case .change: nil
                case .rollback(let number): number
                }
            guard try db.rows("SELECT 1 FROM policy_drafts WHERE id = ?", [draft.id]).isEmpty else {
                throw StoreError.conflict(.identifierExists)
            }
            try db.insert(
                """
                INSERT INTO policy_drafts
                    (id, rollback_to, author, created_at, bundle, base, reason, edited_at, report, report_sha256, sound, state)
                SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'open'
                WHERE (SELECT count(*) FROM policy_drafts WHERE state IN ('open', 'approved')) < ?12
                """,
                [
                    draft.id, rollback, draft.author.text, draft.createdAt.milliseconds, content.bundle.hex,
                    content.base, content.reason, content.editedAt.milliseconds, content.examination.report,
                    content.examination.sha256.hex, content.examination.isSound, policyDraftLimit,
                ], orThrow: .tooManyDrafts)
            for hand in draft.hands { try db.note(hand, in: draft.id) }
            try db.keep(bundle, as: content.bundle)
        }
    }

    public func editDraft(
        _ id: String, to content: PolicyDraft.Content, holding bundle: PolicyBundle, by hand: PolicyHand,
        replacing seen: SHA256Digest
    ) async throws(StoreError) -> Bool {
        try await write { db in
            let edited = try db.change(
                """
                UPDATE policy_drafts
                SET rollback_to = NULL, bundle = ?1, base = ?2, reason = ?3, edited_at = ?4, report = ?5,
                    report_sha256 = ?6, sound = ?7, state = 'open', approver = NULL, approver_key = NULL,
                    approved_at = NULL, approved_until = NULL, approved_reason = NULL, seal = NULL, due = NULL
                WHERE id = ?8 AND bundle = ?9 AND state IN ('open', 'approved')
                """,
                [
                    content.bundle.hex, content.base, content.reason, content.editedAt.milliseconds,
                    content.examination.report, content.examination.sha256.hex, content.examination.isSound, id,
                    seen.hex,
                ])
            guard edited == 1 else { return false }
            try db.note(hand, in: id)
            try db.keep(bundle, as: content.bundle)
            try db.forgetFiles(of: seen)
            return true
        }
    }

    public func approveDraft(_ id: String, saying content: PolicyDraft.Content, _ approval: PolicyDraft.Approval)
        async throws(StoreError) -> Bool
    {
        try await write { db in
            try db.change(
                """
                UPDATE policy_drafts
                SET state = 'approved', approver = ?1, approver_key = ?2, approved_at = ?3, approved_reason = ?4,
                    seal = ?5, due = ?6, approved_until = ?11
                WHERE id = ?7 AND state = 'open' AND sound AND bundle = ?8 AND base = ?9 AND report_sha256 = ?10
                    AND base = \(currentPolicyNumber)
                    AND NOT EXISTS (SELECT 1 FROM policy_hands WHERE draft = ?7 AND (account = ?1 OR key = ?2))
                    AND NOT EXISTS (SELECT 1 FROM policy_versions
                                    WHERE number = ?9 AND cause = 'emergency' AND ratified_by IS NULL
                                        AND (author = ?1 OR author_key = ?2))
                """,
                [
                    approval.by.account.text, approval.by.key.text, approval.at.milliseconds, approval.reason,
                    approval.seal.hex, approval.due?.milliseconds, id, content.bundle.hex, content.base,
                    content.examination.sha256.hex, approval.until.milliseconds,
                ]) == 1
        }
    }

    public func scheduleDraft(_ id: String, under seal: SHA256Digest, due: UnixTime?) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                "UPDATE policy_drafts SET due = ? WHERE id = ? AND state = 'approved' AND seal = ?",
                [due?.milliseconds, id, seal.hex]) == 1
        }
    }

    public func closeDraft(_ id: String, _ closing: PolicyDraft.Closing) async throws(StoreError) -> Bool {
        try await write { db in
            try db.change(
                """
                UPDATE policy_drafts SET state = ?, ended_by = ?, ended_at = ?, ended_reason = ?
                WHERE id = ? AND state IN ('open', 'approved')
                """,
                [closing.kind.rawValue, closing.by.text, closing.at.milliseconds, closing.reason, id]) == 1
        }
    }

    public func policyDraft(_ id: String) async throws(StoreError) -> PolicyDraft? {
        try await read { try $0.policyDrafts("id = ?", [id]).first }
    }

    public func openPolicyDrafts() async throws(StoreError) -> [PolicyDraft] {
        try await read { try $0.policyDrafts("state IN ('open', 'approved') ORDER BY created_at, id") }
    }

    public func policyDrafts(limit: Int) async throws(StoreError) -> [PolicyDraft] {
        try await read { try $0.policyDrafts("TRUE ORDER BY created_at DESC, id LIMIT ?", [limit]) }
    }

    public func stalePolicyDrafts(before time: UnixTime, limit: Int) async throws(StoreError) -> [PolicyDraft] {
        try await read { db in
            try db.policyDrafts("\(isStale) ORDER BY created_at, id LIMIT ?2", [time.milliseconds, limit])
        }
    }

    public func forgetPolicyDraft(_ id: String, staleBefore time: UnixTime) async throws(StoreError) -> Bool {
        try await write { db in
            let stale = try db.rows(
                "SELECT bundle FROM policy_drafts WHERE id = ?2 AND \(isStale)", [time.milliseconds, id])
            guard let bundle = try stale.map(as: .policyDraft, { try $0.digest("bundle") }).first else { return false }
            try db.run("DELETE FROM policy_hands WHERE draft = ?", [id])
            try db.run("DELETE FROM policy_drafts WHERE id = ?", [id])
            try db.forgetFiles(of: bundle)
            return true
        }
    }
}

/// Before `?1`: it ended without becoming a version, or was written over a version that is not in force any more.
private let isStale = """
    (state IN ('rejected', 'dropped') AND ended_at < ?1
     OR state IN ('open', 'approved') AND edited_at < ?1 AND base <> \(currentPolicyNumber))
    """

extension Database {
    fileprivate func note(_ hand: PolicyHand, in draft: String) throws {
        try run(
            "INSERT INTO policy_hands (draft, account, key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [draft, hand.account.text, hand.key.text])
    }

    /// - Parameter condition: a constant.
    fileprivate func policyDrafts(_ condition: String, _ arguments: StatementArguments = []) throws -> [PolicyDraft] {
        try rows("SELECT * FROM policy_drafts WHERE \(condition)", arguments).map(as: .policyDraft) { row in
            let hands = try rows("SELECT * FROM policy_hands WHERE draft = ? ORDER BY rowid", [try row.text("id")])
                .map(as: .policyDraft) { PolicyHand(try $0.account(), key: AuthenticatorID(try $0.text("key"))) }
            return try PolicyDraft(row, hands: hands)
        }
    }
}

extension PolicyDraft {
    fileprivate init(_ row: StoredRow, hands: [PolicyHand]) throws {
        try self.init(
            id: row.text("id"), purpose: row.optionalNumber("rollback_to").map { .rollback(to: Int($0)) } ?? .change,
            author: row.account("author"), createdAt: row.time("created_at"),
            content: Content(
                bundle: row.digest("bundle"), base: row.int("base"), reason: row.text("reason"),
                editedAt: row.time("edited_at"),
                examination: StoredExamination(
                    report: row.text("report"), sha256: row.digest("report_sha256"), isSound: row.int("sound") == 1)),
            hands: hands, state: State(row))
    }
}

extension PolicyDraft.State {
    private enum Word: String {
        case open, approved, rejected, dropped, activated
    }

    fileprivate init(_ row: StoredRow) throws {
        switch try row.oneOf(Word.self, "state") {
        case .open: self = .open
        case .approved:
            self = .approved(
                .init(
                    by: PolicyHand(try row.account("approver"), key: AuthenticatorID(try row.text("approver_key"))),
                    at: try row.time("approved_at"), until: try row.time("approved_until"),
                    reason: try row.text("approved_reason"),
                    seal: try row.digest("seal"), due: try row.optionalTime("due")))
        case .rejected: self = .closed(try .init(.rejected, row))
        case .dropped: self = .closed(try .init(.dropped, row))
        case .activated: self = .activated(version: try row.int("version"), at: try row.time("ended_at"))
        }
    }
}

extension PolicyDraft.Closing {
    fileprivate init(_ kind: Kind, _ row: StoredRow) throws {
        try self.init(
            kind, by: row.account("ended_by"), at: row.time("ended_at"), reason: row.text("ended_reason"))
    }
}
