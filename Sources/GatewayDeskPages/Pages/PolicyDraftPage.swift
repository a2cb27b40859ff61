import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayPages
import GatewayStore

/// A draft as whoever approves it has to see it: who wrote it, what was found, what it changes, for whom; its files.
struct PolicyDraftPage {
    let visit: DeskVisit
    let id: String

    private func say(_ words: Words) -> String { visit.say(words) }
    private var path: DeskPath { .policy(.draft(id)) }

    func page() async throws -> DeskPage {
        let reader = try visit.reader(.readPolicy)
        let draft = try await visit.policies.draft(id, readBy: reader, requestID: visit.requestID)
        let examination = try visit.examination(of: draft)
        let seal = draft.isUnderWay ? try await visit.policies.seal(of: draft) : nil
        let current = try await visit.policies.inForce(readBy: reader, requestID: visit.requestID).version
        let hands = PolicyChange.hands(in: draft, over: current).map(\.account)
        let isOwn = hands.contains(visit.person.account)
        let (bundle, findings) = try await files(of: draft)
        var page = DeskPage("\(say(PolicyPageWords.draft)) \(id.prefix(8))", at: .policies)
        page.lead = draft.content.reason
        page.up = Link(say(FrameWords.policies), .policy(.overview))
        if draft.isUnderWay, seal == nil { page.messages = [.note(say(PolicyPageWords.outdatedNote))] }
        var about = Section("about", say(PolicyPageWords.about), facts: facts(about: draft, examination, seal))
        let isEnough = visit.policies.mayApprove(lowered: examination.lowered, visit.person.account)
        about.more = LinkList(actions(on: draft, seal, mayApprove: !isOwn && isEnough))
        if draft.isUnderWay, visit.may(.approvePolicy), isOwn || !isEnough {
            about.note = say(isOwn ? PolicyPageWords.ownDraft : PolicyPageWords.officerApproves)
        }
        page.sections =
            [about]
            + FindingSections(
                visit: visit, examination: examination, findings: findings, files: bundle?.files.map(\.name) ?? [],
                path: path
            ).all + ReplaySections(visit: visit, replay: examination.replay).all
        if let bundle {
            page.sections.append(try await files(bundle, over: try visit.policies.ground(of: draft), reader))
        }
        page.policyScript = PolicyScript.path
        return page
    }

    /// None of a draft that was edited since, or closed long ago.
    private func files(of draft: PolicyDraft) async throws(AdministrationProblem) -> (PolicyBundle?, PolicyFindings?) {
        do throws(AdministrationProblem) {
            let bundle = try await visit.policies.bundle(draft.content.bundle)
            return (bundle, try await visit.policies.findings(of: draft))
        } catch .notFound {
            return (nil, nil)
        }
    }

    private func files(_ bundle: PolicyBundle, over base: Int, _ reader: Actor) async throws -> Section {
        let before = try await visit.policies.version(base, readBy: reader, requestID: visit.requestID).bundle
        return BundleView(visit: visit, path: path, bundle: bundle, base: before).section
    }

    // MARK: What it is

    private func facts(about draft: PolicyDraft, _ examination: PolicyExamination, _ seal: SHA256Digest?) -> [(
        String, [Piece]
    )] {
        var facts: [(String, [Piece])] = [
            (say(ColumnWords.state), [.tag(say(draft.state.words), draft.state.tone)]),
            (say(PolicyPageWords.purpose), [.text(say(purpose(of: draft)))]),
            (
                say(PolicyPageWords.writers),
                Set(draft.hands.map(\.account)).sorted { $0.text < $1.text }.map(visit.person)
            ),
            (say(PolicyPageWords.edited), [visit.time(draft.content.editedAt)]),
            (say(PolicyPageWords.base), [visit.version(draft.content.base)]),
            (say(PolicyPageWords.tests), tests(examination)),
            (say(PolicyPageWords.shutOut), shutOut(examination)),
            (say(PolicyPageWords.size), [.text(say(PolicyPageWords.size(examination.consoles, examination.rules)))]),
        ]
        if let beside = examination.beside, beside != draft.content.base {
            facts.append((say(PolicyPageWords.beside), [visit.version(beside)]))
        }
        if !examination.lowered.isEmpty {
            facts.append((say(PolicyPageWords.lowered), examination.lowered.map { .tag($0, .bad) }))
        }
        facts += decision(on: draft)
        if let trial = visit.policies.trial(of: draft) {
            facts.append(
                (
                    say(PolicyPageWords.onTrial),
                    [
                        .tag(say(PolicyPageWords.trialUntil), .warn), visit.time(trial.until),
                        visit.person(trial.startedBy), .text(trial.reason),
                    ]
                ))
            facts.append((say(PolicyPageWords.trialPolicy), [.code(trial.policy.hex)]))
        }
        facts.append((say(PolicyPageWords.digest), [.code(draft.content.bundle.hex)]))
        if let seal { facts.append((say(PolicyPageWords.seal), [.code(seal.hex)])) }
        return facts
    }

    private func purpose(of draft: PolicyDraft) -> Words {
        switch draft.purpose {
        case .change: PolicyPageWords.change
        case .rollback(let number): PolicyPageWords.rollback(number)
        }
    }

    private func tests(_ examination: PolicyExamination) -> [Piece] {
        let failing = examination.failingTests.count
        let verdict: Piece =
            failing == 0
            ? .tag(say(PolicyPageWords.testsPass(examination.tests)), examination.defects.isEmpty ? .good : .plain)
            : .tag(say(PolicyPageWords.testsFail(failing, of: examination.tests)), .bad)
        guard let before = examination.testsBefore, before > examination.tests else { return [verdict] }
        return [verdict, .tag(say(PolicyPageWords.fewerTests(before)), .warn)]
    }

    private func shutOut(_ examination: PolicyExamination) -> [Piece] {
        examination.shutOut.isEmpty
            ? [.text(say(PolicyPageWords.nobodyShutOut))] : examination.shutOut.map { .tag($0, .bad) }
    }

    private func decision(on draft: PolicyDraft) -> [(String, [Piece])] {
        switch draft.state {
        case .open: return []
        case .approved(let approval):
            let approved: (String, [Piece]) = (
                say(PolicyPageWords.approver),
                [visit.person(approval.by.account), visit.time(approval.at), .text(approval.reason)]
            )
            let until: (String, [Piece]) = (say(PolicyPageWords.approvedUntil), [visit.time(approval.until)])
            return [approved, until] + (approval.due.map { [(say(PolicyPageWords.due), [visit.time($0)])] } ?? [])
        case .closed(let closing):
            return [
                (say(ColumnWords.decision), [visit.person(closing.by), visit.time(closing.at), .text(closing.reason)])
            ]
        case .activated(let number, let at):
            return [(say(PolicyPageWords.version), [visit.version(number), visit.time(at)])]
        }
    }

    // MARK: What can be done with it

    /// What this reader may do with it now. What they look at goes along.
    private func actions(on draft: PolicyDraft, _ seal: SHA256Digest?, mayApprove: Bool) -> [Link] {
        guard visit.policies.rules.truth == .store else { return [] }
        let isFit = draft.content.examination.isSound
        let trial = trialOrder(for: draft, seal)
        var links: [Link?] = []
        switch draft.state {
        case .open:
            if isFit, mayApprove { links.append(seal.flatMap { order(.approve, seeing: $0) }) }
            links += [edit, order(.reject), order(.drop), trial]
            if isFit { links.append(order(.emergency, seeing: draft.content.bundle)) }
        case .approved(let approval):
            links += [order(.activate, seeing: approval.seal), edit, order(.reject), order(.drop), trial]
        case .closed, .activated: break
        }
        return links.compactMap(\.self)
    }

    private func trialOrder(for draft: PolicyDraft, _ seal: SHA256Digest?) -> Link? {
        if visit.policies.trial(of: draft) != nil { return order(.endTrial) }
        guard draft.isUnderWay, draft.content.examination.isSound, seal != nil else { return nil }
        return order(.tryOut, seeing: draft.content.bundle)
    }

    private var edit: Link? { visit.change(PolicyPageWords.edit, .policy(.edit(id))) }

    private func order(_ kind: PolicyDraftOrderKind, seeing seen: SHA256Digest? = nil) -> Link? {
        let order = PolicyDraftOrder(kind: kind, id: id)
        guard visit.may(order.right) else { return nil }
        var link = Link(
            say(kind.words.title), .policy(.draftOrder(kind, id)),
            [(PolicyDraftOrder.seenField, seen?.hex ?? "")])
        link.linkStyle = order.isGrave ? "danger" : "primary"
        return link
    }
}

/// A draft in a few lines, beside the form that decides about it.
struct DraftSummary {
    let visit: DeskVisit
    let draft: PolicyDraft

    var section: Section {
        get throws {
            let examination = try visit.examination(of: draft)
            var facts: [(String, [Piece])] = [
                (visit.say(ColumnWords.state), [.tag(visit.say(draft.state.words), draft.state.tone)]),
                (visit.say(ColumnWords.reason), [.text(draft.content.reason)]),
                (visit.say(PolicyPageWords.author), [visit.person(draft.author)]),
                (
                    visit.say(EditorWords.findings),
                    [
                        .text(
                            visit.say(
                                EditorWords.summary(
                                    examination.obstacles.count, examination.warnings.count, examination.changes.count))
                        )
                    ]
                ),
            ]
            if let replay = examination.replay {
                let counts: [(KeptReplay.Kind, Int)] = [
                    (.gained, replay.gained), (.eased, replay.eased), (.tightened, replay.tightened),
                    (.lost, replay.lost), (.undecidable, replay.undecidable),
                ]
                facts.append(
                    (
                        visit.say(ReplayWords.title),
                        counts.map { .tag("\(visit.say($0.words)) \($1)", $1 == 0 ? .plain : $0.tone) }
                    ))
            }
            return Section("draft", visit.say(PolicyPageWords.draft), facts: facts)
        }
    }
}
