import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayPages
import GatewayReview
import GatewayStore

/// Reviews as tasks: what waits, what is to be looked at, what was signed.
struct ReviewTaskPages {
    let visit: DeskVisit

    private var reviews: Reviews { visit.services.reviews }
    private func say(_ words: Words) -> String { visit.say(words) }

    func list() async throws -> DeskPage {
        let tasks = try await reviews.list(readBy: visit.reader(), requestID: visit.requestID)
        let open = tasks.filter { $0.signOff == nil }.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
        let slice = Slice(tasks.filter { $0.signOff != nil }, page: visit.query["page"])
        var page = DeskPage(say(ReviewTaskWords.tasks), at: .reviewTasks)
        var signed = Section(
            "signed", say(ReviewTaskWords.signed),
            [
                ReviewTaskWords.review, ReviewTaskWords.period, ReviewTaskWords.by, ColumnWords.at,
                ReviewTaskWords.findings,
            ].map(say),
            slice.elements.map { task in
                [
                    [.link(say(task.kind.words), .reviewTask(.one(task.id)))], [.code(task.period.name)],
                    task.signOff.map { [visit.person($0.by)] } ?? [], task.signOff.map { [visit.time($0.at)] } ?? [],
                    [.text("\(task.signOff?.findingCount ?? 0)")],
                ]
            }, empty: say(ReviewTaskWords.noneSigned))
        signed.note = slice.note(in: visit.language)
        signed.more = LinkList(slice.links(.reviewTask(.list), [], in: visit.language))
        page.sections = [waiting(open), try await ReportSection(visit: visit).section(), signed]
        return page
    }

    private func waiting(_ tasks: [ReviewTask]) -> Section {
        Section(
            "open", say(ReviewTaskWords.open),
            [
                ReviewTaskWords.review, ReviewTaskWords.period, ColumnWords.due, ReviewTaskWords.owner,
                ReviewTaskWords.signers,
            ].map(say),
            tasks.map { task in
                [
                    [.link(say(task.kind.words), .reviewTask(.one(task.id)))], [.code(task.period.name)], due(of: task),
                    owner(of: task), visit.roles(task.kind.signers),
                ]
            }, empty: say(ReviewTaskWords.noneOpen))
    }

    private func due(of task: ReviewTask) -> [Piece] {
        [visit.time(task.due)] + (task.isOverdue(at: visit.now) ? [.tag(say(ReviewTaskWords.overdue), .bad)] : [])
    }

    private func owner(of task: ReviewTask) -> [Piece] {
        switch reviews.owner(of: task.kind) {
        case .account(let name)?: [visit.person(name)]
        case .role(let role)?: [.tag(role.text)]
        case nil: [.text(say(FrameWords.none))]
        }
    }

    // MARK: One

    func show(_ id: String) async throws -> DeskPage {
        let task = try await reviews.show(id, readBy: visit.reader(), requestID: visit.requestID)
        var page = DeskPage(say(task.kind.words), at: .reviewTasks)
        page.lead = task.period.name
        page.up = Link(say(ReviewTaskWords.tasks), .reviewTask(.list))
        page.sections = [facts(of: task), questions(of: task)]
        if let sheet = task.sheet { page.sections += sheet.tables.map(section) }
        return page
    }

    private func facts(of task: ReviewTask) -> Section {
        var facts: [(String, [Piece])] = [
            (say(ReviewTaskWords.period), [visit.time(task.period.from), visit.time(task.period.to)]),
            (say(ColumnWords.due), due(of: task)), (say(ReviewTaskWords.owner), owner(of: task)),
            (say(ReviewTaskWords.signers), visit.roles(task.kind.signers)),
        ]
        if let subject = task.subject {
            facts.append((say(ReviewTaskWords.person), [visit.person(subject.account)]))
        }
        if let sheet = task.sheet {
            facts.append((say(ReviewTaskWords.digest), [.code(sheet.sha256.hex)]))
        } else {
            facts.append((say(ColumnWords.state), [.tag(say(ReviewTaskWords.waiting), .warn)]))
        }
        if let signOff = task.signOff {
            facts += [
                (say(ReviewTaskWords.by), [visit.person(signOff.by), visit.time(signOff.at)]),
                (say(ReviewTaskWords.signedDigest), [.code(signOff.sheet.hex)]),
                (
                    say(ReviewTaskWords.findings),
                    [.text(signOff.findings.isEmpty ? say(ReviewTaskWords.noFindings) : signOff.findings)]
                ),
            ]
        }
        var section = Section("facts", say(task.kind.words), facts: facts)
        if task.kind == .logBundle { section.note = say(ReviewTaskWords.bundle) }
        if task.signOff == nil, task.sheet != nil {
            section.more = LinkList(
                [visit.change(ReviewTaskWords.sign, .reviewTask(.sign(task.id)))].compactMap(\.self))
        }
        return section
    }

    private func questions(of task: ReviewTask) -> Section {
        Section(
            "questions", say(ReviewTaskWords.questions),
            [say(ReviewTaskWords.question), say(ReviewTaskWords.answer)],
            task.kind.checklist.map { item in
                let answer = task.signOff?.answers[item]
                return [
                    [.text(say(item.words))],
                    answer.map { [.tag(say($0.words), $0 == .finding ? .bad : .good)] } ?? [],
                ]
            }, empty: "")
    }

    private func section(_ table: ReviewSheet.Table) -> Section {
        Self.section(visit.mayChange ? table : table.masked, in: visit.language)
    }

    /// A table of a sheet as pages draw it.
    static func section(_ table: ReviewSheet.Table, in language: Language) -> Section {
        var section = Section(
            table.section.rawValue, table.section.title(in: language), table.columns.map { $0.title(in: language) },
            table.rows.prefix(mostRows).map { row in
                zip(table.columns, row).map { [.text($0.shown($1, in: language))] }
            }, empty: ReviewTaskWords.nothing[language])
        let left = table.left + max(0, table.rows.count - mostRows)
        if left > 0 { section.note = ReviewTaskWords.left(left)[language] }
        return section
    }

    /// Of one table on a page; the API has all of them.
    private static let mostRows = 500

    // MARK: What nobody uses

    func unused() async throws -> DeskPage {
        _ = try await reviews.kept(readBy: visit.reader(), requestID: visit.requestID)
        var page = DeskPage(say(ReviewTaskWords.unused), at: .leastPrivilege)
        guard let sheet = visit.services.unusedRights() else {
            page.messages = [.note(say(ReviewTaskWords.notReadYet))]
            return page
        }
        var facts = Section(
            "facts", say(ReviewTaskWords.unused),
            facts: [(say(ReviewTaskWords.since), [visit.time(sheet.period.from), visit.time(sheet.period.to)])])
        facts.note = say(ReviewTaskWords.narrower)
        facts.more = LinkList([visit.change(ReviewTaskWords.keep, .reviewTask(.keep))].compactMap(\.self))
        page.sections = [facts] + sheet.tables.map(section)
        return page
    }
}
