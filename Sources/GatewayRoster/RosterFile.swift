public import GatewayIdentity

/// One person as a personnel system's file describes them.
public struct RosterEntry: Hashable, Sendable {
    public var name: AccountName
    public var displayName: String
    public var roles: Set<RoleName>
    public var organisation: String
    public var language: Language
    /// `false`: has left.
    public var isActive: Bool
    public var externalID: String?
    /// Where the file speaks of them, counted from 1.
    public let line: Int
}

/// A roster: a line of names, then a person a line.
///
/// `name`, `display_name`, `organisation` and `roles` (with spaces between) must be there; `language` (`ko`), `active` (`true`) and `external_id` may be.
public enum RosterFile {
    /// In bytes.
    public static let sizeLimit = 450_000
    static let rowLimit = 5000
    static let columnLimit = 16

    enum Column: String, CaseIterable {
        case name
        case displayName = "display_name"
        case organisation
        case roles
        case language
        case active
        case externalID = "external_id"

        var isNeeded: Bool {
            switch self {
            case .name, .displayName, .organisation, .roles: true
            case .language, .active, .externalID: false
            }
        }
    }

    /// - Parameter name: what problems call the file.
    /// - Throws: every problem found; then nothing of the file is of use.
    public static func entries(in bytes: [UInt8], named name: String) throws(RosterProblems) -> [RosterEntry] {
        guard bytes.count <= sizeLimit else {
            throw only(RosterProblem(name, TextPlace(), "\(bytes.count) bytes", expected: "at most \(sizeLimit)"))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw only(RosterProblem(name, TextPlace(), "bytes that are no text", expected: "UTF-8"))
        }
        let lines: [[CSVTable.Field]]
        do throws(RosterProblem) { lines = try CSVTable.lines(of: text, named: name) } catch { throw only(error) }
        guard let header = lines.first else {
            throw only(RosterProblem(name, TextPlace(), "an empty file", expected: "a line of names"))
        }
        let columns = try RosterHeader.columns(header, in: name)
        return try RosterLines(file: name, columns: columns).entries(of: lines.dropFirst())
    }

    static func only(_ problem: RosterProblem) -> RosterProblems { RosterProblems(all: [problem]) }
}

/// The line of names.
enum RosterHeader {
    static func columns(_ fields: [CSVTable.Field], in file: String) throws(RosterProblems) -> [RosterFile.Column] {
        var columns: [RosterFile.Column] = []
        var problems: [RosterProblem] = []
        let known = RosterFile.Column.allCases.map(\.rawValue).joined(separator: ", ")
        for field in fields {
            guard let column = RosterFile.Column(rawValue: field.text) else {
                problems.append(
                    RosterProblem(file, field.place, "a column", value: field.text, expected: "one of \(known)"))
                continue
            }
            if columns.contains(column) {
                problems.append(
                    RosterProblem(file, field.place, "a second column", value: field.text, expected: "one"))
            }
            columns.append(column)
        }
        for column in RosterFile.Column.allCases where column.isNeeded && !columns.contains(column) {
            problems.append(
                RosterProblem(file, TextPlace(), "no column '\(column.rawValue)'", expected: "one"))
        }
        guard problems.isEmpty else { throw RosterProblems(all: problems) }
        return columns
    }
}
