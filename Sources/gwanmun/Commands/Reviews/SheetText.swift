import GatewayAudit
import GatewayIdentity
import GatewayReview

/// What is to be looked at in a review, for a terminal, a printer and a spreadsheet.
struct SheetText {
    let tables: [ReviewTable]
    let language: Language

    init(_ tables: [ReviewTable], in language: Language = TerminalLanguage.current) {
        self.tables = tables
        self.language = language
    }

    init(_ tables: [ReviewSheet.Table], in language: Language = TerminalLanguage.current) {
        self.init(tables.map(ReviewTable.init), in: language)
    }

    private func title(of table: ReviewTable) -> String { language == .korean ? table.titleKo : table.titleEn }

    private func titles(of table: ReviewTable) -> [String] {
        table.columns.map { SheetColumn(rawValue: $0)?.title(in: language) ?? $0 }
    }

    private func rows(of table: ReviewTable) -> [[String]] {
        let columns = table.columns.map { SheetColumn(rawValue: $0) }
        return table.rows.map { row in
            row.enumerated().map { index, cell in
                (index < columns.count ? columns[index] : nil)?.shown(cell, in: language) ?? cell
            }
        }
    }

    private func left(_ count: Int) -> String {
        language == .korean ? "이 밖에 \(count)건" : "and \(count) more"
    }

    var lines: [String] {
        tables.flatMap { table -> [String] in
            let head = ["", title(of: table)]
            guard !table.rows.isEmpty else { return head + [language == .korean ? "  없음" : "  none"] }
            return head + TextTable.aligned(titles(of: table), rows(of: table)).map { "  " + $0 }
                + (table.left > 0 ? ["  " + left(table.left)] : [])
        }
    }

    /// One file a table: its name and its text.
    var csv: [(name: String, text: String)] {
        tables.map { table in
            (table.section + ".csv", ([table.columns] + table.rows).map(ExportCSV.line).joined())
        }
    }

    /// A page that needs nothing else, to be printed.
    func html(heading: String, facts: [(String, String)]) -> String {
        let body = tables.map { table in
            let head = titles(of: table).map { "<th>\(Self.escaped($0))</th>" }.joined()
            let rows = rows(of: table).map { row in
                "<tr>" + row.map { "<td>\(Self.escaped($0))</td>" }.joined() + "</tr>"
            }.joined(separator: "\n")
            return """
                <h2>\(Self.escaped(title(of: table)))</h2>
                <table><thead><tr>\(head)</tr></thead><tbody>
                \(rows)
                </tbody></table>\(table.left > 0 ? "<p>\(left(table.left))</p>" : "")
                """
        }.joined(separator: "\n")
        let told = facts.map { "<dt>\(Self.escaped($0.0))</dt><dd>\(Self.escaped($0.1))</dd>" }.joined(separator: "\n")
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)"><head><meta charset="utf-8"><title>\(Self.escaped(heading))</title>
            <style>body{font-family:sans-serif;margin:2em}table{border-collapse:collapse;margin-bottom:1em}\
            td,th{border:1px solid #888;padding:.2em .5em;text-align:left;font-size:.85em;overflow-wrap:anywhere}</style></head>
            <body><h1>\(Self.escaped(heading))</h1><dl>
            \(told)
            </dl>
            \(body)
            </body></html>

            """
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}

extension ReviewTable {
    init(_ table: ReviewSheet.Table) {
        self.init(
            section: table.section.rawValue, titleKo: table.section.title(in: .korean),
            titleEn: table.section.title(in: .english), columns: table.columns.map(\.rawValue), rows: table.rows,
            left: table.left)
    }
}
