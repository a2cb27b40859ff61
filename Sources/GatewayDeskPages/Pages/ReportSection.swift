import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayPages
import GatewayReview

/// Reports that others made, as the page of reviews shows them: those that nothing newer took the place of.
struct ReportSection {
    let visit: DeskVisit

    private func say(_ words: Words) -> String { visit.say(words) }

    func section() async throws -> Section {
        let register = try await visit.services.reports.register()
        var section = Section(
            "reports", say(ReportWords.reports),
            [
                ReportWords.kind, ReportWords.about, ReportWords.made, ReportWords.due, ReportWords.result,
                ReportWords.digest,
            ].map(say),
            register.newest.prefix(Self.most).map { report in
                [
                    [.text(say(report.content.kind.words))], [.text(report.content.about)],
                    [visit.time(report.content.madeAt)],
                    [visit.time(report.content.due)]
                        + (register.isOverdue(report) ? [.tag(say(ReportWords.overdue), .bad)] : []),
                    report.content.result.map { [.tag(say($0.words), $0 == .failed ? .bad : .good)] } ?? [],
                    [.text(report.file.name), .code(report.file.sha256.hex)],
                ]
            }, empty: say(ReportWords.none))
        section.note = say(ReportWords.note)
        return section
    }

    /// On one page; the API has all of them.
    private static let most = 100
}
