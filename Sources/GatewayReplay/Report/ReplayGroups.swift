/// The requests that would be answered differently, or that nobody can decide, put together by rule, by person and by console.
struct ReplayGroups: Sendable {
    private(set) var rules: Table<RuleChange>
    private(set) var people: Table<String>
    private(set) var consoles: Table<String>

    /// The rule that decided, and the one that would.
    struct RuleChange: Hashable, Comparable, Sendable {
        let was: String?
        let now: String?

        static func < (a: Self, b: Self) -> Bool { (a.was ?? "", a.now ?? "") < (b.was ?? "", b.now ?? "") }
    }

    /// Groups of one kind by their names.
    struct Table<Name: Hashable & Comparable & Sendable>: Sendable {
        private(set) var groups: [Name: ReplayGroup] = [:]
        /// Requests of groups that there was no room for.
        private(set) var remainder = 0
        private let examples: Int

        init(examples: Int) { self.examples = examples }

        mutating func note(_ kind: ReplayGroup.Kind, of request: String, in name: Name) {
            guard groups.count < ReplayGroups.limit || groups[name] != nil else { return remainder += 1 }
            groups[name, default: ReplayGroup()].note(kind, of: request, keeping: examples)
        }

        /// The largest, then by name, as many as a report shows; and how many requests are in none of them.
        var shown: (groups: [(name: Name, group: ReplayGroup)], remainder: Int) {
            let sorted = groups.sorted { ($1.value.total, $0.key) < ($0.value.total, $1.key) }
            let rest = sorted.dropFirst(ReplayReport.groupLimit).reduce(0) { $0 + $1.value.total }
            return (sorted.prefix(ReplayReport.groupLimit).map { ($0.key, $0.value) }, remainder + rest)
        }
    }

    /// Groups of one kind that are counted one by one: ten times those that a report shows, so that the largest are among them.
    static let limit = 10 * ReplayReport.groupLimit

    init(examples: Int) {
        rules = Table(examples: examples)
        people = Table(examples: examples)
        consoles = Table(examples: examples)
    }

    /// Whose request, and to which console.
    struct Origin {
        let requestID: String
        let account: String?
        let console: String?
    }

    mutating func note(_ difference: Difference, of request: RecordedRequest, was: String?, now: String?) {
        note(difference, of: Origin(request), was: was, now: now)
    }

    mutating func note(_ difference: Difference, of request: Origin, was: String?, now: String?) {
        rules.note(.difference(difference), of: request.requestID, in: RuleChange(was: was, now: now))
        note(.difference(difference), of: request)
    }

    mutating func note(undecidable request: RecordedRequest) { note(.undecidable, of: Origin(request)) }

    private mutating func note(_ kind: ReplayGroup.Kind, of request: Origin) {
        people.note(kind, of: request.requestID, in: request.account ?? "")
        consoles.note(kind, of: request.requestID, in: request.console ?? "")
    }
}

extension ReplayGroups.Origin {
    init(_ request: RecordedRequest) {
        self.init(requestID: request.requestID, account: request.account, console: request.console)
    }
}

/// What was counted of one rule, person or console.
public struct ReplayGroup: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case difference(Difference)
        case undecidable

        /// In the order of a report.
        public static let all = Difference.allCases.filter { $0 != .unchanged }.map(Self.difference) + [.undecidable]

        public var text: String {
            switch self {
            case .difference(let difference): difference.rawValue
            case .undecidable: "undecidable"
            }
        }
    }

    public private(set) var counts: [Kind: Int] = [:]
    /// The first request ids of each kind.
    public private(set) var examples: [Kind: [String]] = [:]

    public var total: Int { counts.values.reduce(0, +) }

    mutating func note(_ kind: Kind, of request: String, keeping limit: Int) {
        counts[kind, default: 0] += 1
        if examples[kind, default: []].count < limit { examples[kind, default: []].append(request) }
    }
}
