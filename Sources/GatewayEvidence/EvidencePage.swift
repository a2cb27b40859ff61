public import GatewayIdentity

/// The report as one page: no script, nothing from elsewhere, fit to be printed.
public struct EvidencePage {
    private let report: EvidenceReport
    private let language: Language

    public init(_ report: EvidenceReport, in language: Language) {
        self.report = report
        self.language = language
    }

    public var html: String {
        let title = "\(report.profile) · \(report.title[language])"
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(Self.escaped(title))</title><style>\(Self.style)</style></head><body>
            <h1>\(Self.escaped(title))</h1>
            <p class="notice">\(Self.escaped(report.notice[language]))</p>
            \(table([[word("조직", "organisation"), report.organisation[language]], [word("기간", "period"), "\(report.from) – \(report.to)"], [word("작성", "made at"), report.madeAt], [word("증거가 없는 조항", "clauses without evidence"), "\(report.missing) / \(report.clauses.count)"]]))
            \(chain)\(overview)\(report.clauses.map(section).joined())\(counts)\(reviews)\(changes)\(exceptions)
            </body></html>

            """
    }

    private static let style = """
        body{font:15px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}\
        th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}.notice{border:2px solid #555;padding:.5rem 1rem}\
        .missing{color:#b00020;font-weight:bold}section{break-inside:avoid;border-top:1px solid #bbb;margin-top:1rem}@media print{body{margin:0;max-width:none}}
        """

    private func word(_ ko: String, _ en: String) -> String { Bilingual(ko: ko, en: en)[language] }

    private var chain: String {
        let chain = report.chain
        let isWhole = word("온전함", "whole")
        let verdict = chain.whole ? isWhole : word("온전하지 않음", "not whole") + ": " + (chain.difference ?? "")
        func point(_ point: EvidenceTally.Point?) -> String { point.map { "\($0.seq) \($0.hash)" } ?? "-" }
        return heading(word("기록 사슬의 증명", "Proof of the chain"))
            + (chain.whole ? "" : "<p class=\"missing\">\(Self.escaped(verdict))</p>")
            + (chain.isCutByDeletion
                ? "<p class=\"missing\">\(Self.escaped(EvidenceWords.cutByDeletion[language]))</p>" : "")
            + table([
                [word("검증", "verification"), verdict], [word("기록 수", "records"), "\(chain.records)"],
                [word("기간의 첫 기록", "first record of the period"), point(chain.first)],
                [word("기간의 끝 기록", "last record of the period"), point(chain.last)],
                [word("전체의 끝", "end of the trail"), "\(chain.lastSeq) \(chain.lastHash)"],
                [word("마지막 검증점", "last checkpoint"), chain.lastCheckpoint.map { "\($0)" } ?? "-"],
                [
                    word("따로 보관된 마지막 검증점", "last checkpoint kept elsewhere"),
                    chain.lastCheckpointOutside.map { "\($0) (\(chain.outsideFiles.joined(separator: ", ")))" } ?? "-",
                ],
            ])
            + notes(on: chain).map { "<p class=\"missing\">\(Self.escaped($0))</p>" }.joined()
    }

    /// What the chain alone leaves open.
    private func notes(on chain: ChainEvidence) -> [String] {
        var notes = chain.outsideMissing.map {
            word(
                "설정에 있는 검증점 사본이 없어 맞춰 보지 못했습니다: \($0)",
                "a configured copy of the checkpoints was not there to compare: \($0)")
        }
        if chain.lastCheckpointOutside == nil {
            notes.append(
                word(
                    "다른 곳에 보관한 검증점과 맞춰 보지 않았습니다. 기록 전체를 다시 쓴 경우는 확인하지 못했습니다.",
                    "held against no checkpoint kept elsewhere: it is not excluded that the whole trail was rewritten.")
            )
        }
        return notes
    }

    private var overview: String {
        let rows = report.clauses.map { clause in
            let state = EvidenceWords.name(clause.state)[language]
            let verdict =
                clause.missing.isEmpty
                ? Self.escaped(state)
                : "\(Self.escaped(state)) <span class=\"missing\">\(word("증거 없음", "evidence missing"))</span>"
            return
                "<tr><td><a href=\"#\(Self.escaped(clause.id))\">\(Self.escaped(clause.id))</a></td><td>\(Self.escaped(clause.clause[language]))</td><td>\(verdict)</td></tr>"
        }
        return heading(word("조항", "Clauses"))
            + "<p>\(Self.escaped(EvidenceWords.reach[language]))</p><table>\(rows.joined())</table>"
    }

    private func section(_ clause: ClauseEvidence) -> String {
        let missing = clause.missing.map { "<li class=\"missing\">\(Self.escaped($0[language]))</li>" }.joined()
        let settings = clause.settings.map {
            [EvidenceWords.name($0.id)[language], language == .korean ? $0.valueKo : $0.value]
        }
        let counts = clause.counts.map { [EvidenceWords.name($0.id)[language], "\($0.count)"] }
        return
            "<section id=\"\(Self.escaped(clause.id))\"><h3>\(Self.escaped("\(clause.id) · \(EvidenceWords.name(clause.who)[language]) · \(EvidenceWords.name(clause.state)[language])"))</h3>"
            + "<p><b>\(Self.escaped(clause.clause[language]))</b></p><p>\(Self.escaped(clause.gateway[language]))</p>"
            + (missing.isEmpty ? "" : "<ul>\(missing)</ul>") + table(settings + counts) + reports(of: clause)
            + names(word("시험", "Tests"), clause.tests) + names(word("다른 기준에서", "In other schemes"), clause.tags)
            + "</section>"
    }

    private func names(_ what: String, _ names: [String]) -> String {
        names.isEmpty ? "" : "<p>\(what): \(Self.escaped(names.joined(separator: ", ")))</p>"
    }

    private func reports(of clause: ClauseEvidence) -> String {
        guard !clause.reports.isEmpty else { return "" }
        func red(_ text: String) -> String { "<span class=\"missing\">\(Self.escaped(text))</span>" }
        let head = EvidenceWords.reportColumns.map { "<th>\(Self.escaped($0[language]))</th>" }.joined()
        let rows = clause.reports.map { report in
            let outcome = EvidenceWords.outcome(report)[language]
            let cells = [
                Self.escaped(report.about), Self.escaped(report.madeAt),
                report.hasFailed ? red(outcome) : Self.escaped(outcome),
                Self.escaped(report.nextDue) + (report.overdue ? " " + red(EvidenceWords.overdueMark[language]) : ""),
                Self.escaped(report.consoles.isEmpty ? "-" : report.consoles.joined(separator: ", ")),
                Self.escaped("\(report.file) \(report.sha256)"), Self.escaped("\(report.filedAt) \(report.filedBy)"),
            ]
            return "<tr>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
        }
        return "<table><tr>\(head)</tr>\(rows.joined())</table>"
    }

    private var counts: String {
        heading(word("기록 건수", "Counts"))
            + table(
                EvidenceCount.allCases.map { [EvidenceWords.name($0)[language], "\(report.counts[$0.rawValue] ?? 0)"] })
            + heading(word("거부된 로그인의 사유", "Refused logins by reason")) + table(Self.rows(report.refusalsByReason))
            + heading(word("거부된 요청의 사유", "Denied requests by reason")) + table(Self.rows(report.denialsByReason))
    }

    private var reviews: String {
        let names = [
            word("때", "at"), word("점검", "review"), word("기간", "period"), word("서명자", "signed by"),
            word("서명한 자료 SHA-256", "SHA-256 of the sheet"), word("지적", "findings"),
        ]
        return heading(word("서명된 점검", "Reviews signed off"))
            + table(
                report.signedReviews.map {
                    [
                        $0.at, $0.review, $0.period ?? "-", $0.by ?? "-", $0.sheetSha256 ?? "-",
                        $0.findings.map(String.init) ?? "-",
                    ]
                }, head: names)
    }

    private var changes: String {
        let names = [
            word("때", "at"), word("작성자", "author"), word("승인자", "approver"), word("경위", "cause"), "SHA-256",
            word("결과", "outcome"),
        ]
        return heading(word("정책 변경", "Policy changes"))
            + table(
                report.policyChanges.map {
                    [
                        $0.at, $0.author ?? "-", $0.approver ?? "-", $0.cause ?? "-", $0.policySha256 ?? "-",
                        $0.outcome ?? "-",
                    ]
                }, head: names)
    }

    private var exceptions: String {
        let names = [
            word("이름", "name"), word("규칙", "rule"), word("시작", "from"), word("끝", "until"), word("사유", "reason"),
            word("승인자", "approved by"),
        ]
        return heading(word("효력이 있는 예외", "Exceptions in force"))
            + table(
                report.exceptions.map { [$0.name, $0.rule, $0.from, $0.expires, $0.reason, $0.approvedBy] },
                head: names)
    }

    private static func rows(_ counts: [String: Int]) -> [[String]] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { [$0.key, "\($0.value)"] }
    }

    private func heading(_ text: String) -> String { "<h2>\(Self.escaped(text))</h2>" }

    private func table(_ rows: [[String]], head: [String] = []) -> String {
        guard !rows.isEmpty else { return head.isEmpty ? "" : "<p>-</p>" }
        let cells = rows.map { "<tr>" + $0.map { "<td>\(Self.escaped($0))</td>" }.joined() + "</tr>" }
        let names = head.isEmpty ? "" : "<tr>" + head.map { "<th>\(Self.escaped($0))</th>" }.joined() + "</tr>"
        return "<table>" + names + cells.joined() + "</table>"
    }

    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
