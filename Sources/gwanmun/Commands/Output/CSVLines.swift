/// Rows as lines of CSV (RFC 4180), the header first. A cell with a comma, a quote or a line break is quoted.
struct CSVLines: Sequence {
    let header: [String]
    let rows: [[String]]

    func makeIterator() -> some IteratorProtocol<String> {
        ([header] + rows).lazy.map { $0.map(Self.cell).joined(separator: ",") }.makeIterator()
    }

    private static func cell(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
