internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayReview
internal import GatewayStore

/// One review as a task.
struct ReviewTaskDocument: DeskDocument {
    static let schema = ObjectSchema(
        "ReviewTask", "One review of a period: until when, what is to be looked at, who signed it off.",
        [
            .needed("id", .text),
            .needed("kind", .choice(of: ReviewKind.self)),
            .needed("period", .text),
            .needed("from", .instant),
            .needed("to", .instant),
            .needed("due_at", .instant),
            .needed("state", .words("open", "overdue", "signed")),
            .needed("signers", .list(of: .role), "Whoever holds one of these roles may sign it off."),
            .maybe("owner", .text, "Who answers for it: `role:…` or `account:…`."),
            .maybe("user", .account, "Of a log bundle: whose records."),
            .maybe("approval", .text, "Of a log bundle: by which approval."),
            .needed("questions", .list(of: .object(Question.self))),
            .maybe("sheet_sha256", .digest, "Of what is to be looked at; absent while it is put together."),
            .maybe("tables", .list(of: .object(Table.self)), "What is to be looked at; not in lists."),
            .maybe("sign_off", .object(SignOff.self)),
        ])

    let id: String
    let kind: String
    let period: String
    let from: String
    let to: String
    let dueAt: String
    let state: String
    let signers: [String]
    let owner: String?
    let user: String?
    let approval: String?
    let questions: [Question]
    let sheetSHA256: String?
    let tables: [Table]?
    let signOff: SignOff?

    struct Question: DeskDocument {
        static let schema = ObjectSchema(
            "ReviewQuestion", "What is answered before a review is signed off.",
            [
                .needed("item", .choice(of: ReviewItem.self)), .needed("ko", .text), .needed("en", .text),
                .maybe("answer", .choice(of: ReviewVerdict.self)),
            ])

        let item: String
        let ko: String
        let en: String
        let answer: String?
    }

    struct Table: DeskDocument {
        static let schema = ObjectSchema(
            "ReviewTable", "One table of what is to be looked at.",
            [
                .needed("section", .choice(of: SheetSection.self)), .needed("title_ko", .text),
                .needed("title_en", .text), .needed("columns", .list(of: .choice(of: SheetColumn.self))),
                .needed("rows", .list(of: .list(of: .text))),
                .needed("left", .count, "What there was no room for."),
            ])

        let section: String
        let titleKo: String
        let titleEn: String
        let columns: [String]
        let rows: [[String]]
        let left: Int

        init(_ table: ReviewSheet.Table) {
            section = table.section.rawValue
            titleKo = table.section.title(in: .korean)
            titleEn = table.section.title(in: .english)
            columns = table.columns.map(\.rawValue)
            rows = table.rows
            left = table.left
        }

        private enum CodingKeys: String, CodingKey {
            case section, columns, rows, left
            case titleKo = "title_ko"
            case titleEn = "title_en"
        }
    }

    struct SignOff: DeskDocument {
        static let schema = ObjectSchema(
            "ReviewSignOff", "Who signed a review off, and what they found.",
            [
                .needed("by", .account), .needed("at", .instant), .needed("reason", .text), .needed("findings", .text),
                .needed("finding_count", .count), .needed("sheet_sha256", .digest),
            ])

        let by: String
        let at: String
        let reason: String
        let findings: String
        let findingCount: Int
        let sheetSHA256: String

        init(_ signOff: ReviewTask.SignOff) {
            by = signOff.by.text
            at = RFC3339.string(signOff.at)
            reason = signOff.reason
            findings = signOff.findings
            findingCount = signOff.findingCount
            sheetSHA256 = signOff.sheet.hex
        }

        private enum CodingKeys: String, CodingKey {
            case by, at, reason, findings
            case findingCount = "finding_count"
            case sheetSHA256 = "sheet_sha256"
        }
    }

    /// - Parameter isMasked: whether addresses are shown in part.
    init(_ task: ReviewTask, owner: ReviewRules.Owner?, isMasked: Bool, at now: UnixTime) {
        id = task.id
        kind = task.kind.rawValue
        period = task.period.name
        from = RFC3339.string(task.period.from)
        to = RFC3339.string(task.period.to)
        dueAt = RFC3339.string(task.due)
        state = task.signOff != nil ? "signed" : task.isOverdue(at: now) ? "overdue" : "open"
        signers = task.kind.signers.sorted().map(\.text)
        self.owner = owner?.description
        user = task.subject?.account.text
        approval = task.subject?.approval
        questions = task.kind.checklist.map { item in
            Question(
                item: item.rawValue, ko: item.question(in: .korean), en: item.question(in: .english),
                answer: task.signOff?.answers[item]?.rawValue)
        }
        sheetSHA256 = task.sheet?.sha256.hex ?? task.signOff?.sheet.hex
        tables = task.sheet?.tables.map { Table(isMasked ? $0.masked : $0) }
        signOff = task.signOff.map(SignOff.init)
    }

    private enum CodingKeys: String, CodingKey {
        case id, kind, period, from, to, state, signers, owner, user, approval, questions, tables
        case dueAt = "due_at"
        case sheetSHA256 = "sheet_sha256"
        case signOff = "sign_off"
    }
}

/// Rights that nobody used lately.
struct UnusedRightsDocument: DeskDocument {
    static let schema = ObjectSchema(
        "UnusedRights",
        "Rights that nobody used, and those that are kept with a reason, as of the last look at the records.",
        [
            .needed("from", .instant), .needed("to", .instant),
            .needed("tables", .list(of: .object(ReviewTaskDocument.Table.self))),
        ])

    let from: String
    let to: String
    let tables: [ReviewTaskDocument.Table]

    init(_ sheet: ReviewSheet) {
        from = RFC3339.string(sheet.period.from)
        to = RFC3339.string(sheet.period.to)
        tables = sheet.tables.map(ReviewTaskDocument.Table.init)
    }
}

/// A right that stays although nobody uses it.
struct KeptRightDocument: DeskDocument {
    static let schema = ObjectSchema(
        "KeptRight", "A right that stays although nobody uses it.",
        [
            .needed("right", .text), .needed("reason", .text), .needed("by", .text), .needed("at", .instant),
            .needed("until", .instant),
        ])

    let right: String
    let reason: String
    let by: String
    let at: String
    let until: String

    init(_ right: KeptRight) {
        self.right = right.right
        reason = right.reason
        by = right.by.text
        at = RFC3339.string(right.at)
        until = RFC3339.string(right.until)
    }
}
