/// Comma-separated values (RFC 4180): lines of fields, quoted where they need it.
struct CSVReader {
    struct Row: Hashable {
        let fields: [String]
        /// Where it begins, counted from 1.
        let line: Int
    }

    /// In bytes.
    static let sizeLimit = 4_194_304
    static let rowLimit = 20_000
    static let fieldLimit = 64

    private let file: String
    private var rest: ArraySlice<UInt8>
    private var line = 1

    /// Empty lines are left out. A byte order mark, which spreadsheets write, is skipped.
    static func rows(in bytes: [UInt8], named file: String) throws(SeedProblem) -> [Row] {
        guard bytes.count <= sizeLimit else {
            throw SeedProblem(file, 1, "a file of \(bytes.count) bytes", expected: "at most \(sizeLimit)")
        }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var reader = CSVReader(file: file, rest: bytes[start...])
        var rows: [Row] = []
        while !reader.rest.isEmpty {
            let row = try reader.row()
            if row.fields == [""] { continue }
            guard rows.count < rowLimit else {
                throw SeedProblem(file, row.line, "one line more", expected: "at most \(rowLimit)")
            }
            rows.append(row)
        }
        return rows
    }

    private mutating func row() throws(SeedProblem) -> Row {
        let begin = line
        var fields: [String] = []
        while true {
            guard fields.count < Self.fieldLimit else {
                throw SeedProblem(file, begin, "one field more", expected: "at most \(Self.fieldLimit)")
            }
            fields.append(try rest.first == UInt8(ascii: "\"") ? quoted() : plain())
            switch rest.popFirst() {
            case UInt8(ascii: ","): continue
            case UInt8(ascii: "\r") where rest.first == UInt8(ascii: "\n"):
                rest.removeFirst()
                line += 1
                return Row(fields: fields, line: begin)
            case nil, UInt8(ascii: "\n"):
                line += 1
                return Row(fields: fields, line: begin)
            default:
                throw SeedProblem(file, line, "something behind a field", expected: "a comma or the end of the line")
            }
        }
    }

    private mutating func plain() throws(SeedProblem) -> String {
        let field = rest.prefix { ![UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains($0) }
        guard !field.contains(UInt8(ascii: "\"")) else {
            throw SeedProblem(
                file, line, "a quotation mark inside a field", expected: "the whole field in quotation marks")
        }
        rest = rest.dropFirst(field.count)
        return try text(Array(field))
    }

    private mutating func quoted() throws(SeedProblem) -> String {
        let begin = line
        rest.removeFirst()
        var field: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") {
                guard rest.first == UInt8(ascii: "\"") else { return try text(field) }
                rest.removeFirst()
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
            field.append(byte)
        }
        throw SeedProblem(file, begin, "a quotation mark that nothing closes", expected: "another one")
    }

    private func text(_ bytes: [UInt8]) throws(SeedProblem) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SeedProblem(file, line, "a field", expected: "UTF-8")
        }
        return text
    }

    private init(file: String, rest: ArraySlice<UInt8>) {
        self.file = file
        self.rest = rest
    }
}
