import FoundationEssentials

/// The text of one settings file.
public struct SettingsFile: Hashable, Sendable {
    /// As it is named in errors; also what orders the files of a policy.
    public let name: String
    public let text: String

    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    /// Reads a file; what is wrong goes to the log.
    static func read(path: String, name: String, log: ProblemLog) -> SettingsFile? {
        let position = SourcePosition(file: name, line: 1, column: 1)
        guard let bytes = FileManager.default.contents(atPath: path) else {
            log.report(.unreadable, at: position)
            return nil
        }
        guard bytes.count <= YAMLDocument.sizeLimit else {
            log.report(.tooLarge(limit: YAMLDocument.sizeLimit), at: position)
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            log.report(.notUTF8, at: endOfUTF8(in: Array(bytes), of: name))
            return nil
        }
        return SettingsFile(name: name, text: text)
    }

    /// Where UTF-8 ends.
    private static func endOfUTF8(in bytes: [UInt8], of name: String) -> SourcePosition {
        var (line, column) = (1, 1)
        var (decoder, rest) = (UTF8(), bytes.makeIterator())
        while case .scalarValue(let scalar) = decoder.decode(&rest) {
            (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
        }
        return SourcePosition(file: name, line: line, column: column)
    }
}
