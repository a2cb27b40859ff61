/// Comma-separated values (RFC 4180), every field with its place.
struct CSVTable {
    struct Field: Hashable {
        let text: String
        let place: TextPlace
    }

    private let file: String
    private var rest: Substring.UnicodeScalarView
    private var place = TextPlace()

    /// Lines of fields; empty lines are left out. A byte order mark, which spreadsheets write, is skipped.
    ///
    /// - Throws: for what is no such table; nothing behind it can be understood then.
    static func lines(of text: String, named file: String) throws(RosterProblem) -> [[Field]] {
        var table = CSVTable(file: file, rest: text.unicodeScalars[...])
        if table.rest.first == "\u{FEFF}" { table.rest.removeFirst() }
        var lines: [[Field]] = []
        while !table.rest.isEmpty {
            let line = try table.line()
            if line.count == 1, line[0].text.isEmpty { continue }
            guard lines.count <= RosterFile.rowLimit else {
                throw RosterProblem(file, line[0].place, "one line more", expected: "at most \(RosterFile.rowLimit)")
            }
            lines.append(line)
        }
        return lines
    }

    private mutating func line() throws(RosterProblem) -> [Field] {
        var fields: [Field] = []
        while true {
            fields.append(try rest.first == "\"" ? quoted() : plain())
            guard fields.count <= RosterFile.columnLimit else {
                throw problem("one field more", expected: "at most \(RosterFile.columnLimit)")
            }
            guard let next = take() else { return fields }
            if next == "," { continue }
            if next == "\r", rest.first == "\n" {
                _ = take()
            } else if next != "\n" {
                throw problem("something behind a field", expected: "a comma or the end of the line")
            }
            return fields
        }
    }

    private mutating func plain() throws(RosterProblem) -> Field {
        let begin = place
        var text = String.UnicodeScalarView()
        while let next = rest.first, next != ",", next != "\n", next != "\r" {
            guard next != "\"" else {
                throw problem("a quotation mark inside a field", expected: "the whole field in quotation marks")
            }
            text.append(next)
            _ = take()
        }
        return Field(text: String(text), place: begin)
    }

    private mutating func quoted() throws(RosterProblem) -> Field {
        let begin = place
        _ = take()
        var text = String.UnicodeScalarView()
        while let next = take() {
            if next == "\"" {
                guard rest.first == "\"" else { return Field(text: String(text), place: begin) }
                _ = take()
            }
            text.append(next)
        }
        throw RosterProblem(file, begin, "a quotation mark that nothing closes", expected: "another one")
    }

    private mutating func take() -> Unicode.Scalar? {
        guard let next = rest.popFirst() else { return nil }
        if next == "\n" { place = TextPlace(line: place.line + 1, column: 1) } else { place.column += 1 }
        return next
    }

    private func problem(_ what: String, expected: String) -> RosterProblem {
        RosterProblem(file, place, what, expected: expected)
    }

    private init(file: String, rest: Substring.UnicodeScalarView) {
        self.file = file
        self.rest = rest
    }
}
