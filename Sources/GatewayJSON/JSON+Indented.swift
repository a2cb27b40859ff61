extension JSON {
    /// Columns that a list of plain values may take to stay on one line.
    private static let width = 120

    /// The value as people read it, without a last line end: two spaces a level, short lists of plain values on one line. The same value is always
    /// the same text.
    public var indented: String { indented(by: "") }

    private func indented(by indent: String) -> String {
        switch self {
        case .object(let members):
            let inner = indent + "  "
            let lines = members.map { inner + JSON.string($0.name).text + ": " + $0.value.indented(by: inner) }
            return lines.isEmpty ? "{}" : "{\n" + lines.joined(separator: ",\n") + "\n" + indent + "}"
        case .array(let values):
            let line = "[" + values.map(\.text).joined(separator: ", ") + "]"
            guard values.contains(where: \.isComposed) || indent.count + line.count > Self.width else { return line }
            let inner = indent + "  "
            let lines = values.map { inner + $0.indented(by: inner) }
            return "[\n" + lines.joined(separator: ",\n") + "\n" + indent + "]"
        case .string, .number, .bool, .null: return text
        }
    }

    private var text: String { String(decoding: bytes, as: UTF8.self) }

    private var isComposed: Bool {
        switch self {
        case .object, .array: true
        case .string, .number, .bool, .null: false
        }
    }
}
