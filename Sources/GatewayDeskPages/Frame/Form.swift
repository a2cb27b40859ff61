import GatewayIdentity

/// A form as the template draws it: every field has a label, and what is wrong with it stands beside it.
struct Form: Sendable {
    let action: String
    /// `post` changes something, `get` looks for something.
    let method: String
    /// Of the session; only where something is changed.
    let token: String?
    let fields: [Field]
    let button: String
    let buttonStyle: String
    /// A second button, which looks and changes nothing.
    var trialButton: String?
    /// Where to go without sending it.
    let leave: Link?

    struct Field: Sendable {
        let id: String
        let name: String
        let label: String
        let hint: String?
        let problem: String?
        /// The ids of hint and problem, for `aria-describedby`.
        let described: String?
        var input: Input?
        var area: Area?
        var choice: Choice?
        var code: Code?
        /// Carried along, and not shown. It needs no label.
        var hidden: Hidden?

        struct Hidden: Sendable {
            let hiddenValue: String
        }

        /// A file of the policy, with what a script needs to make an editor of it.
        struct Code: Sendable {
            let codeValue: String
            let examine: String
            let editorTexts: EditorWords.Texts
        }

        struct Input: Sendable {
            let type: String
            let value: String
            let limit: Int
            let isRequired: Bool
        }

        struct Area: Sendable {
            let areaValue: String
        }

        struct Choice: Sendable {
            let options: [Option]
        }

        struct Option: Sendable {
            let code: String
            let optionText: String
            let isChosen: Bool
        }
    }

    /// A search: what is looked for stands in the address.
    static func search(
        _ path: DeskPath, _ fields: [FieldSpec], _ entries: Entries, button: String, in language: Language
    ) -> Form {
        Form(
            action: path.text, method: "get", token: nil,
            fields: fields.map { $0.field(entries, problem: nil, in: language) },
            button: button, buttonStyle: "", leave: nil)
    }
}

/// A field as a page declares it.
package struct FieldSpec: Sendable {
    let name: String
    let label: Words
    var hint: Words?
    var kind: Kind
    var isRequired = true

    enum Kind: Sendable {
        /// One line of at most so many characters.
        case line(Int)
        /// A date and time of Korea, as `datetime-local` writes them.
        case instant
        /// Several lines of at most so many bytes.
        case lines(Int)
        /// A file of the policy, of at most so many bytes.
        case code(Int)
        /// Carried along as it is.
        case hidden
        /// Code and text, the first one chosen at first.
        case choice([(code: String, text: String)])
    }

    init(_ name: String, _ label: Words, _ kind: Kind, hint: Words? = nil, isRequired: Bool = true) {
        self.name = name
        self.label = label
        self.kind = kind
        self.hint = hint
        self.isRequired = isRequired
    }

    func field(_ entries: Entries, problem: String?, in language: Language) -> Form.Field {
        let id = "f-" + name
        let described = (hint == nil ? [] : [id + "-hint"]) + (problem == nil ? [] : [id + "-problem"])
        var field = Form.Field(
            id: id, name: name, label: label[language], hint: hint?[language], problem: problem,
            described: described.isEmpty ? nil : described.joined(separator: " "))
        let value = entries.values[name] ?? ""
        switch kind {
        case .line(let limit): field.input = .init(type: "text", value: value, limit: limit, isRequired: isRequired)
        case .instant: field.input = .init(type: "datetime-local", value: value, limit: 40, isRequired: isRequired)
        case .lines: field.area = .init(areaValue: value)
        case .code:
            field.code = .init(
                codeValue: value, examine: DeskPath.policy(.examine).text,
                editorTexts: EditorWords.texts(in: language))
        case .hidden: field.hidden = .init(hiddenValue: value)
        case .choice(let options):
            field.choice = .init(
                options: options.map { .init(code: $0.code, optionText: $0.text, isChosen: $0.code == value) })
        }
        return field
    }
}

/// What somebody typed, by the names of the fields.
package struct Entries: Hashable, Sendable {
    var values: [String: String]

    init(_ values: [String: String] = [:]) { self.values = values }

    /// Trimmed; `nil` when nothing was typed.
    subscript(name: String) -> String? {
        guard let value = values[name] else { return nil }
        let trimmed = value.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
        return trimmed.isEmpty ? nil : String(trimmed)
    }

    /// Bytes.
    var size: Int { values.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count } }

    /// Several names, with commas or spaces between.
    func list(_ name: String) -> [String] {
        (values[name] ?? "").split { $0 == " " || $0 == "," }.map(String.init)
    }
}
