import GatewayAccess
import GatewayIdentity

/// One file of a policy as somebody typed it: replaced, renamed, added, or taken out.
struct FileEdit: Sendable {
    static let seenField = "seen"
    static let wasField = "was"
    static let nameField = "name"
    static let textField = "text"
    /// Bytes of a text: what a form can carry when each of them is percent-encoded.
    static let textLimit = 512 << 10
    /// Bytes of a form.
    static let formLimit = 3 * textLimit + 64 * 1024

    static let fields = [
        FieldSpec(seenField, EditorWords.text, .hidden), FieldSpec(wasField, EditorWords.text, .hidden),
        FieldSpec(nameField, EditorWords.name, .line(120), hint: EditorWords.nameHint),
        FieldSpec(textField, EditorWords.text, .code(textLimit), hint: EditorWords.textHint),
    ]

    /// The digest of the files that it is about; `nil`: of none that there could be.
    let seen: SHA256Digest?
    /// The name before; empty for a file that is new.
    let was: String
    let name: String
    let text: String

    init(_ entries: Entries) {
        seen = entries[Self.seenField].flatMap { SHA256Digest(hex: $0) }
        was = entries.values[Self.wasField] ?? ""
        name = entries[Self.nameField] ?? ""
        text = entries.values[Self.textField] ?? ""
    }

    /// What the form of a file says at first.
    ///
    /// - Parameter name: of one of `files`; `nil`: one that is new.
    static func entries(for name: String?, of bundle: PolicyBundle, digest: SHA256Digest) -> Entries {
        let file = bundle.files.first { $0.name == name }
        return Entries([
            seenField: digest.hex, wasField: file?.name ?? "", nameField: file?.name ?? "",
            textField: file?.text ?? EditorWords.newFile,
        ])
    }

    /// The files that it is about.
    ///
    /// - Throws: `.policy(.changedSinceSeen)` when they are kept no more, because a draft says something else by now.
    func files(by visit: DeskVisit) async throws(AdministrationProblem) -> PolicyBundle {
        guard let seen else { throw .policy(.changedSinceSeen) }
        do throws(AdministrationProblem) {
            return try await visit.policies.bundle(seen)
        } catch .notFound {
            throw .policy(.changedSinceSeen)
        }
    }

    /// The files with this edit. A text without anything in it takes the file out.
    ///
    /// - Parameter files: those whose digest is `seen`.
    func applied(to files: PolicyBundle) throws -> PolicyBundle {
        guard text.utf8.count <= Self.textLimit else { throw FieldProblems(Self.textField, EditorWords.textTooLong) }
        var edited = files.files.filter { $0.name != was || was.isEmpty }
        if text.contains(where: { !$0.isWhitespace }) { edited.append(.init(name: name, text: text)) }
        do throws(PolicyBundleProblem) {
            return try PolicyBundle(edited)
        } catch {
            switch error {
            case .badName: throw FieldProblems(Self.nameField, EditorWords.badName)
            case .twice: throw FieldProblems(Self.nameField, EditorWords.nameTaken)
            case .empty: throw FieldProblems(Self.textField, EditorWords.lastFile)
            case .tooMany, .tooLarge: throw AdministrationProblem.policy(.bundle(error))
            }
        }
    }
}
