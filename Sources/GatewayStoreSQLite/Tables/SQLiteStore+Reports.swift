internal import GRDB
public import GatewayIdentity
public import GatewayReview
public import GatewayStore

extension SQLiteStore: ReportStore {
    public func file(_ report: FiledReport, atMost most: Int) async throws(StoreError) {
        let content = report.content
        try await write { db in
            let count = try db.rows("SELECT count(*) AS count FROM reports").map(as: .report) { try $0.int("count") }
            guard count.first ?? 0 < most else { throw StoreError.conflict(.tooManyReports) }
            try db.insert(
                """
                INSERT INTO reports
                    (id, kind, about, file, sha256, size, made_at, due_at, result, consoles, filed_by, filed_at, reason)
                SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13
                WHERE NOT EXISTS (SELECT 1 FROM reports WHERE kind = ?2 AND about = ?3 AND sha256 = ?5)
                """,
                [
                    report.id, content.kind.rawValue, content.about, report.file.name, report.file.sha256.hex,
                    report.file.size, content.madeAt.milliseconds, content.due.milliseconds, content.result?.rawValue,
                    content.consoles.joined(separator: " "), report.by.text, report.at.milliseconds, report.reason,
                ], orThrow: .reportExists)
        }
    }

    public func reports() async throws(StoreError) -> [FiledReport] { try await read { try $0.reports() } }

    public func report(_ id: String) async throws(StoreError) -> FiledReport? {
        try await read { try $0.reports(where: "id = ?", [id]).first }
    }

    public func removeReport(_ id: String) async throws(StoreError) {
        try await write { db in
            guard try db.change("DELETE FROM reports WHERE id = ?", [id]) == 1 else {
                throw StoreError.notFound(.report)
            }
        }
    }

    public func takeTurnToTell(ofReport id: String, at: UnixTime, unlessToldAfter instant: UnixTime)
        async throws(StoreError) -> Bool
    {
        try await write { db in
            try db.change(
                "UPDATE reports SET told_at = ? WHERE id = ? AND (told_at IS NULL OR told_at <= ?)",
                [at.milliseconds, id, instant.milliseconds]) == 1
        }
    }
}

extension Database {
    /// The last filed first.
    func reports(where condition: String = "1", _ arguments: StatementArguments = []) throws -> [FiledReport] {
        try rows("SELECT * FROM reports WHERE \(condition) ORDER BY filed_at DESC, id", arguments)
            .map(as: .report) { row in
                try FiledReport(
                    id: row.text("id"),
                    file: .init(name: row.text("file"), sha256: row.digest("sha256"), size: row.int("size")),
                    content: .init(
                        row.oneOf(ReportKind.self, "kind"), about: row.text("about"), madeAt: row.time("made_at"),
                        due: row.time("due_at"),
                        result: row.optional("result") { ReportResult(rawValue: $0) },
                        consoles: row.text("consoles").split(separator: " ").map(String.init)),
                    by: row.account("filed_by"), at: row.time("filed_at"), reason: row.text("reason"))
            }
    }
}
