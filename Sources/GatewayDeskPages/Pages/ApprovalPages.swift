import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayPages
import GatewayPolicy
import GatewayStore

/// What takes the word of several: to whoever reads about people all of it, to others what concerns them.
struct ApprovalPages {
    let visit: DeskVisit

    init(_ visit: DeskVisit) { self.visit = visit }

    private func say(_ words: Words) -> String { visit.say(words) }
    private var reach: Administration.ApprovalReach { visit.may(.readPeople) ? .everybody : .concerned }
    private func reader() throws(DeskProblem) -> Actor {
        try visit.reader(visit.may(.readPeople) ? .readPeople : .followPart)
    }

    func list() async throws -> DeskPage {
        let requests = try await visit.administration.openApprovals(
            reach, readBy: reader(), requestID: visit.requestID)
        let slice = Slice(requests, page: visit.query["page"])
        var page = DeskPage(say(FrameWords.approvals), at: .approvals)
        var waiting = Section(
            "waiting", say(ApprovalWords.waiting),
            [
                ApprovalWords.approval, ApprovalWords.persons, ColumnWords.consoles, ColumnWords.applicant,
                ColumnWords.period, ApprovalWords.votes, ColumnWords.expires,
            ].map(say),
            slice.elements.map { request in
                [
                    [.link(name(of: request), .approval(.one(request.id)))], persons(of: request).map(visit.person),
                    consoles(of: request), [visit.person(request.applicant)],
                    [visit.time(request.from), visit.time(request.to)], ballot(on: request),
                    [visit.time(request.expires)],
                ]
            }, empty: say(ApprovalWords.noneWaits))
        waiting.note = slice.note(in: visit.language)
        waiting.more = LinkList(
            [
                visit.change(ApprovalWords.ask, .approval(.new)),
                visit.change(ApprovalWords.askGrant, .approval(.newGrant)),
            ]
            .compactMap(\.self) + slice.links(.approval(.list), [], in: visit.language))
        page.sections = [waiting]
        return page
    }

    func show(_ id: String) async throws -> DeskPage {
        let request = try await visit.administration.approval(
            id, reach, readBy: reader(), requestID: visit.requestID)
        var page = DeskPage(name(of: request), at: .approvals)
        page.lead = request.id
        page.up = Link(say(FrameWords.approvals), .approval(.list))
        var facts = Section("facts", say(ApprovalWords.wish), facts: facts(of: request))
        facts.more = LinkList(changes(of: request))
        page.sections = [facts, votes(on: request)]
        if let grant = visit.administration.grants(askedBy: request.id).first {
            page.sections.append(
                Section("scope", say(ApprovalWords.scope), facts: GrantFacts(visit: visit, grant: grant).facts))
        }
        return page
    }

    private func facts(of request: ApprovalRequest) -> [(String, [Piece])] {
        var facts = [
            (say(ApprovalWords.persons), persons(of: request).map(visit.person)),
            (say(ColumnWords.consoles), consoles(of: request)),
            (say(ColumnWords.period), [visit.time(request.from), visit.time(request.to)]),
            (say(ColumnWords.applicant), [visit.person(request.applicant), visit.time(request.askedAt)]),
            (say(ColumnWords.reason), [.text(request.reason)]), (say(ColumnWords.state), [state(of: request)]),
        ]
        if request.isOpen(at: visit.now) {
            facts.append((say(ApprovalWords.votes), ballot(on: request)))
            facts.append((say(ColumnWords.expires), [visit.time(request.expires)]))
        }
        if let decision = request.decision {
            facts.append(
                (
                    say(ColumnWords.decision),
                    [visit.person(decision.by), visit.time(decision.at), .text(decision.reason)]
                ))
        }
        return facts
    }

    private func votes(on request: ApprovalRequest) -> Section {
        Section(
            "votes", say(ApprovalWords.votes), [ColumnWords.by, ColumnWords.at, ColumnWords.reason].map(say),
            request.votes.map { [[visit.person($0.by)], [visit.time($0.at)], [.text($0.reason)]] },
            empty: say(ApprovalWords.noVotes))
    }

    private func changes(of request: ApprovalRequest) -> [Link] {
        let isOwn = request.applicant == visit.person.account
        let hasSay = visit.administration.ballot(on: request)?.groups.contains { group in
            !Set(group.roles).isDisjoint(with: visit.person.roles)
        }
        var kinds: [ApprovalOrderKind] = []
        let hasVoted = request.votes.contains { $0.by == visit.person.account }
        if hasSay == true, !isOwn, !hasVoted { kinds.append(.approve) }
        if hasSay == true || isOwn && request.isOpen(at: visit.now) { kinds.append(.reject) }
        if request.decision?.verdict == .given, request.name != .grant, visit.now < request.to, visit.mayChange {
            kinds.append(.withdraw)
        }
        return kinds.compactMap {
            visit.change($0.words.title, .approval(.order($0, request.id)), isGrave: $0 != .approve)
        }
    }

    // MARK: Cells

    private func name(of request: ApprovalRequest) -> String {
        request.name == .grant ? say(ApprovalWords.partnerGrant) : request.name.text
    }

    private func persons(of request: ApprovalRequest) -> [AccountName] {
        let grants = visit.administration.grants(askedBy: request.id)
        return grants.isEmpty ? [request.account] : grants.map(\.account)
    }

    private func consoles(of request: ApprovalRequest) -> [Piece] {
        switch request.consoles {
        case .all: [.text(say(FrameWords.all))]
        case .only(let listed): listed.sorted().map(visit.console)
        }
    }

    /// Every group with how many of it voted.
    private func ballot(on request: ApprovalRequest) -> [Piece] {
        guard let ballot = visit.administration.ballot(on: request) else {
            return [.tag(say(ApprovalWords.undefined), .bad)]
        }
        return ballot.groups.map { group in
            let count = min(group.voters.count, group.count)
            let roles = group.roles.map(\.text).joined(separator: " / ")
            return .tag("\(roles) \(count)/\(group.count)", count == group.count ? .good : .warn)
        }
    }

    private func state(of request: ApprovalRequest) -> Piece {
        switch request.decision?.verdict {
        case .given?:
            request.runs(at: visit.now) ? .tag(say(GrantWords.running), .good) : .tag(say(ApprovalWords.given))
        case .rejected?: .tag(say(ApprovalWords.rejected), .bad)
        case .withdrawn?: .tag(say(ApprovalWords.withdrawn), .bad)
        case nil:
            request.isOpen(at: visit.now)
                ? .tag(say(ApprovalWords.waiting), .warn) : .tag(say(ApprovalWords.lapsed), .bad)
        }
    }
}

/// What a grant is for, part by part.
struct GrantFacts {
    let visit: DeskVisit
    let grant: PartnerGrant

    var facts: [(String, [Piece])] {
        let scope = grant.scope
        return [
            (say(ColumnWords.exportReference), [.text(say(grant.kind.words)), .code(grant.reference)]),
            (say(ColumnWords.organisation), [.text(grant.organisation ?? say(FrameWords.none))]),
            (say(ColumnWords.sponsor), [visit.person(grant.sponsor)]),
            (say(ApprovalWords.paths), words(scope.paths, \.text)),
            (say(ApprovalWords.methods), words(scope.methods, \.description)),
            (say(ApprovalWords.ceiling), [.grade(scope.ceiling, visit.language)]),
            (say(ColumnWords.windows), words(scope.windows, \.text)),
            (say(ApprovalWords.countries), words(scope.countries, \.text)),
            (say(ColumnWords.zones), words(scope.zones, \.text)),
            (say(ApprovalWords.devices), words(scope.devices, \.text)),
            (
                say(ApprovalWords.asks),
                scope.asks.isEmpty ? [.text(say(FrameWords.none))] : scope.asks.sorted().map { .code($0.text) }
            ),
        ]
    }

    private func say(_ words: Words) -> String { visit.say(words) }

    private func words<Element>(_ selection: Selection<Element>, _ text: (Element) -> String) -> [Piece] {
        switch selection {
        case .all: [.text(say(ApprovalWords.notNarrowed))]
        case .only(let listed): listed.map(text).sorted().map { .code($0) }
        }
    }
}
