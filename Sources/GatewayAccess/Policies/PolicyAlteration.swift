/// One thing that a policy says otherwise than another.
public struct PolicyAlteration: Codable, Hashable, Sendable {
    public enum Change: String, Codable, Sendable {
        case added, removed, changed
    }

    /// One key of the thing, before and after.
    public struct Value: Codable, Hashable, Sendable {
        /// Bytes of a value that are shown; what is longer ends in `…`.
        public static let limit = 500

        public let key: String
        /// `nil`: not said.
        public let before: String?
        public let after: String?

        public init(key: String, before: String?, after: String?) {
            self.key = key
            self.before = before.map(Self.shortened)
            self.after = after.map(Self.shortened)
        }

        private static func shortened(_ text: String) -> String {
            guard text.utf8.count > limit else { return text }
            return String(decoding: text.utf8.prefix(limit), as: UTF8.self) + "…"
        }
    }

    public let change: Change
    /// As the section is called in the files; `tests` for those that come with the policy.
    public let section: String
    public let name: String
    /// What it says otherwise; of what came or went, all that it says.
    public let values: [Value]

    public init(change: Change, section: String, name: String, values: [Value] = []) {
        self.change = change
        self.section = section
        self.name = name
        self.values = values
    }
}
