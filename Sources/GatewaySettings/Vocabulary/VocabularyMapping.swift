import GatewayIdentity

/// A mapping that a policy, a test or a question can hold: which keys there are, and what each means.
///
/// The one table of the vocabulary. Readers take their keys from it (`cursor.mapping(.rule)`), and so do the JSON Schemas for editors and the
/// reference for people: what is read is described, and what is described is read.
struct VocabularyMapping: Sendable {
    /// What schemas and links call it: `rule`.
    let id: String
    /// What errors call it, with its article: `a rule`.
    let name: String
    let title: Wording
    let keys: [VocabularyKey]
    /// What its keys ask of each other.
    let bonds: [KeyBond]

    init(
        _ id: String, _ name: String, _ english: String, _ korean: String, bonds: [KeyBond] = [],
        keys: [VocabularyKey]
    ) {
        self.id = id
        self.name = name
        title = Wording(english, korean)
        self.keys = keys
        self.bonds = bonds
    }

    func key(_ name: String) -> VocabularyKey? { keys.first { $0.name == name } }
}

/// One key of a mapping.
struct VocabularyKey: Sendable {
    let name: String
    let kind: ValueKind
    let presence: Presence
    /// As it is written behind the colon. `nil` where the value is a mapping, whose own keys have examples.
    let example: String?
    /// In one or two sentences.
    let effect: Wording
    /// The clause of the guide, the section of the compliance profile, or the standard it comes from.
    let source: String

    enum Presence: Sendable {
        case required
        /// What could as well be written.
        case usually(String)
        /// What holds when it is left out and that cannot be written.
        case otherwise(Wording)
        /// Nothing is said by leaving it out.
        case optional
    }

    init(
        _ name: String, _ kind: ValueKind, _ presence: Presence, _ example: String?, _ english: String,
        _ korean: String, _ source: String
    ) {
        self.name = name
        self.kind = kind
        self.presence = presence
        self.example = example
        effect = Wording(english, korean)
        self.source = source
    }

    var isRequired: Bool {
        switch presence {
        case .required: true
        case .usually, .otherwise, .optional: false
        }
    }
}

/// What the keys of one mapping ask of each other.
enum KeyBond: Sendable {
    /// The first has no meaning without the second.
    case needs(String, other: String)
    /// Where a key has this value, one of each group is needed, and others have no meaning.
    case when(String, is: String, needs: [[String]] = [], refuses: [String] = [])
}

/// A text in the languages that everything comes in.
struct Wording: Hashable, Sendable {
    let english: String
    let korean: String

    init(_ english: String, _ korean: String) {
        self.english = english
        self.korean = korean
    }

    func text(in language: Language) -> String {
        switch language {
        case .english: english
        case .korean: korean
        }
    }
}
