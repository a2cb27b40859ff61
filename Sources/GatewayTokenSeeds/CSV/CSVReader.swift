/// Comma-separated values (RFC 4180): lines of fields, quoted where they need it.
struct CSVReader {
    struct Row: Hashable {
        let fields: [Field]
        let place: SeedPlace
    }

    struct Field: Hashable {
        let text: String
        let place: SeedPlace
    }

    /// In bytes.
    static let sizeLimit = 4_194_304
    static let rowLimit = 20_000
    static let fieldLimit = 64

    private let file: String
    private var rest: ArraySlice<UInt8>
    private var line = 1
    /// Of `rest`, where the line begins.
    private var lineStart: Int

    /// Empty lines are left out. A byte order mark, which spreadsheets write, is skipped.
    static func rows(in bytes: [UInt8], named file: String) throws(SeedProblem) -> [Row] {
        guard bytes.count <= sizeLimit else {
            throw SeedProblem(file, .start, "a file of \(bytes.count) bytes", expected: "at most \(sizeLimit)")
        }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var reader = CSVReader(file: file, rest: bytes[start...])
        var rows: [Row] = []
        while !reader.rest.isEmpty {
            let row = try reader.row()
            if row.fields.map(\.text) == [""] { continue }
            guard rows.count < rowLimit else {
                throw SeedProblem(file, row.place, "one line more", expected: "at most \(rowLimit)")
            }
            rows.append(row)
        }
        return rows
    }

    private mutating func row() throws(SeedProblem) -> Row {
        let begin = place
        var fields: [Field] = []
        while true {
            guard fields.count < Self.fieldLimit else {
                throw SeedProblem(file, place, "one field more", expected: "at most \(Self.fieldLimit)")
            }
            let start = place
            let text = try rest.first == UInt8(ascii: "\"") ? quoted() : plain()
            fields.append(Field(text: text, place: start))
            switch rest.popFirst() {
            case UInt8(ascii: ","): continue
            case UInt8(ascii: "\r") where rest.first == UInt8(ascii: "\n"):
                rest.removeFirst()
                beginLine()
                return Row(fields: fields, place: begin)
            case nil, UInt8(ascii: "\n"):
                beginLine()
                return Row(fields: fields, place: begin)
            default:
                throw SeedProblem(file, place, "something behind a field", expected: "a comma or the end of the line")
            }
        }
    }

    private mutating func plain() throws(SeedProblem) -> String {
        let field = rest.prefix { ![UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains($0) }
        guard !field.contains(UInt8(ascii: "\"")) else {
            throw SeedProblem(
                file, place, "a quotation mark inside a field", expected: "the whole field in quotation marks")
        }
        rest = rest.dropFirst(field.count)
        return try text(Array(field))
    }

    private mutating func quoted() throws(SeedProblem) -> String {
        let begin = place
        rest.removeFirst()
        var field: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") {
                guard rest.first == UInt8(ascii: "\"") else { return try text(field) }
                rest.removeFirst()
            }
            if byte == UInt8(ascii: "\n") { beginLine() }
            field.append(byte)
        }
        throw SeedProblem(file, begin, "a quotation mark that nothing closes", expected: "another one")
    }

    private func text(_ bytes: [UInt8]) throws(SeedProblem) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SeedProblem(file, place, "a field", expected: "UTF-8")
        }
        return text
    }

    private init(file: String, rest: ArraySlice<UInt8>) {
        self.file = file
        self.rest = rest
        lineStart = rest.startIndex
    }

    /// Of the next byte.
    private var place: SeedPlace { SeedPlace(line: line, column: rest.startIndex - lineStart + 1) }

    private mutating func beginLine() {
        line += 1
        lineStart = rest.startIndex
    }
}
