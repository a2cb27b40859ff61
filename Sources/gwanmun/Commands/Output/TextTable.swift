/// Rows under headings, aligned for a terminal.
struct TextTable {
    let headings: [Heading]
    var rows: [[String]]

    /// Two columns without headings, for the facts of one thing.
    static func facts(_ facts: [(Heading, String)]) -> [String] {
        let names = facts.map { $0.0.text }
        let width = names.map(\.terminalWidth).max() ?? 0
        return zip(names, facts).map { name, fact in "\(name.padded(to: width))  \(fact.1.onOneLine)" }
    }

    /// Text from outside is made harmless: no control character reaches the terminal.
    var lines: [String] { Self.aligned(headings.map(\.text), rows) }

    /// Rows under titles of their own.
    static func aligned(_ titles: [String], _ rows: [[String]]) -> [String] {
        let cells = [titles] + rows.map { $0.map(\.onOneLine) }
        let widths = titles.indices.map { column in cells.map { $0[column].terminalWidth }.max() ?? 0 }
        return cells.map { row in
            zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ").trimmingTrailingSpaces
        }
    }
}

extension String {
    /// Columns on a terminal: those of East Asian Width W and F take two (Unicode Standard Annex 11, the blocks in use here).
    var terminalWidth: Int {
        unicodeScalars.reduce(0) { width, scalar in
            switch scalar.value {
            case 0x0300...0x036F, 0x200B: width
            case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA960...0xA97C,
                0xAC00...0xD7A3, 0xF900...0xFAFF,
                0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
                0x20000...0x3FFFD:
                width + 2
            case _: width + 1
            }
        }
    }

    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - terminalWidth))
    }

    fileprivate var trimmingTrailingSpaces: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
