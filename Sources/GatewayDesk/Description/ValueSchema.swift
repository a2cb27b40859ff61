internal import GatewayIdentity
internal import GatewayJSON

/// What one value of the API can be.
indirect enum ValueSchema: Sendable {
    case text(TextSchema)
    /// A whole number.
    case count(ClosedRange<Int>?)
    /// One of these whole numbers.
    case among([Int])
    case flag
    case list(of: ValueSchema, atLeast: Int = 0, atMost: Int? = nil)
    /// An object whose names are the sender's choice, of those that `named` allows.
    case map(of: ValueSchema, named: TextSchema = .anyName, atMost: Int? = nil)
    case object(any DescribedObject.Type)

    static let count = Self.count(nil)
    /// Whatever a person wrote, or was told.
    static let text = Self.text(TextSchema(example: "한빛"))
    static let account = Self.text(.account)
    static let instant = Self.text(.instant)
    static let digest = Self.text(.digest)

    static func numbers(_ numbers: Int...) -> Self { .among(numbers) }
    static func words(_ words: String...) -> Self { .text(TextSchema(words: words, example: words.first ?? "")) }

    /// The words of an enumeration: a new case is described by itself.
    static func choice<Choice: RawRepresentable & CaseIterable>(of _: Choice.Type) -> Self
    where Choice.RawValue == String {
        let words = Choice.allCases.map(\.rawValue)
        return .text(TextSchema(words: words, example: words.first ?? ""))
    }

    /// An object with values of one kind, by names out of an enumeration.
    static func map<Name: RawRepresentable & CaseIterable>(of value: ValueSchema, namedBy _: Name.Type) -> Self
    where Name.RawValue == String {
        let words = Name.allCases.map(\.rawValue)
        return .map(of: value, named: TextSchema(words: words, example: words.first ?? ""), atMost: words.count)
    }

    static func text(_ length: ClosedRange<Int>, pattern: String? = nil, example: String) -> Self {
        .text(TextSchema(pattern: pattern, length: length, example: example))
    }
}

/// What a text can be. Patterns are ECMA 262: what fits them, readers take.
struct TextSchema: Sendable {
    var format: String?
    var pattern: String?
    var words: [String] = []
    /// In characters; where a reader counts bytes, its note says so.
    var length: ClosedRange<Int>?
    var example: String

    static let anyName = TextSchema(example: "name")
    /// `AccountName`.
    static let account = TextSchema(pattern: "^[a-z][a-z0-9._-]{2,63}$", example: "kim-7f3a")
    /// RFC 3339.
    static let instant = TextSchema(format: "date-time", example: "2026-12-01T09:00:00Z")
    /// SHA-256, in hexadecimal.
    static let digest = TextSchema(
        pattern: "^[0-9a-f]{64}$", example: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
}

extension ValueSchema {
    /// Objects that it speaks of.
    var objects: [any DescribedObject.Type] {
        switch self {
        case .text, .count, .among, .flag: []
        case .list(let item, _, _), .map(let item, _, _): item.objects
        case .object(let type): [type]
        }
    }

    /// JSON Schema 2020-12, with objects by their names among the components.
    var json: JSON { .object(members) }

    var members: [JSON.Member] {
        switch self {
        case .text(let text): text.members
        case .count(let range):
            .present([
                "type": "integer", "minimum": range.map { .number($0.lowerBound) },
                "maximum": range.map { .number($0.upperBound) },
            ])
        case .among(let numbers):
            .present(["type": "integer", "enum": .array(numbers.map { .number($0) })])
        case .flag: .present(["type": "boolean"])
        case .list(let item, let least, let most):
            .present([
                "type": "array", "items": item.json, "minItems": least > 0 ? .number(least) : nil,
                "maxItems": most.map { .number($0) },
            ])
        case .map(let value, let name, let most):
            .present([
                "type": "object", "propertyNames": name.asName, "additionalProperties": value.json,
                "maxProperties": most.map { .number($0) },
            ])
        case .object(let type): .present(["$ref": .string("#/components/schemas/\(type.schema.name)")])
        }
    }

    /// One that fits.
    var example: JSON {
        switch self {
        case .text(let text): .string(text.example)
        case .count(let range): .number(range?.lowerBound ?? 1)
        case .among(let numbers): .number(numbers.first ?? 0)
        case .flag: true
        case .list(let item, _, _): [item.example]
        case .map(let value, let name, _): .object([.init(name: name.example, value: value.example)])
        case .object(let type): type.schema.example
        }
    }
}

extension TextSchema {
    /// What names of members can be: texts anyway. Nothing where any can.
    fileprivate var asName: JSON? {
        let limits = [JSON.Member].present([
            "pattern": pattern.map { .string($0) }, "enum": words.isEmpty ? nil : .strings(words),
        ])
        return limits.isEmpty ? nil : .object(limits)
    }

    fileprivate var members: [JSON.Member] {
        .present([
            "type": "string", "format": format.map { .string($0) }, "pattern": pattern.map { .string($0) },
            "enum": words.isEmpty ? nil : .strings(words), "minLength": length.map { .number($0.lowerBound) },
            "maxLength": length.map { .number($0.upperBound) },
        ])
    }
}

extension [JSON.Member] {
    /// Without those that are not there.
    static func present(_ members: KeyValuePairs<String, JSON?>) -> Self {
        members.compactMap { name, value in value.map { .init(name: name, value: $0) } }
    }
}
