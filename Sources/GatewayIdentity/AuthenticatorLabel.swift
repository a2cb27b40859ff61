/// What its owner calls an authenticator: one line of 1 to 40 characters, for people to tell theirs apart.
public struct AuthenticatorLabel: Hashable, Sendable, CustomStringConvertible {
    public static let mostCharacters = 40
    private static let mostBytes = 160

    public let text: String

    /// `nil` for what is empty, too long, or could look like something else: control characters, line breaks, bidirectional overrides.
    public init?(_ typed: String) {
        guard typed.utf8.count <= Self.mostBytes else { return nil }
        let words = typed.split(separator: " ")
        guard !words.isEmpty, typed.unicodeScalars.allSatisfy(\.belongsInALine) else { return nil }
        text = words.joined(separator: " ")
        guard text.count <= Self.mostCharacters else { return nil }
    }

    public var description: String { text }
}

extension Unicode.Scalar {
    fileprivate var belongsInALine: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
        default: true  // Unicode's own list of categories, not one of ours
        }
    }
}
