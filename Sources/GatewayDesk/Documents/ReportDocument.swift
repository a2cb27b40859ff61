internal import GatewayIdentity
internal import GatewayReview

/// A report that others made.
struct ReportDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Report", "A report that others made: the file by its digest, what it says, when the next one is due.",
        [
            .needed("id", .text),
            .needed("kind", .choice(of: ReportKind.self)),
            .needed("about", .text, "The provider or console; of a bypass check the machine that asked."),
            .needed("file", .text, "The file's name. The file itself is not kept here."),
            .needed("sha256", .digest),
            .needed("size", .count, "In bytes."),
            .needed("made_at", .instant),
            .needed("due_at", .instant, "When the next one is due."),
            .maybe("result", .choice(of: ReportResult.self), "Absent: it was not said."),
            .needed("consoles", .list(of: .text), "Of a bypass check: those that were asked."),
            .needed(
                "state", .words("current", "overdue", "replaced"), "`replaced`: a newer one is there."),
            .needed("by", .text, "Who filed it."),
            .needed("at", .instant),
            .needed("reason", .text),
        ])

    let id: String
    let kind: String
    let about: String
    let file: String
    let sha256: String
    let size: Int
    let madeAt: String
    let dueAt: String
    let result: String?
    let consoles: [String]
    let state: String
    let by: String
    let at: String
    let reason: String

    init(_ report: FiledReport, in register: ReportRegister) {
        id = report.id
        kind = report.content.kind.rawValue
        about = report.content.about
        file = report.file.name
        sha256 = report.file.sha256.hex
        size = report.file.size
        madeAt = RFC3339.string(report.content.madeAt)
        dueAt = RFC3339.string(report.content.due)
        result = report.content.result?.rawValue
        consoles = report.content.consoles
        state = !register.isNewest(report) ? "replaced" : register.isOverdue(report) ? "overdue" : "current"
        by = report.by.text
        at = RFC3339.string(report.at)
        reason = report.reason
    }

    private enum CodingKeys: String, CodingKey {
        case id, kind, about, file, sha256, size, result, consoles, state, by, at, reason
        case madeAt = "made_at"
        case dueAt = "due_at"
    }
}
