/// One thing that a policy says otherwise than another.
public struct PolicyAlteration: Codable, Hashable, Sendable {
    public enum Change: String, Codable, Sendable {
        case added, removed, changed
    }

    /// One key of the thing, before and after.
    public struct Value: Codable, Hashable, Sendable {
        /// Characters of a value that are shown; what is longer begins where the two part, and ends in `…`.
        public static let limit = 500

        public let key: String
        /// `nil`: not said.
        public let before: String?
        public let after: String?

        public init(key: String, before: String?, after: String?) {
            self.key = key
            let isLong = max(before?.count ?? 0, after?.count ?? 0) > Self.limit
            let shared = isLong ? Self.lengthOfShared(before ?? "", after ?? "") : 0
            self.before = before.map { Self.shortened($0, from: shared) }
            self.after = after.map { Self.shortened($0, from: shared) }
        }

        /// Characters at the beginning that both have, but for the last of them, which show where one is.
        private static func lengthOfShared(_ a: String, _ b: String) -> Int {
            max(0, zip(a, b).prefix { $0 == $1 }.count - 60)
        }

        private static func shortened(_ text: String, from start: Int) -> String {
            let rest = (start > 0 ? "…" : "") + text.dropFirst(start)
            return rest.count > limit ? rest.prefix(limit) + "…" : rest
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
