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
        let coming = grants.filter { $0.ending == nil && now < $0.from }
        let over = grants.filter { $0.ending != nil || $0.to <= now }.reversed()
        let slice = Slice(Array(over), page: visit.query["page"])
        var page = DeskPage(say(FrameWords.grants), at: .grants)
        var first = section(
            grants.filter { $0.runs(at: now) }, anchor: "running", title: GrantWords.running,
            empty: GrantWords.noneRunning)
        first.more = LinkList([visit.change(GrantWords.add, .newGrant)].compactMap(\.self))
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
        let isOver = grant.ending != nil || grant.to <= visit.now
        return [
            [visit.person(grant.account)], grant.consoles.sorted().map { .link($0.text, .console($0)) },
            [.text(say(grant.kind.words)), .code(grant.reference)], [visit.person(grant.sponsor)],
            [visit.time(grant.from)], [visit.time(grant.to)], state(of: grant),
            visit.mayChange && !isOver ? [.link(say(GrantWords.end), .endGrant(grant.id))] : [],
        ]
    }

    private func state(of grant: PartnerGrant) -> [Piece] {
        if let ending = grant.ending {
            return [.tag(say(GrantWords.endedBy(ending.by.text)), .bad), visit.time(ending.at)]
        }
        if grant.runs(at: visit.now) { return [.tag(say(GrantWords.running), .good)] }
        return [.tag(say(visit.now < grant.from ? GrantWords.coming : GrantWords.over))]
    }
}
