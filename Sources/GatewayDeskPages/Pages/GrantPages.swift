import GatewayAccess
import GatewayIdentity
import GatewayStore

/// Permissions of partners: running, to come, over.
struct GrantRows {
    let visit: DeskVisit

    init(_ visit: DeskVisit) { self.visit = visit }

    private func say(_ words: Words) -> String { visit.say(words) }

    func page() async throws -> DeskPage {
        let grants = try await visit.administration.grants(readBy: visit.reader(), requestID: visit.requestID)
        let now = visit.now
        let coming = grants.filter { !isOver($0) && !$0.runs(at: now) }
        let over = grants.filter(isOver).reversed()
        let slice = Slice(Array(over), page: visit.query["page"])
        var page = DeskPage(say(FrameWords.grants), at: .grants)
        var first = section(
            grants.filter { $0.runs(at: now) }, anchor: "running", title: GrantWords.running,
            empty: GrantWords.noneRunning)
        first.more = LinkList(
            [visit.change(ApprovalWords.askGrant, .approval(.newGrant)), visit.change(GrantWords.add, .newGrant)]
                .compactMap(\.self))
        var last = section(slice.elements, anchor: "over", title: GrantWords.over, empty: GrantWords.noneOver)
        last.note = slice.note(in: visit.language)
        last.more = LinkList(slice.links(.grants, [], in: visit.language))
        page.sections = [
            first, section(coming, anchor: "coming", title: GrantWords.coming, empty: GrantWords.noneComing), last,
        ]
        return page
    }

    func section(_ grants: [PartnerGrant], anchor: String, title: Words, empty: Words) -> Section {
        Section(
            anchor, say(title),
            [
                say(ColumnWords.account), say(ColumnWords.consoles), say(ColumnWords.exportReference),
                say(ColumnWords.sponsor), say(ColumnWords.begins), say(ColumnWords.ends), say(ColumnWords.state), "",
            ], grants.map(row), empty: say(empty))
    }

    private func row(_ grant: PartnerGrant) -> [[Piece]] {
        [
            [visit.person(grant.account)], grant.consoles.sorted().map { .link($0.text, .console($0)) },
            [.text(say(grant.kind.words)), .code(grant.reference)], [visit.person(grant.sponsor)],
            [visit.time(grant.from)], [visit.time(grant.to)], state(of: grant),
            changes(of: grant),
        ]
    }

    private func isOver(_ grant: PartnerGrant) -> Bool {
        grant.ending != nil || grant.progress == .refused || grant.to <= visit.now
    }

    private func changes(of grant: PartnerGrant) -> [Piece] {
        guard visit.mayChange, !isOver(grant) else { return [] }
        let end = Piece.link(say(GrantWords.end), .endGrant(grant.id))
        guard grant.progress == .given else { return [end] }
        let kind: GrantOrderKind = grant.pause == nil ? .pause : .resume
        return [.link(say(kind.words.title), .grantOrder(kind, grant.id)), end]
    }

    private func state(of grant: PartnerGrant) -> [Piece] {
        if let ending = grant.ending {
            return [.tag(say(GrantWords.endedBy(ending.by.text)), .bad), visit.time(ending.at)]
        }
        switch grant.progress {
        case .asked: return [.link(say(ApprovalWords.waiting), .approval(.one(grant.request ?? grant.id)))]
        case .refused: return [.tag(say(ApprovalWords.refused), .bad)]
        case .given: break
        }
        if grant.pause != nil { return [.tag(say(ApprovalWords.paused), .warn)] }
        if grant.runs(at: visit.now) { return [.tag(say(GrantWords.running), .good)] }
        return [.tag(say(visit.now < grant.from ? GrantWords.coming : GrantWords.over))]
    }
}
