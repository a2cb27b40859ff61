/// A place in a file, lines and columns from 1; columns count Unicode scalars.
public struct SourcePosition: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let file: String
    public let line: Int
    public let column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `FILE:LINE:COLUMN`, as editors understand it.
    public var description: String { "\(file):\(line):\(column)" }

    public static func < (a: Self, b: Self) -> Bool { (a.file, a.line, a.column) < (b.file, b.line, b.column) }
}

/// One thing wrong in a settings file: `FILE:LINE:COLUMN: what, value, expected`.
public struct SettingsProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public let position: SourcePosition
    public let what: What

    public enum What: Hashable, Sendable {
        // The file.
        case unreadable
        case notUTF8
        case tooLarge(limit: Int)
        case nothingThere
        case wrongExtension
        // YAML.
        case syntax(String)
        case duplicateKey(String, first: SourcePosition)
        /// A character that a reader of the file does not see, or not for what it is.
        case hidden(Unicode.Scalar)
        case tooDeep
        case directive
        case anchor
        case tag
        case mergeKey
        case keyNotText
        // Structure.
        case unknownKey(String, in: String, nearest: String?, known: [String])
        case missingKey(String, in: String)
        case wrongShape(expected: String)
        case definedTwice(String, first: SourcePosition)
        // Values.
        case unquotedTime(String)
        case badValue(String, expected: String)
        case notHere(String, because: String)
        /// A defect that the policy compiler found, in its own words.
        case defect(String)
        /// A test of the policy that it does not pass.
        case failingTest(String)
    }

    init(_ what: What, at position: SourcePosition) {
        self.what = what
        self.position = position
    }

    public var description: String { "\(position): \(text)" }

    private var text: String {
        switch what {
        case .unreadable: "cannot be read; expected a file that this user may read"
        case .notUTF8: "is not UTF-8"
        case .tooLarge(let limit): "is larger than \(limit) bytes"
        case .nothingThere: "is empty; expected at least 'version: 1'"
        case .wrongExtension: "would be passed over; settings files end in .yaml"
        case .syntax(let problem): problem
        case .duplicateKey(let key, let first): "key '\(PlainSight.shown(key))' is there already, at \(first)"
        case .hidden(let scalar):
            "\(PlainSight.codePoint(scalar)) is not seen for what it is by whoever reads the file; leave it out"
        case .tooDeep: "is nested deeper than anything that could be meant"
        case .directive: "YAML directives (%) are not allowed; leave the line out"
        case .anchor: "anchors and aliases are not allowed; write the value out"
        case .tag: "tags (!) are not allowed"
        case .mergeKey: "merge keys (<<) are not allowed; write the values out"
        case .keyNotText: "a key must be plain text"
        case .unknownKey(let key, let place, let nearest, let known):
            "unknown key \(PlainSight.quoted(key)) in \(place)." + (nearest.map { " Did you mean '\($0)'?" } ?? "")
                + " Known keys: "
                + known.joined(separator: ", ")
        case .missingKey(let key, let place): "\(place) needs '\(key)'"
        case .wrongShape(let expected): "expected \(expected)"
        case .definedTwice(let name, let first): "\(name) is defined already, at \(first)"
        case .unquotedTime(let text):
            "'\(text)' without quotes is a number to base 60 for some readers; write \"\(text)\""
        case .badValue(let value, let expected): "\(PlainSight.quoted(value)) is not \(expected)"
        case .notHere(let key, let reason): "'\(key)' has no meaning here: \(reason)"
        case .defect(let text), .failingTest(let text): text
        }
    }
}

/// Everything wrong in one load, in the order of the files. Nothing of it was taken into use.
public struct SettingsProblems: Error, Hashable, Sendable, CustomStringConvertible {
    public let all: [SettingsProblem]

    init(_ problems: [SettingsProblem]) { all = problems.sorted { $0.position < $1.position } }

    /// One line each.
    public var description: String { all.map(\.description).joined(separator: "\n") }
}
