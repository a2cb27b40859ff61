package import GatewayIdentity

/// A console by name and grade.
struct ConsoleView: Sendable {
    let name: String
    let address: String
    let grade: GradeView
    let isNationalCoreTechnology: Bool

    init(_ console: ConsoleSite, in language: Language) {
        name = console.displayName
        address = String(console.origin.dropFirst("https://".count))
        grade = GradeView(console.grade, in: language)
        isNationalCoreTechnology = console.isNationalCoreTechnology
    }
}

/// A grade by letter, word and colour, so that none of them is needed alone.
package struct GradeView: Sendable {
    let letter: String
    let name: String
    let style: String
    let sentence: String

    package init(_ grade: Grade, in language: Language) {
        letter = grade.n2sf
        name = Self.name(of: grade, in: language)
        switch grade {
        case .open: style = "grade-open"
        case .sensitive: style = "grade-sensitive"
        case .classified: style = "grade-classified"
        }
        sentence = Sentence.grade("\(name)(\(letter))").text(in: language)
    }

    package static func name(of grade: Grade, in language: Language) -> String {
        switch grade {
        case .open: Phrase.gradeOpen.text(in: language)
        case .sensitive: Phrase.gradeSensitive.text(in: language)
        case .classified: Phrase.gradeClassified.text(in: language)
        }
    }
}
