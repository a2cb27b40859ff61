internal import GatewayJSON

/// A JSON object of the API whose members are written down beside its type; a test holds the two against each other.
protocol DescribedObject: Decodable, Sendable {
    static var schema: ObjectSchema { get }
}

/// One that answers hold. That it can be read, too, is for the test.
protocol DeskDocument: DescribedObject, Encodable {}

/// Which members an object has, and what each means.
struct ObjectSchema: Sendable {
    /// What the document calls it: `User`.
    let name: String
    let note: String
    let members: [Member]
    /// What members ask of each other.
    let bonds: [Bond]

    struct Member: Sendable {
        let name: String
        let value: ValueSchema
        let isNeeded: Bool
        /// Nothing where the name says it all.
        let note: String

        static func needed(_ name: String, _ value: ValueSchema, _ note: String = "") -> Self {
            .init(name: name, value: value, isNeeded: true, note: note)
        }

        /// Absent where it has nothing to say; never `null`.
        static func maybe(_ name: String, _ value: ValueSchema, _ note: String = "") -> Self {
            .init(name: name, value: value, isNeeded: false, note: note)
        }
    }

    enum Bond: Sendable {
        /// One of them, and only one.
        case oneOf([String])
        /// All of them, or none.
        case together([String])
        /// Where a member has this value.
        case when(String, is: String, needs: String, refuses: String)
    }

    init(_ name: String, _ note: String, bonds: [Bond] = [], _ members: [Member]) {
        self.name = name
        self.note = note
        self.members = members
        self.bonds = bonds
    }

    func member(_ name: String) -> Member? { members.first { $0.name == name } }
}

extension ObjectSchema {
    /// JSON Schema 2020-12. What is sent here has no further members; what is answered may get some.
    func json(isClosed: Bool) -> JSON {
        let needed = members.filter(\.isNeeded).map(\.name)
        let alternatives = bonds.compactMap(\.alternatives)
        let dependent = bonds.flatMap(\.dependent)
        let conditions = bonds.compactMap(\.condition)
        return .object(
            .present([
                "description": .string(note), "type": "object", "required": needed.isEmpty ? nil : .strings(needed),
                "properties": .object(members.map { .init(name: $0.name, value: $0.json) }),
                "additionalProperties": isClosed ? false : nil,
                "oneOf": alternatives.first,
                "allOf": conditions.isEmpty ? nil : .array(conditions),
                "dependentRequired": dependent.isEmpty ? nil : .object(dependent),
            ]))
    }

    /// One with every member, but for those that do not go together.
    var example: JSON {
        let left = bonds.flatMap { bond -> [String] in
            switch bond {
            case .oneOf(let names): Array(names.dropFirst())
            case .together: []
            case .when(let name, let word, _, let refused):
                member(name)?.value.example == .string(word) ? [refused] : []
            }
        }
        return .object(
            members.filter { !left.contains($0.name) }.map { .init(name: $0.name, value: $0.value.example) })
    }
}

extension ObjectSchema.Member {
    /// Beside a reference other keywords hold as well (JSON Schema 2020-12, core 8.2.3.1).
    fileprivate var json: JSON {
        .object(.present(["description": note.isEmpty ? nil : .string(note)]) + value.members)
    }
}

extension ObjectSchema.Bond {
    fileprivate var alternatives: JSON? {
        switch self {
        case .oneOf(let names): .array(names.map { ["required": [.string($0)]] })
        case .together, .when: nil
        }
    }

    fileprivate var dependent: [JSON.Member] {
        switch self {
        case .oneOf, .when: []
        case .together(let names): names.map { name in .init(name: name, value: .strings(names.filter { $0 != name })) }
        }
    }

    fileprivate var condition: JSON? {
        switch self {
        case .oneOf, .together: nil
        case .when(let name, let word, let needed, let refused):
            [
                "if": [
                    "properties": .object([.init(name: name, value: ["const": .string(word)])]),
                    "required": [.string(name)],
                ],
                "then": [
                    "required": [.string(needed)], "properties": .object([.init(name: refused, value: false)]),
                ],
            ]
        }
    }
}
