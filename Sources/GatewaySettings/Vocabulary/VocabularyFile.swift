/// The kinds of files whose vocabulary is described.
public enum VocabularyFile: String, CaseIterable, Sendable {
    case policy, tests, question

    var root: VocabularyMapping {
        switch self {
        case .policy: .policyFile
        case .tests: .testFile
        case .question: .question
        }
    }

    /// The root and every mapping below it, in the order of their mention, each once.
    var mappings: [VocabularyMapping] {
        var found: [VocabularyMapping] = []
        func visit(_ mapping: VocabularyMapping) {
            guard !found.contains(where: { $0.id == mapping.id }) else { return }
            found.append(mapping)
            mapping.keys.flatMap(\.kind.mappings).forEach(visit)
        }
        visit(root)
        return found
    }
}
