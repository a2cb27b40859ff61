import ArgumentParser
import FoundationEssentials
import GatewayIdentity
import GatewayReview

struct ReviewReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write what reviews showed, for others.",
        subcommands: [ReviewPartnerReportCommand.self])
}

struct ReviewPartnerReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partners",
        abstract: "Write a month's report on partners: every grant, every change of one, every use.",
        discussion: """
            HTML in both languages, a CSV file for each table, and JSON. What it holds is what the review of that month shows and was signed off for.
            Example: gwanmun review report partners --month 2026-11 --organisation "Meyer GmbH" --output meyer-2026-11
            """)

    @Option(help: .init("Of which month; it must be over.", valueName: "yyyy-mm"))
    var month: String
    @Option(help: "Only the persons of this organisation.")
    var organisation: String?
    @Option(help: .init("A folder that is empty, or not there.", valueName: "folder"))
    var output: String
    @OptionGroup var node: NodeOptions

    func validate() throws {
        guard ReviewInterval.month.period(named: month) != nil else {
            throw ValidationError("--month: '\(month)' is not a month such as 2026-11.")
        }
    }

    func run() async throws {
        try await node.talk { node in
            var task: ReviewTaskDocument = try await node.get(
                "review-tasks", "\(ReviewKind.partnerReport.rawValue)-\(month)")
            guard task.tables != nil else {
                throw CommandFailure(Message.reviewNotReady.text, hint: "'gwanmun review list' shows how far it is.")
            }
            if let organisation { task = try task.only(organisation) }
            let folder = try OutputFolder(output)
            let tables = task.tables ?? []
            for language in Language.allCases {
                let title = ReviewKind.partnerReport.title(in: language)
                let heading = [title, task.period, organisation].compactMap(\.self).joined(separator: " ")
                let page = SheetText(tables, in: language).html(heading: heading, facts: task.facts)
                try folder.write(page, as: "report.\(language.rawValue).html")
            }
            for file in SheetText(tables).csv { try folder.write(file.text, as: file.name) }
            try folder.write(try Self.json(task), as: "report.json")
            Terminal.print(Message.written(output).text)
        }
    }

    private static func json(_ task: ReviewTaskDocument) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(task), as: UTF8.self) + "\n"
    }
}

extension ReviewTaskDocument {
    /// Of one organisation: those accounts that had a grant as its people.
    fileprivate func only(_ organisation: String) throws -> ReviewTaskDocument {
        let grants = tables?.first { $0.section == SheetSection.grants.rawValue }
        let accounts = Set(grants?.values(of: .account, where: .organisation, is: organisation) ?? [])
        guard !accounts.isEmpty else {
            throw CommandFailure(
                worded(
                    "'\(organisation)' 소속으로 그달에 접근권한이 있던 사람이 없습니다",
                    "nobody of '\(organisation)' had a grant in that month"),
                hint: "'gwanmun partner list' names the organisations.")
        }
        let kept = tables?.compactMap { table -> ReviewTable? in
            guard let index = table.columns.firstIndex(of: SheetColumn.account.rawValue) else { return nil }
            var table = table
            table.rows = table.rows.filter { index < $0.count && accounts.contains($0[index]) }
            return table
        }
        return ReviewTaskDocument(
            id: id, kind: kind, period: period, from: from, to: to, dueAt: dueAt, state: state, signers: signers,
            owner: owner, user: user, approval: approval, questions: questions, sheetSha256: sheetSha256, tables: kept,
            signOff: signOff)
    }
}

extension ReviewTable {
    fileprivate func values(of column: SheetColumn, where other: SheetColumn, is text: String) -> [String] {
        guard let index = columns.firstIndex(of: column.rawValue), let at = columns.firstIndex(of: other.rawValue)
        else {
            return []
        }
        return rows.filter { max(index, at) < $0.count && $0[at] == text }.map { $0[index] }
    }
}
