public import GatewayIdentity
internal import GatewayJSON

/// JSON Schema 2020-12 of one kind of file, for editors: which keys there are, what each takes, and what it means.
///
/// It refuses nothing that the reader takes, but for scalars in quotes that they do not need (`"3"` for a count). What is more than a form (a name that
/// is defined, a day that exists, a limit within its floor) the reader judges alone.
public struct VocabularySchema {
    private let file: VocabularyFile
    private let language: Language

    public init(of file: VocabularyFile, in language: Language = .english) {
        self.file = file
        self.language = language
    }

    /// Indented, in the order of the table, without a last line end.
    public var text: String {
        let head = members([
            "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": .string("\(file.rawValue).schema.json"),
        ])
        return JSON.object(head + members(of: file.root) + members(["$defs": definitions])).indented
    }

    /// A mapping and a form of one name would be a mistake of the table; a test sees to it.
    private var definitions: JSON {
        .object(
            file.mappings.dropFirst().map { .init(name: $0.id, value: .object(members(of: $0))) }
                + TextForm.all.map { .init(name: $0.id, value: schema(of: $0)) })
    }

    // MARK: Mappings

    private func members(of mapping: VocabularyMapping) -> [JSON.Member] {
        let required = mapping.keys.filter(\.isRequired).map(\.name)
        let dependent = mapping.bonds.compactMap { need($0) }
        let conditions = mapping.bonds.compactMap { condition($0) }
        return members([
            "title": .string(mapping.title.text(in: language)), "type": "object",
            "required": required.isEmpty ? nil : .strings(required),
            "properties": .object(mapping.keys.map { .init(name: $0.name, value: property($0)) }),
            "additionalProperties": false,
            "dependentRequired": dependent.isEmpty ? nil : .object(dependent),
            "allOf": conditions.isEmpty ? nil : .array(conditions),
        ])
    }

    private func property(_ key: VocabularyKey) -> JSON {
        let usual: JSON? =
            switch key.presence {
            case .usually(let text): value(text, of: key.kind)
            case .required, .otherwise, .optional: nil
            }
        return .object(
            members(["description": .string(description(of: key))]) + members(of: key.kind)
                + members(["default": usual]))
    }

    private func description(of key: VocabularyKey) -> String {
        var lines = [key.effect.text(in: language)]
        if case .otherwise(let unsaid) = key.presence {
            lines.append(Wording("Left out: ", "적지 않으면: ").text(in: language) + unsaid.text(in: language) + ".")
        }
        if let example = key.example {
            lines.append(Wording("Example: ", "예: ").text(in: language) + "`\(key.name): \(example)`")
        }
        return (lines + ["(\(key.source))"]).joined(separator: "\n")
    }

    private func need(_ bond: KeyBond) -> JSON.Member? {
        guard case .needs(let key, let other) = bond else { return nil }
        return .init(name: key, value: [.string(other)])
    }

    private func condition(_ bond: KeyBond) -> JSON? {
        guard case .when(let key, let word, let needs, let refuses) = bond else { return nil }
        let groups = needs.map { group in
            ["anyOf": .array(group.map { ["required": [.string($0)]] })] as JSON
        }
        let isSo: JSON = [
            "properties": .object([.init(name: key, value: ["const": .string(word)])]), "required": [.string(key)],
        ]
        let then = members([
            "properties": .object(refuses.map { .init(name: $0, value: false) }),
            "allOf": groups.isEmpty ? nil : .array(groups),
        ])
        return ["if": isSo, "then": .object(then)]
    }

    // MARK: Values

    private func schema(of form: TextForm) -> JSON {
        let rule: JSON.Member =
            switch form.rule {
            case .pattern(let pattern): .init(name: "pattern", value: .string(pattern))
            case .words(let words): .init(name: "enum", value: .strings(words))
            }
        return .object(
            members([
                "title": .string(form.title.text(in: language)), "description": .string(form.note.text(in: language)),
                "type": "string",
            ]) + [rule])
    }

    private func schema(of kind: ValueKind) -> JSON { .object(members(of: kind)) }

    private func members(of kind: ValueKind) -> [JSON.Member] {
        switch kind {
        case .form(let form): reference(form.id)
        case .name: reference(TextForm.name.id)
        // Numbers are text too: a contract can have the number 2026014.
        case .text(let longest):
            members(["type": ["string", "number"], "minLength": 1, "maxLength": longest.map { .number($0) }])
        // A word such as 1.2 is a number to YAML.
        case .choice(let words):
            members(["enum": .array(words.map { .string($0) } + words.filter { Double($0) != nil }.map { .number($0) })]
            )
        case .word(let word): members(["const": .string(word)])
        case .version: members(["enum": [1, "1"]])
        case .flag: members(["type": "boolean"])
        case .count(let range):
            members([
                "type": "integer", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound),
            ])
        case .list(let item, let least, let most, let isSet):
            members([
                "type": "array", "items": schema(of: item), "minItems": least > 0 ? .number(least) : nil,
                "maxItems": most.map { .number($0) }, "uniqueItems": isSet ? true : nil,
            ])
        case .mapping(let mapping): reference(mapping.id)
        case .entries(let name, let value):
            members([
                "type": "object", "propertyNames": schema(of: name), "additionalProperties": schema(of: value),
            ])
        case .either(let kinds): members(["anyOf": .array(kinds.map { schema(of: $0) })])
        }
    }

    private func reference(_ id: String) -> [JSON.Member] { members(["$ref": .string("#/$defs/\(id)")]) }

    /// Without those that are not there.
    private func members(_ members: KeyValuePairs<String, JSON?>) -> [JSON.Member] {
        members.compactMap { name, value in value.map { .init(name: name, value: $0) } }
    }

    private func value(_ text: String, of kind: ValueKind) -> JSON {
        switch kind {
        case .count: .number(text)
        case .flag: .bool(text == "true")
        case .list: []
        case .either(let kinds) where text == "[]" && kinds.contains { if case .list = $0 { true } else { false } }: []
        case .form, .text, .name, .choice, .word, .version, .mapping, .entries, .either: .string(text)
        }
    }
}
