public import GatewayIdentity
import GatewayPolicy

/// Every key of policies, tests and questions, written out for people, in Markdown.
public struct VocabularyReference {
    private let language: Language
    private var words: ReferenceWords { ReferenceWords(language: language) }

    public init(in language: Language) { self.language = language }

    /// Without a last line end.
    public var text: String {
        var written: Set<String> = []
        var lines = words.opening
        for file in VocabularyFile.allCases {
            for (index, mapping) in file.mappings.enumerated() where written.insert(mapping.id).inserted {
                lines += ["", "<a id=\"\(mapping.id)\"></a>", heading(mapping, isFile: index == 0), ""]
                lines += table(of: mapping)
            }
        }
        lines += ["", "## " + words.forms, ""] + formTable
        return lines.joined(separator: "\n")
    }

    private func heading(_ mapping: VocabularyMapping, isFile: Bool) -> String {
        (isFile ? "## " : "### ") + mapping.title.text(in: language)
    }

    private func table(of mapping: VocabularyMapping) -> [String] {
        let rows = mapping.keys.map { key in
            row([
                "`\(key.name)`", kind(key.kind), leftOut(key.presence), key.effect.text(in: language),
                key.example.map { "`\(key.name): \($0)`" } ?? "", key.source,
            ])
        }
        let bonds = mapping.bonds.map { "- " + words.sentence($0) }
        return [row(words.columns), row(words.columns.map { _ in "---" })] + rows + (bonds.isEmpty ? [] : [""] + bonds)
    }

    private var formTable: [String] {
        let rows = TextForm.all.map { form in
            row([
                "<a id=\"form-\(form.id)\"></a>" + form.title.text(in: language), form.note.text(in: language),
                "`\(form.example)`",
            ])
        }
        return [row(words.formColumns), row(words.formColumns.map { _ in "---" })] + rows
    }

    private func row(_ cells: [String]) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }

    private func leftOut(_ presence: VocabularyKey.Presence) -> String {
        switch presence {
        case .required: "**" + words.needed + "**"
        case .usually(let text): "`\(text)`"
        case .otherwise(let wording): wording.text(in: language)
        case .optional: words.nothing
        }
    }

    private func kind(_ kind: ValueKind) -> String {
        switch kind {
        case .form(let form): "[\(form.title.text(in: language))](#form-\(form.id))"
        case .text(let longest): words.text(longest: longest)
        case .name(let section): words.name(in: section)
        case .choice(let choices): words.oneOf(choices)
        case .word(let word): "`\(word)`"
        case .version: "`1`"
        case .flag: "`true`, `false`"
        case .count(let range): words.count(range)
        case .list(let item, let least, let most, _): words.list(of: self.kind(item), atLeast: least, atMost: most)
        case .mapping(let mapping): "[\(mapping.title.text(in: language))](#\(mapping.id))"
        case .entries(let name, let value): words.entries(named: self.kind(name), of: self.kind(value))
        case .either(let kinds): kinds.map { self.kind($0) }.joined(separator: words.or)
        }
    }
}
