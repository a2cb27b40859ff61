import GatewayPolicy

/// What can stand behind a key.
indirect enum ValueKind: Sendable {
    /// One line of a certain form.
    case form(TextForm)
    /// One line of the author's own words.
    case text(longest: Int?)
    /// A name that stands under this section.
    case name(PolicyPlace.Section)
    case choice([String])
    /// This word alone, as `off`.
    case word(String)
    case version
    case flag
    case count(ClosedRange<Int>)
    case list(of: ValueKind, atLeast: Int, atMost: Int? = nil, isSet: Bool)
    case mapping(VocabularyMapping)
    /// A mapping whose keys are names.
    case entries(named: ValueKind, of: ValueKind)
    case either([ValueKind])

    /// The words of an enumeration: a new case is offered by itself.
    static func choice<Choice: RawRepresentable & CaseIterable>(of _: Choice.Type) -> Self
    where Choice.RawValue == String {
        .choice(Choice.allCases.map(\.rawValue))
    }

    static func set(_ item: ValueKind) -> Self { .list(of: item, atLeast: 0, isSet: true) }
    /// An empty one could never hold, and is refused.
    static func filledSet(_ item: ValueKind) -> Self { .list(of: item, atLeast: 1, isSet: true) }
    static func list(_ item: ValueKind) -> Self { .list(of: item, atLeast: 0, isSet: false) }

    static let duration = Self.form(.duration)
    static let path = Self.form(.path)
    static let account = Self.form(.account)
    static let country = Self.form(.country)
    static let date = Self.form(.date)
    static let time = Self.form(.time)
    static let network = Self.form(.network)
    static let size = Self.form(.size)
    static let file = Self.text(longest: nil)
    static let label = Self.text(longest: 128)

    /// The mappings in it, in the order of their mention.
    var mappings: [VocabularyMapping] {
        switch self {
        case .form, .text, .name, .choice, .word, .version, .flag, .count: []
        case .list(let item, _, _, _): item.mappings
        case .mapping(let mapping): [mapping]
        case .entries(_, let value): value.mappings
        case .either(let kinds): kinds.flatMap(\.mappings)
        }
    }

    /// Whether what is said of a wrong value shows a right one already.
    var showsAnExample: Bool {
        switch self {
        case .form(let form): form.isShownInErrors
        case .choice, .word, .version, .flag, .count, .mapping, .entries: true
        case .text, .name: false
        case .list(let item, _, _, _): item.showsAnExample
        case .either(let kinds): kinds.contains(where: \.showsAnExample)
        }
    }
}
