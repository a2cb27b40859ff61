import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayStore

/// Alarms that are open, and measures that hold.
struct MeasurePages {
    let visit: DeskVisit

    private func say(_ words: Words) -> String { visit.say(words) }

    func page() async throws -> DeskPage {
        let measures = try await visit.services.access.measures.list(
            lifted: false, readBy: visit.reader(), requestID: visit.requestID)
        let slice = Slice(measures, page: visit.query["page"])
        var page = DeskPage(say(MeasureWords.title), at: .measures)
        var section = Section(
            "measures", say(MeasureWords.title),
            [
                say(ColumnWords.at), say(ColumnWords.account), say(MeasureWords.seen), say(MeasureWords.step),
                say(MeasureWords.owner), "",
            ], slice.elements.map(row), empty: say(MeasureWords.none))
        section.note = slice.note(in: visit.language)
        section.more = LinkList(slice.links(.measures, [], in: visit.language))
        page.sections = [section]
        return page
    }

    private func row(_ measure: TakenMeasure) -> [[Piece]] {
        let mark: [Piece] = measure.isDrill ? [.tag(say(MeasureWords.drill), .warn)] : []
        return [
            [visit.time(measure.at)], [visit.person(measure.account)] + mark,
            [
                .text(say(measure.kind.words)), .code(measure.rule),
                .text(say(MeasureWords.observed(measure.observed, measure.limit))),
            ], [.text(say(measure.step.words))], measure.owner.map { [visit.person($0)] } ?? [],
            visit.mayChange ? [.link(say(MeasureWords.lift), .liftMeasure(measure.id))] : [],
        ]
    }
}
