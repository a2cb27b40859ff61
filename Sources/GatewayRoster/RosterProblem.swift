/// One thing wrong with a roster, where it stands: `FILE:LINE:COLUMN: what, value, expected`.
public struct RosterProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public let file: String
    /// Counted from 1.
    public let line: Int
    /// In characters, counted from 1.
    public let column: Int
    public let what: String
    /// As the file has it, cut; `nil` where there is none.
    public let value: String?
    public let expected: String

    init(_ file: String, _ place: TextPlace, _ what: String, value: String? = nil, expected: String) {
        self.file = file
        line = place.line
        column = place.column
        self.what = what
        self.value = value.map { String($0.prefix(80)) }
        self.expected = expected
    }

    public var description: String {
        "\(file):\(line):\(column): \(what)\(value.map { ", \($0.debugDescription)" } ?? ""), expected \(expected)"
    }
}

/// Everything wrong with a roster, in the order of the file; at most `limit`.
public struct RosterProblems: Error, Hashable, Sendable {
    public static let limit = 100
    public let all: [RosterProblem]
}

/// Where in a text something begins.
struct TextPlace: Hashable {
    var line = 1
    var column = 1
}
