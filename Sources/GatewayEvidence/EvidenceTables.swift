internal import GatewayAudit

/// The report as tables (RFC 4180), for spreadsheets: what they would run begins with an apostrophe.
extension EvidenceReport {
    public var clausesCSV: String {
        let head = [
            "id", "who", "state", "missing", "clause_ko", "clause_en", "gateway_ko", "gateway_en", "settings", "counts",
            "tests", "tags",
        ]
        let rows = clauses.map { clause in
            [
                clause.id, clause.who.rawValue, clause.state.rawValue,
                clause.missing.map { "\($0.ko) / \($0.en)" }.joined(separator: "; "), clause.clause.ko,
                clause.clause.en, clause.gateway.ko, clause.gateway.en,
                clause.settings.map { "\($0.id.rawValue)=\($0.value)" }.joined(separator: "; "),
                clause.counts.map { "\($0.id.rawValue)=\($0.count)" }.joined(separator: "; "),
                clause.tests.joined(separator: " "), clause.tags.joined(separator: "; "),
            ]
        }
        return Self.table([head] + rows)
    }

    public var countsCSV: String {
        let groups: [(String, [String: Int])] = [
            ("count", counts), ("refusal", refusalsByReason), ("denial", denialsByReason),
        ]
        let rows = groups.flatMap { group, counts in
            counts.sorted { $0.key < $1.key }.map { [group, $0.key, String($0.value)] }
        }
        return Self.table([["group", "name", "count"]] + rows)
    }

    public var reportsCSV: String {
        let head = [
            "register", "about", "made_at", "outcome", "next_due", "overdue", "consoles", "file", "sha256", "filed_by",
            "filed_at", "id",
        ]
        let rows = reports.map { report in
            [
                report.register.rawValue, report.about, report.madeAt, report.outcome ?? "", report.nextDue,
                report.overdue ? "overdue" : "", report.consoles.joined(separator: " "), report.file, report.sha256,
                report.filedBy, report.filedAt, report.id,
            ]
        }
        return Self.table([head] + rows)
    }

    public var reviewsCSV: String {
        let rows = signedReviews.map { review in
            [
                review.at, review.review, review.period ?? "", review.by ?? "", review.sheetSha256 ?? "",
                review.findings.map(String.init) ?? "",
            ]
        }
        return Self.table([["at", "review", "period", "by", "sheet_sha256", "findings"]] + rows)
    }

    private static func table(_ rows: [[String]]) -> String { rows.map(ExportCSV.line).joined() }
}
