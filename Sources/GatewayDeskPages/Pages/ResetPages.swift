import GatewayAccess
import GatewayIdentity
import GatewayStore

/// Resets of factors that are open.
struct ResetPages {
    let visit: DeskVisit

    private func say(_ words: Words) -> String { visit.say(words) }

    func page() async throws -> DeskPage {
        let resets = try await visit.administration.resets(readBy: visit.reader(), requestID: visit.requestID)
        let slice = Slice(resets, page: visit.query["page"])
        var page = DeskPage(say(FrameWords.resets), at: .resets)
        var section = Section(
            "resets", say(FrameWords.resets),
            [
                say(ColumnWords.account), say(ColumnWords.applicant), say(ColumnWords.reason), say(ColumnWords.state),
                say(ColumnWords.effective), say(ColumnWords.expires), "",
            ],
            slice.elements.map { reset in
                [
                    [visit.person(reset.account)], [visit.person(reset.askedBy), visit.time(reset.askedAt)],
                    [.text(reset.reason)], [.tag(say(reset.state.words))], approval(of: reset),
                    [visit.time(reset.expires)], decide(reset),
                ]
            }, empty: say(ResetWords.none))
        section.note = slice.note(in: visit.language)
        section.more = LinkList(slice.links(.resets, [], in: visit.language))
        page.sections = [section]
        return page
    }

    private func approval(of reset: FactorReset) -> [Piece] {
        switch reset.state {
        case .approved(let approval): [visit.time(approval.effective), visit.person(approval.by)]
        case .asked, .cancelled, .done: []
        }
    }

    private func decide(_ reset: FactorReset) -> [Piece] {
        guard visit.mayChange else { return [] }
        let cancel = Piece.link(say(ResetWords.cancel), .decideReset(.cancel, reset.id))
        switch reset.state {
        case .asked: return [.link(say(ResetWords.approve), .decideReset(.approve, reset.id)), cancel]
        case .approved:
            return [
                .link(say(PersonOrderKind.resetFactor.words.title), .personOrder(.resetFactor, reset.account)), cancel,
            ]
        case .cancelled, .done: return []
        }
    }
}
