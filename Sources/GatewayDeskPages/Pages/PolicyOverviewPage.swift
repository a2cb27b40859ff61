import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayStore

/// What is in force and how it came there, what is on its way, what was before.
struct PolicyOverviewPage {
    let visit: DeskVisit

    private func say(_ words: Words) -> String { visit.say(words) }

    func page() async throws -> DeskPage {
        let reader = try visit.reader(.readPolicy)
        let versions = try await visit.policies.history(readBy: reader, requestID: visit.requestID)
        let drafts = try await visit.policies.drafts(readBy: reader, requestID: visit.requestID)
        var page = DeskPage(say(FrameWords.policies), at: .policies)
        if visit.services.status().policyTamperedAt != nil {
            page.messages = [.problem(say(PolicyPageWords.tamperedNote))]
        }
        page.sections = [
            state(versions.first), underWay(drafts.filter(\.isUnderWay), over: versions.first), history(versions),
        ]
        let ended = drafts.filter { !$0.isUnderWay }
        if !ended.isEmpty {
            page.sections.append(
                section(ended, over: nil, anchor: "ended", PolicyPageWords.ended, PolicyPageWords.noDrafts))
        }
        return page
    }

    // MARK: In force

    private var isChangedHere: Bool { visit.policies.rules.truth == .store }

    private func state(_ current: PolicyVersion?) -> Section {
        var facts: [(String, [Piece])] = [(say(PolicyPageWords.changedBy), [.text(say(changedBy))])]
        if let current {
            facts += VersionFacts(visit: visit, version: current).facts
            facts.append((say(PolicyPageWords.folder), [folder(current)]))
        }
        return Section("state", say(PolicyPageWords.state), facts: facts)
    }

    private var changedBy: Words {
        let rules = visit.policies.rules
        return switch rules.truth {
        case .store: PolicyPageWords.twoPeople
        case .folder:
            rules.signatures == 0 ? PolicyPageWords.byFiles : PolicyPageWords.bySignedFiles(rules.signatures)
        }
    }

    private func folder(_ current: PolicyVersion) -> Piece {
        if visit.services.status().policyTamperedAt != nil { return .tag(say(PolicyPageWords.tampered), .bad) }
        return current.folderWrittenAt == nil
            ? .tag(say(PolicyPageWords.folderBehind), .warn) : .tag(say(PolicyPageWords.folderShows), .good)
    }

    // MARK: Drafts

    private func underWay(_ drafts: [PolicyDraft], over current: PolicyVersion?) -> Section {
        var section = section(
            drafts, over: current, anchor: "drafts", PolicyPageWords.drafts, PolicyPageWords.noDrafts)
        if isChangedHere {
            section.more = LinkList([visit.change(PolicyPageWords.write, .policy(.new))].compactMap(\.self))
        }
        return section
    }

    private func section(
        _ drafts: [PolicyDraft], over current: PolicyVersion?, anchor: String, _ title: Words, _ empty: Words
    ) -> Section {
        Section(
            anchor, say(title),
            [
                say(PolicyPageWords.draft), say(ColumnWords.state), say(PolicyPageWords.author),
                say(ColumnWords.reason), say(PolicyPageWords.edited), say(PolicyPageWords.base),
            ],
            drafts.map { draft in
                [
                    [.link(String(draft.id.prefix(8)), .policy(.draft(draft.id)))], state(of: draft),
                    [visit.person(draft.author)], [.text(draft.content.reason)], [visit.time(draft.content.editedAt)],
                    base(of: draft, over: current),
                ]
            }, empty: say(empty))
    }

    private func state(of draft: PolicyDraft) -> [Piece] {
        var state = [Piece.tag(say(draft.state.words), draft.state.tone)]
        if draft.isUnderWay, !draft.content.examination.isSound {
            state.append(.tag(say(PolicyPageWords.unsound), .bad))
        }
        if visit.policies.trial(of: draft) != nil { state.append(.tag(say(PolicyPageWords.onTrial), .warn)) }
        return state
    }

    private func base(of draft: PolicyDraft, over current: PolicyVersion?) -> [Piece] {
        guard let current, current.number != draft.content.base else { return [visit.version(draft.content.base)] }
        return [visit.version(draft.content.base), .tag(say(PolicyPageWords.outdated), .warn)]
    }

    // MARK: History

    private func history(_ versions: [PolicyVersion]) -> Section {
        let slice = Slice(versions, page: visit.query["page"])
        var section = Section(
            "history", say(PolicyPageWords.history),
            [
                say(PolicyPageWords.version), say(PolicyPageWords.cause), say(ColumnWords.at),
                say(PolicyPageWords.author), say(PolicyPageWords.approver), say(ColumnWords.reason),
            ],
            slice.elements.map { version in
                [
                    [visit.version(version.number)], cause(of: version), [visit.time(version.at)],
                    [visit.author(of: version)], version.approver.map { [visit.person($0)] } ?? [],
                    [.text(version.reason)],
                ]
            }, empty: say(PolicyPageWords.noHistory))
        section.note = slice.note(in: visit.language)
        section.more = LinkList(slice.links(.policy(.overview), [], in: visit.language))
        return section
    }

    private func cause(of version: PolicyVersion) -> [Piece] {
        let cause = Piece.tag(say(version.cause.words), version.cause == .emergency ? .warn : .plain)
        return version.isUnratified ? [cause, .tag(say(PolicyPageWords.unratified), .bad)] : [cause]
    }
}

/// How a version came into force, and by whom.
struct VersionFacts {
    let visit: DeskVisit
    let version: PolicyVersion

    private func say(_ words: Words) -> String { visit.say(words) }

    var facts: [(String, [Piece])] {
        var facts: [(String, [Piece])] = [
            (say(PolicyPageWords.version), [visit.version(version.number)]),
            (say(PolicyPageWords.cause), [.tag(say(version.cause.words))]),
            (say(ColumnWords.at), [visit.time(version.at)]),
            (say(PolicyPageWords.author), [visit.author(of: version)]),
        ]
        if version.writers.count > 1 {
            facts.append((say(PolicyPageWords.writers), version.writers.map(visit.person)))
        }
        if let signing = version.signing {
            facts.append(
                (say(PolicyPageWords.signers), signing.signers.map { .text($0) } + [.tag("\(signing.serial)")]))
        }
        if let approver = version.approver { facts.append((say(PolicyPageWords.approver), [visit.person(approver)])) }
        facts.append((say(ColumnWords.reason), [.text(version.reason)]))
        if let draft = version.draft {
            facts.append((say(PolicyPageWords.draft), [.link(String(draft.prefix(8)), .policy(.draft(draft)))]))
        }
        if let emergency = version.emergency {
            facts.append((say(PolicyPageWords.lapses), [visit.time(emergency.until)]))
            facts.append((say(PolicyPageWords.ratified), ratification(of: emergency)))
        }
        return facts + [
            (say(PolicyPageWords.digest), [.code(version.bundle.hex)]),
            (say(PolicyPageWords.decisions), [.code(version.policy.hex)]),
        ]
    }

    private func ratification(of emergency: PolicyVersion.Emergency) -> [Piece] {
        guard let ratified = emergency.ratification else { return [.tag(say(PolicyPageWords.unratified), .bad)] }
        return [visit.person(ratified.by.account), visit.time(ratified.at), .text(ratified.reason)]
    }
}
