import GatewayAccess
import GatewayIdentity
import GatewayStore

/// Partner organisations: all of them, or one with its people, its grants and what it has to destroy.
struct PartnerPages {
    let visit: DeskVisit

    init(_ visit: DeskVisit) { self.visit = visit }

    private func say(_ words: Words) -> String { visit.say(words) }

    func page() async throws -> DeskPage? {
        let reader = try visit.reader()
        let partners = try await visit.administration.partnerOrganisations(
            readBy: reader, requestID: visit.requestID)
        let grants = try await visit.administration.grants(readBy: reader, requestID: visit.requestID)
        guard let wanted = visit.query[PartnerPath.organisation] else { return list(partners, grants) }
        guard let partner = partners.first(where: { $0.name == wanted }) else { return nil }
        return try await show(
            partner.name, partner.people, grants.filter { partner.people.contains($0.account) }, reader)
    }

    private func list(_ partners: [(name: String, people: [AccountName])], _ grants: [PartnerGrant]) -> DeskPage {
        var page = DeskPage(say(FrameWords.partners), at: .partners)
        page.sections = [
            Section(
                "partners", say(FrameWords.partners),
                [ColumnWords.organisation, ApprovalWords.persons, GrantWords.running].map(say),
                partners.map { name, people in
                    [
                        [.link(name, .partner(.list), [(PartnerPath.organisation, name)])], people.map(visit.person),
                        [
                            .text(
                                say(
                                    FrameWords.count(
                                        grants.count { people.contains($0.account) && $0.runs(at: visit.now) })))
                        ],
                    ]
                }, empty: say(ApprovalWords.noPartners))
        ]
        return page
    }

    private func show(_ name: String, _ people: [AccountName], _ grants: [PartnerGrant], _ reader: Actor) async throws
        -> DeskPage
    {
        var page = DeskPage(name, at: .partners)
        page.up = Link(say(FrameWords.partners), .partner(.list))
        var persons = Section("people", say(ApprovalWords.persons), facts: [])
        persons.facts = FactList(facts: [.init(term: say(ColumnWords.account), pieces: people.map(visit.person))])
        if visit.mayChange {
            var link = Link(
                say(ApprovalWords.offBoard.title), .partner(.offBoard), [(PartnerPath.organisation, name)])
            link.linkStyle = "danger"
            persons.more = LinkList([link])
        }
        let tasks = try await visit.administration.deletionTasks(readBy: reader, requestID: visit.requestID)
        page.sections = [
            persons,
            GrantRows(visit).section(
                grants, anchor: "grants", title: FrameWords.grants, empty: GrantWords.noneRunning),
            DeletionRows(visit: visit).section(tasks.filter { people.contains($0.grant.account) }),
        ]
        return page
    }
}

/// What partners have to destroy after the end of a grant, and what was confirmed.
struct DeletionRows {
    let visit: DeskVisit

    func section(_ tasks: [DeletionTask]) -> Section {
        Section(
            "deletions", visit.say(ApprovalWords.deletions),
            [
                ColumnWords.account, ColumnWords.exportReference, ApprovalWords.deletionDue, ColumnWords.state,
            ].map(visit.say),
            tasks.map { task in
                [
                    [visit.person(task.grant.account)], [.code(task.grant.reference)], [visit.time(task.due)],
                    state(of: task),
                ]
            }, empty: visit.say(ApprovalWords.noDeletions))
    }

    private func state(of task: DeletionTask) -> [Piece] {
        if let deletion = task.deletion {
            return [
                .tag(visit.say(ApprovalWords.confirmed), .good), visit.person(deletion.by), visit.time(deletion.at),
                .text(deletion.confirmation),
            ]
        }
        let isOverdue = task.due <= visit.now
        let tag = Piece.tag(
            visit.say(isOverdue ? ApprovalWords.overdue : ApprovalWords.toBeConfirmed), isOverdue ? .bad : .warn)
        guard visit.mayChange else { return [tag] }
        return [
            tag,
            .link(visit.say(GrantOrderKind.confirmDeletion.words.title), .grantOrder(.confirmDeletion, task.grant.id)),
        ]
    }
}
