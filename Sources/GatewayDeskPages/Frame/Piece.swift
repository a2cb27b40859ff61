import GatewayIdentity
import GatewayPages

/// One thing in a cell or a fact, as the template draws it. Exactly one of the optional properties is there.
package struct Piece: Sendable {
    /// Words of ours, or of others: set apart, so that their direction disturbs nothing around them.
    var plain: String?
    /// An identifier.
    var mono: String?
    var chip: Chip?
    var linkTo: Link?
    var instant: TimeView?
    var gradeMark: GradeView?
    var fold: Fold?

    struct Chip: Sendable {
        let chipText: String
        let chipStyle: String
    }

    /// More than a row has room for, opened by hand.
    struct Fold: Sendable {
        struct Line: Sendable {
            let foldTerm: String
            let foldText: String
        }

        let summary: String
        let lines: [Line]
    }

    static func fold(_ summary: String, _ lines: [Fold.Line]) -> Piece {
        Piece(fold: Fold(summary: summary, lines: lines))
    }
    static func text(_ text: String) -> Piece { Piece(plain: text) }
    static func code(_ text: String) -> Piece { Piece(mono: text) }
    static func link(_ text: String, _ path: DeskPath, _ query: [(String, String)] = []) -> Piece {
        Piece(linkTo: Link(text, path, query))
    }
    static func tag(_ text: String, _ tone: Tone = .plain) -> Piece {
        Piece(chip: Chip(chipText: text, chipStyle: tone.rawValue))
    }
    static func time(_ time: UnixTime, _ language: Language) -> Piece { Piece(instant: TimeView(time, in: language)) }
    static func grade(_ grade: Grade, _ language: Language) -> Piece {
        Piece(gradeMark: GradeView(grade, in: language))
    }

    enum Tone: String, Sendable {
        case plain = "tag"
        case good = "tag tag-good"
        case warn = "tag tag-warn"
        case bad = "tag tag-bad"
    }
}

/// A way to another page of the desk.
struct Link: Sendable {
    let linkText: String
    let href: String
    /// Where this is one of the things that change.
    var linkStyle = ""

    /// - Parameter line: of a file that the page shows.
    init(_ text: String, _ path: DeskPath, _ query: [(String, String)] = [], line: Int? = nil) {
        linkText = text
        href = path.link(query) + (line.map { "#L\($0)" } ?? "")
    }
}
