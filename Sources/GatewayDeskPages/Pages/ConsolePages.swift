import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayPolicy

/// The consoles of the policy in force: where they stand, how sensitive they are, who reaches them.
struct ConsolePages {
    let visit: DeskVisit

    private var policy: PolicySnapshot { visit.services.access.policy }
    private func say(_ words: Words) -> String { visit.say(words) }

    func list() throws -> DeskPage {
        _ = try visit.reader()
        let slice = Slice(policy.definition.consoles, page: visit.query["page"])
        var page = DeskPage(say(FrameWords.consoles), at: .consoles)
        var section = Section(
            "consoles", say(FrameWords.consoles),
            [
                say(ColumnWords.console), say(ColumnWords.grade), say(ColumnWords.hosts), say(ColumnWords.owner),
                say(ColumnWords.manager), say(ColumnWords.health),
            ],
            slice.elements.map { console in
                [
                    [.link(console.id.text, .console(console.id))], grade(of: console),
                    console.hosts.map { .code($0.text) }, [.text(console.owner)], [.text(console.manager)],
                    health(of: console),
                ]
            }, empty: say(ConsoleWords.none))
        section.note = slice.note(in: visit.language)
        section.more = LinkList(slice.links(.consoles, [], in: visit.language))
        page.sections = [section]
        return page
    }

    func show(_ id: ConsoleID) throws -> DeskPage? {
        _ = try visit.reader()
        guard let console = policy.console(id) else { return nil }
        var page = DeskPage(id.text, at: .consoles)
        page.up = Link(say(FrameWords.consoles), .consoles)
        page.sections = [about(console), servers(of: console), rules(about: console)]
        return page
    }

    private func about(_ console: Console) -> Section {
        var facts: [(String, [Piece])] = [
            (say(ColumnWords.grade), grade(of: console)),
            (say(ConsoleWords.labelled), [.grade(console.grade, visit.language)]),
            (say(ColumnWords.hosts), console.hosts.map { .code($0.text) }),
            (say(ColumnWords.owner), [.text(console.owner)]), (say(ColumnWords.manager), [.text(console.manager)]),
        ]
        if !console.tags.isEmpty {
            facts.append((say(ColumnWords.tags), console.tags.sorted().map { .tag($0.text) }))
        }
        return Section("about", say(ConsoleWords.about), facts: facts)
    }

    private func servers(of console: Console) -> Section {
        Section(
            "servers", say(ColumnWords.servers),
            [
                say(ColumnWords.servers), say(ColumnWords.health), say(FrameWords.details),
                say(ColumnWords.connections),
                say(ColumnWords.waiting),
            ],
            visit.services.status().upstreams.filter { $0.console == console.id }.map { upstream in
                [
                    [.code(upstream.url)], [.tag(say(upstream.state.words), upstream.state.tone)],
                    [.text(upstream.detail ?? "")], [.text("\(upstream.connections)")], [.text("\(upstream.waiting)")],
                ]
            }, empty: say(FrameWords.none))
    }

    private func rules(about console: Console) -> Section {
        Section(
            "reach", say(ConsoleWords.reach),
            [
                say(ColumnWords.rule), say(ColumnWords.effect), say(ColumnWords.roles), say(ColumnWords.actions),
                say(ColumnWords.factors), say(ColumnWords.zones), say(ColumnWords.windows),
            ], policy.definition.rules.filter { $0.target.consoles.contains(console.id) }.map(row),
            empty: say(ConsoleWords.noRule))
    }

    private func row(_ rule: Rule) -> [[Piece]] {
        let (effect, factors, zones, windows): (Piece, [Piece], Selection<ZoneName>, Selection<WindowName>) =
            switch rule.effect {
            case .allow(let terms):
                (
                    .tag(say(ConsoleWords.allow), .good), terms.factors.map { .code($0.name.rawValue) }, terms.zones,
                    terms.windows
                )
            case .deny(let occasions): (.tag(say(ConsoleWords.deny), .bad), [], occasions.zones, occasions.windows)
            }
        return [
            [.code(rule.id.text)], rule.isOnTrial ? [effect, .tag(say(ConsoleWords.onTrial), .warn)] : [effect],
            names(rule.target.roles, ConsoleWords.everyRole) { $0.text },
            rule.target.actions.elements.map { .code($0.rawValue) }, factors,
            names(zones, ConsoleWords.everywhere) { $0.text }, names(windows, ConsoleWords.always) { $0.text },
        ]
    }

    private func names<Name>(_ selection: Selection<Name>, _ all: Words, _ text: (Name) -> String) -> [Piece] {
        switch selection {
        case .all: [.text(say(all))]
        case .only(let listed): listed.map(text).sorted().map { .tag($0) }
        }
    }

    /// What it counts as, by letter, word and colour.
    private func grade(of console: Console) -> [Piece] {
        [.grade(policy.grade(of: console.id) ?? .classified, visit.language)]
            + (console.tags.contains { $0.text == "national_core_technology" }
                ? [.tag(say(ConsoleWords.nct), .bad)] : [])
    }

    private func health(of console: Console) -> [Piece] {
        let members = visit.services.status().upstreams.filter { $0.console == console.id }
        let serving = members.count { $0.state == .serving }
        let tone: Piece.Tone = serving == members.count ? .good : serving == 0 ? .bad : .warn
        return [.tag("\(serving)/\(members.count)", tone)]
    }
}
