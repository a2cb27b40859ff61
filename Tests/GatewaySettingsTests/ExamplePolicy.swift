import GatewayIdentity
import GatewayPolicy

@testable import GatewaySettings

/// A policy, a test file and a question made up of every key that the vocabulary describes, each with its own example.
struct ExamplePolicy {
    /// Where each key stands: `rule.id`.
    private(set) var lines: [String: SourcePosition] = [:]
    private let isWrittenOut: Bool
    private let changes: [String: String?]
    private let kept: String?
    private var text: [String] = []
    private var file = ""
    private var files: [VocabularyFile: SettingsFile] = [:]

    /// - Parameters:
    ///   - changes: what stands in place of an example, `nil`: the key is left out.
    ///   - kept: a key that is written although it does not go with the others.
    ///   - isWrittenOut: whether what can be a word or a mapping is a mapping, key by key.
    init(changes: [String: String?] = [:], keeping kept: String? = nil, writtenOut isWrittenOut: Bool = false) {
        self.isWrittenOut = isWrittenOut
        // Groups of approvers name their roles themselves.
        self.changes = isWrittenOut ? changes.merging(["approval.from_roles": nil]) { $1 } : changes
        self.kept = kept
        for kind in VocabularyFile.allCases {
            (text, file) = ([], "\(kind.rawValue).yaml")
            write(kind.root, indent: 0)
            files[kind] = SettingsFile(name: file, text: text.joined(separator: "\n") + "\n")
        }
    }

    /// With the keys that are nowhere but in what is written out.
    static func policy(with place: String, changedTo text: String?) -> Self {
        let isPlain = plain.lines[place] != nil
        return ExamplePolicy(changes: [place: text], writtenOut: !isPlain)
    }

    static let plain = ExamplePolicy()
    static let writtenOut = ExamplePolicy(writtenOut: true)

    /// What the readers say of it.
    var problems: [SettingsProblem] {
        var problems: [SettingsProblem] = []
        do throws(SettingsProblems) { _ = try read() } catch { problems += error.all }
        do throws(SettingsProblems) {
            if let question = files[.question] { _ = try QuestionFile.read(question) }
        } catch {
            problems += error.all
        }
        return problems
    }

    /// What the policy comes to; of one that is not sound, what is said of it.
    var definition: Outcome {
        get throws {
            do throws(SettingsProblems) {
                return .sound(try read().snapshot.definition)
            } catch {
                return .refused(error.all.map { "\($0.what)" })
            }
        }
    }

    enum Outcome: Equatable {
        case sound(PolicyDefinition)
        case refused([String])
    }

    /// What examples name and no example is: a second role, which the first one excludes.
    private static let rest = SettingsFile(
        name: "rest.yaml",
        text: """
            version: 1
            roles: {auditor: {kind: member}}
            """)

    private func read() throws(SettingsProblems) -> LoadedPolicy {
        guard let domain = HostName("gw.localhost"), let policy = files[.policy], let tests = files[.tests] else {
            throw SettingsProblems([])
        }
        return try PolicyReader(site: PolicySite(domain: domain), digest: testDigest)
            .read([policy, Self.rest], tests: [tests], directory: "/p")
    }

    // MARK: Writing

    /// - Parameter variant: which of the forms that its keys ask each other to take.
    private mutating func write(_ mapping: VocabularyMapping, indent: Int, bullet: Bool = false, variant: Int = 0) {
        var (word, refused): ((key: String, value: String)?, [String]) = (nil, [])
        let forms = mapping.bonds.compactMap { bond -> (String, String, [String])? in
            guard case .when(let key, let value, _, let refuses) = bond else { return nil }
            return (key, value, refuses)
        }
        if !forms.isEmpty {
            let form = forms[variant % forms.count]
            (word, refused) = ((form.0, form.1), form.2)
        }
        var isFirst = bullet
        for key in mapping.keys {
            let place = "\(mapping.id).\(key.name)"
            guard !refused.contains(key.name) || kept == place else { continue }
            var value = key.name == word?.key ? word?.value : key.example
            if isWrittenOut, !key.kind.mappings.isEmpty { value = nil }
            // Names of which there is one each.
            if variant > 0, ["rule.id", "test.name", "watch_rule.id", "watch_test.name"].contains(place) {
                value = value.map { "\($0)-\(variant)" }
            }
            if let change = changes[place] {
                guard let change else { continue }
                value = change
            }
            let start = String(repeating: " ", count: isFirst ? indent - 2 : indent) + (isFirst ? "- " : "")
            isFirst = false
            lines[place] = .init(file: file, line: text.count + 1, column: indent + 1)
            text.append(start + key.name + ":" + (value.map { " " + $0 } ?? ""))
            if value == nil { write(key.kind, indent: indent + 2, variant: variant) }
        }
    }

    private mutating func write(_ kind: ValueKind, indent: Int, variant: Int) {
        switch kind {
        case .mapping(let mapping): write(mapping, indent: indent, variant: variant)
        case .list(let item, _, _, _):
            guard let mapping = item.mappings.last else { return }
            for form in 0..<forms(of: mapping) { write(mapping, indent: indent + 2, bullet: true, variant: form) }
        case .entries(let name, let value):
            for name in names(name) {
                text.append(
                    String(repeating: " ", count: indent) + name + ":" + (value.mappings.isEmpty ? " [2026-12-25]" : "")
                )
                write(value, indent: indent + 2, variant: variant)
            }
        case .either(let kinds):
            if let kind = kinds.last(where: { !$0.mappings.isEmpty }) { write(kind, indent: indent, variant: variant) }
        case .form, .text, .name, .choice, .word, .version, .flag, .count: break
        }
    }

    /// As many as it takes to write every key of it, and of what it holds.
    private func forms(of mapping: VocabularyMapping) -> Int {
        func count(_ mapping: VocabularyMapping) -> Int {
            mapping.bonds.count { if case .when = $0 { true } else { false } }
        }
        return ([1, count(mapping)] + mapping.keys.flatMap(\.kind.mappings).map(count)).max() ?? 1
    }

    /// What the examples call the things of each section.
    private func names(_ kind: ValueKind) -> [String] {
        switch kind {
        case .choice(let words): words
        case .name(let section):
            switch section {
            case .lockout: ["strict"]
            case .roles: ["staff"]
            case .zones: ["internal"]
            case .holidays: ["kr"]
            case .windows: ["office"]
            case .tags: ["national_core_technology"]
            case .consoles: ["fab"]
            case .approvals: ["two_person"]
            case .floors: ["nct"]
            case .exceptions: ["cabling-week"]
            case .grades, .rules, .watch: []
            }
        case .form, .text, .word, .version, .flag, .count, .list, .mapping, .entries, .either: []
        }
    }
}
