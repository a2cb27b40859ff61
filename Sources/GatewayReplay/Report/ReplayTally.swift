/// What was counted over all records.
public struct ReplayTally: Hashable, Sendable {
    /// Of each kind, also of those that did not occur.
    public private(set) var differences = Dictionary(uniqueKeysWithValues: Difference.allCases.map { ($0, 0) })
    public private(set) var undecidable: [Undecidable: Int] = [:]
    /// Requests that were answered without the policy, by their reason.
    public private(set) var outside: [String: Int] = [:]
    /// The policy sets that answered then, and how many requests each.
    public private(set) var policies: [String: Int] = [:]
    /// Where the decisions begin and end.
    public private(set) var first: RecordedRequest?
    public private(set) var last: RecordedRequest?

    /// Policies of years and reasons of a closed list are fewer; a trail that somebody made up may have more.
    private static let nameLimit = 1000

    /// Decisions that a policy made, decided again or not.
    public var decisions: Int { differences.values.reduce(0, +) + undecidable.values.reduce(0, +) }
    public var undecided: Int { undecidable.values.reduce(0, +) }
    /// All but those that stay as they were.
    public var changed: Int { differences.reduce(0) { $0 + ($1.key == .unchanged ? 0 : $1.value) } }
    public func count(_ difference: Difference) -> Int { differences[difference] ?? 0 }

    mutating func decided(_ difference: Difference, _ recorded: RecordedDecision) {
        differences[difference, default: 0] += 1
        if let policy = recorded.policy { Self.count(policy, in: &policies) }
        note(recorded.request)
    }

    mutating func undecidable(_ cause: Undecidable, _ request: RecordedRequest?) {
        undecidable[cause, default: 0] += 1
        if let request { note(request) }
    }

    mutating func outside(_ reason: String) { Self.count(reason, in: &outside) }

    private mutating func note(_ request: RecordedRequest) {
        if first == nil { first = request }
        last = request
    }

    private static func count(_ name: String, in counts: inout [String: Int]) {
        guard counts.count < nameLimit || counts[name] != nil else { return counts["", default: 0] += 1 }
        counts[name, default: 0] += 1
    }
}
