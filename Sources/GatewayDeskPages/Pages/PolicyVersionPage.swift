import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayPages
import GatewayStore

/// One version: how it came into force, what it changed, its files.
struct PolicyVersionPage {
    let visit: DeskVisit
    let number: Int

    private static let sinceParameter = "since"

    private func say(_ words: Words) -> String { visit.say(words) }
    private var path: DeskPath { .policy(.version(number)) }

    func page() async throws -> DeskPage {
        let reader = try visit.reader(.readPolicy)
        let (version, bundle) = try await visit.policies.version(
            number, readBy: reader, requestID: visit.requestID)
        let current = try await visit.policies.inForce(readBy: reader, requestID: visit.requestID).version
        var page = DeskPage("\(say(PolicyPageWords.version)) \(number)", at: .policies)
        page.lead = version.reason
        page.up = Link(say(FrameWords.policies), .policy(.overview))
        var about = Section(
            "about", say(PolicyPageWords.about), facts: VersionFacts(visit: visit, version: version).facts)
        about.more = LinkList(actions(on: version, current))
        page.sections = [about]
        do throws(AdministrationProblem) {
            let since = try await since(reader)
            page.sections.append(try await changes(since: since?.version.number))
            page.sections.append(files(of: bundle, since: since))
        } catch .notFound {
            page.sections.append(comparison(problem: PolicyPageWords.sinceProblem))
            page.status = 422
        }
        page.policyScript = PolicyScript.path
        return page
    }

    private func actions(on version: PolicyVersion, _ current: PolicyVersion) -> [Link] {
        guard visit.policies.rules.truth == .store else { return [] }
        if version.number == current.number {
            guard version.isUnratified else { return [] }
            let ratify = PolicyVersionOrderKind.ratify
            return [visit.change(ratify.words.title, .policy(.versionOrder(ratify, number)))].compactMap(\.self)
        }
        let rollBack = PolicyVersionOrderKind.rollBack
        return [visit.change(rollBack.words.title, .policy(.versionOrder(rollBack, number)))].compactMap(\.self)
    }

    // MARK: Held against another

    private typealias Base = (version: PolicyVersion, bundle: PolicyBundle)

    /// The one that was asked for, or the one before; `nil` for the first.
    private func since(_ reader: Actor) async throws(AdministrationProblem) -> Base? {
        let asked = visit.query[Self.sinceParameter]
        if asked == nil, number == 1 { return nil }
        guard let since = asked.map({ Int($0) }) ?? number - 1 else { throw .notFound(.policyVersion) }
        return try await visit.policies.version(since, readBy: reader, requestID: visit.requestID)
    }

    private func changes(since: Int?) async throws(AdministrationProblem) -> Section {
        guard let since else { return comparison(problem: nil) }
        var section: Section
        do throws(AdministrationProblem) {
            section =
                ChangeSection(visit: visit, changes: try await visit.policies.difference(from: since, to: number))
                .section
        } catch .policy(.unsound(let lines)) {
            section = Section("changes", say(PolicyPageWords.changes))
            section.empty = say(PolicyPageWords.unreadable(lines.first ?? ""))
        }
        section.form = form(problem: nil, since: since)
        return section
    }

    private func comparison(problem: Words?) -> Section {
        var section = Section("changes", say(PolicyPageWords.changes))
        section.form = form(problem: problem, since: nil)
        return section
    }

    private func form(problem: Words?, since: Int?) -> Form {
        let field = FieldSpec(Self.sinceParameter, PolicyPageWords.since, .line(9))
        let typed = Entries([Self.sinceParameter: visit.query[Self.sinceParameter] ?? since.map { "\($0)" } ?? ""])
        return Form(
            action: path.text, method: "get", token: nil,
            fields: [field.field(typed, problem: problem.map(say), in: visit.language)],
            button: say(PolicyPageWords.compare), buttonStyle: "", leave: nil)
    }

    private func files(of bundle: PolicyBundle, since: Base?) -> Section {
        BundleView(
            visit: visit, path: path, query: [(Self.sinceParameter, visit.query[Self.sinceParameter] ?? "")],
            bundle: bundle, base: since?.bundle
        ).section
    }
}
