import GatewayIdentity
import GatewayPolicy

/// Reads `tests/*.yaml`: questions with the answers their author expects.
enum PolicyTestFile {
    static func read(_ file: SettingsFile, log: ProblemLog) -> (tests: [LocatedTest], watch: [LocatedWatchTest]) {
        guard let root = YAMLDocument.read(file.text, file: file.name, log: log),
            let document = YAMLCursor(value: root, log: log).mapping(.testFile)
        else { return ([], []) }
        document.requireVersion()
        return (tests(document), WatchTestFile.read(document))
    }

    private static func tests(_ document: YAMLMapping) -> [LocatedTest] {
        var firstUse: [String: SourcePosition] = [:]
        return (document.required("tests")?.list(of: "tests") ?? []).compactMap { item in
            guard let entry = item.mapping(.test) else { return nil }
            let name = entry.required("name")?.text("what the test claims")
            if let name, let first = firstUse.updateValue(item.position, forKey: name) {
                item.report(.definedTwice("test '\(name)'", first: first))
            }
            let question = QuestionFile.question(entry)
            let expected = entry.required("expect").flatMap { expectation($0) }
            guard let name, let question, let expected else { return nil }
            return LocatedTest(
                test: PolicyTest(name: name, question: question, expected: expected), position: item.position)
        }
    }

    private static func expectation(_ cursor: YAMLCursor) -> PolicyTest.Expectation? {
        guard let entry = cursor.mapping(.expectation),
            let word = entry.required("decision")?.choice(DecisionWord.self)
        else { return nil }
        let ofPermit = VocabularyMapping.ofPermit
        func refuse(_ keys: [String]) {
            for key in keys { entry.refuse(key, because: "it does not go with decision '\(word.rawValue)'") }
        }
        switch word {
        case .permit:
            refuse(["reason", "missing"])
            return .permit(
                .init(
                    rules: entry.optional("rules")?.set(of: "rules") { $0.policyName(of: Rule.self) },
                    idle: entry.optional("idle")?.duration(),
                    absolute: entry.optional("absolute")?.duration(),
                    storage: entry.optional("storage")?.choice(Obligations.Storage.self),
                    validUntil: entry.optional("valid_until")?.instant(),
                    isBackground: entry.optional("background")?.flag(), isMonitored: entry.optional("monitor")?.flag(),
                    noStore: entry.optional("no_store")?.flag(),
                    floors: entry.optional("floors")?.set(of: "floors") { $0.policyName(of: Floor.self) }))
        case .stepUp:
            refuse(["reason"] + ofPermit)
            return .stepUp(missing: entry.optional("missing")?.set(of: "factors") { $0.choice(FactorName.self) })
        case .deny:
            refuse(["missing"] + ofPermit)
            return entry.required("reason")?.choice(Reason.self).map { .deny($0) }
        }
    }
}

/// The answers there are, as tests spell them.
enum DecisionWord: String, CaseIterable {
    case permit
    case stepUp = "step_up"
    case deny
}
