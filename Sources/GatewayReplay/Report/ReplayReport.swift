internal import GatewayCrypto
public import GatewayIdentity

/// What a draft would have changed, over all records that were read.
public struct ReplayReport: Sendable {
    public let draft: SHA256Digest
    /// `nil`: held against what was answered then.
    public let base: SHA256Digest?
    public let tally: ReplayTally
    public let rules: Groups
    public let people: Groups
    public let consoles: Groups

    /// Groups of one kind in a report, the largest first.
    public static let groupLimit = 1000

    public struct Groups: Sendable {
        public let rows: [Row]
        /// Requests of groups that are not among the rows.
        public let remainder: Int

        init<Name>(_ table: ReplayGroups.Table<Name>, _ name: (Name) -> Row.Name) {
            let shown = table.shown
            rows = shown.groups.map { Row(name: name($0.name), group: $0.group) }
            remainder = shown.remainder
        }
    }

    public struct Row: Sendable {
        public let name: Name
        public let group: ReplayGroup

        public enum Name: Hashable, Sendable {
            /// The rule that decided and the one that would; `nil`: none.
            case rule(was: String?, now: String?)
            /// A person's account or a console; empty: the record names none.
            case one(String)
        }
    }

    init(draft: SHA256Digest, base: SHA256Digest?, tally: ReplayTally, groups: ReplayGroups) {
        self.draft = draft
        self.base = base
        self.tally = tally
        rules = Groups(groups.rules) { .rule(was: $0.was, now: $0.now) }
        people = Groups(groups.people) { .one($0) }
        consoles = Groups(groups.consoles) { .one($0) }
    }

    /// SHA-256 of `canonicalBytes`: what an approval of the draft signs. The same trail, draft and base give the same on every machine.
    public var sha256: SHA256Digest { SHA256.digest(of: canonicalBytes) }
}
