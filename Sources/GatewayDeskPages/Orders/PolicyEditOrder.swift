import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayPages
import GatewayStore

/// One file of the next policy, typed in: a draft over what is in force, or another word in one that is under way.
struct PolicyEditOrder: DeskOrder {
    enum Target: Hashable, Sendable {
        case new
        case draft(String)
    }

    let target: Target

    /// Asks for a file that is not there yet.
    static let addParameter = "add"

    var place: MenuPlace { .policies }
    var right: DeskRight { .writePolicy }
    var sizeLimit: Int { FileEdit.formLimit }
    var trial: Words? { EditorWords.examine }
    func fields(_ visit: DeskVisit) -> [FieldSpec] { FileEdit.fields }

    var words: OrderWords {
        switch target {
        case .new: PolicyOrderWords.propose
        case .draft: PolicyOrderWords.edit
        }
    }

    var subject: String? {
        switch target {
        case .new: nil
        case .draft(let id): id
        }
    }

    var home: DeskPath {
        switch target {
        case .new: .policy(.overview)
        case .draft(let id): .policy(.draft(id))
        }
    }

    private var path: DeskPath {
        switch target {
        case .new: .policy(.new)
        case .draft(let id): .policy(.edit(id))
        }
    }

    // MARK: The form

    func initial(_ visit: DeskVisit) async throws -> Entries {
        let (bundle, digest, reason) = try await subject(visit)
        let asked = visit.query[BundleView.fileParameter]
        let name = visit.query[Self.addParameter] == nil ? asked ?? bundle.files.first?.name : nil
        if let name, bundle.text(of: name) == nil { throw AdministrationProblem.notFound(.policyFiles) }
        var entries = FileEdit.entries(for: name, of: bundle, digest: digest)
        entries.values[OrderDesk.reason] = reason
        return entries
    }

    /// What is edited, and why it is.
    private func subject(_ visit: DeskVisit) async throws -> (PolicyBundle, SHA256Digest, reason: String) {
        let reader = try visit.reader(.readPolicy)
        switch target {
        case .new:
            let (version, bundle) = try await visit.policies.inForce(readBy: reader, requestID: visit.requestID)
            return (bundle, version.bundle, "")
        case .draft(let id):
            let draft = try await visit.policies.draft(id, readBy: reader, requestID: visit.requestID)
            return (try await visit.policies.bundle(draft.content.bundle), draft.content.bundle, draft.content.reason)
        }
    }

    func surroundings(_ entries: Entries, trying: Bool, _ visit: DeskVisit) async throws -> OrderSurroundings {
        let edit = FileEdit(entries)
        var around = OrderSurroundings(policyScript: PolicyScript.path)
        do throws(AdministrationProblem) {
            around.tabs = tabs(of: try await edit.files(by: visit), open: edit.was, visit)
        } catch .policy(.changedSinceSeen) {
            // What was typed is shown all the same; whoever sends it is told.
        }
        if trying { around.sections = try await tried(edit, visit) }
        return around
    }

    private func tabs(of bundle: PolicyBundle, open: String, _ visit: DeskVisit) -> TabList {
        let files = bundle.files.map { file in
            TabList.Tab(
                tabText: file.name, tabPath: path.link([(BundleView.fileParameter, file.name)]),
                isOpen: file.name == open, tabMark: nil)
        }
        let new = TabList.Tab(
            tabText: "+ " + visit.say(EditorWords.newTab), tabPath: path.link([(Self.addParameter, "yes")]),
            isOpen: open.isEmpty, tabMark: nil)
        return TabList(tabs: files + [new])
    }

    private func tried(_ edit: FileEdit, _ visit: DeskVisit) async throws -> [Section] {
        var head = Section("findings", visit.say(EditorWords.findings))
        do {
            guard let trial = try await FileTrial.of(edit, by: visit) else {
                head.note = visit.say(EditorWords.busy)
                return [head]
            }
            head.note = visit.say(trial.summary)
            return [head]
                + FindingSections(
                    visit: visit, examination: trial.examination, findings: trial.findings,
                    files: trial.bundle.files.map(\.name), path: nil
                ).all
        } catch let problems as FieldProblems {
            head.note = problems.problems.values.map(visit.say).joined(separator: " ")
            return [head]
        }
    }

    // MARK: What was sent

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        let edit = FileEdit(entries)
        let order = try visit.policyOrder(mandate)
        let bundle = try edit.applied(to: try await edit.files(by: visit))
        switch target {
        case .new:
            let draft = try await visit.policies.propose(bundle, over: edit.seen, order)
            return .goesOn(.policy(.draft(draft.id)))
        case .draft(let id):
            _ = try await visit.policies.edit(id, to: bundle, seen: edit.seen, order)
            return .done(.carriedOut)
        }
    }
}
