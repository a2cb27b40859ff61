internal import GatewayIdentity
public import GatewayPolicy

/// A draft over recorded decisions, folded one by one: what it would have answered, beside what was answered.
///
/// Memory is bounded by the groups and examples that are kept, not by the number of records.
public struct Replay: Sendable {
    /// What the draft's answers are held against.
    public enum Base: Sendable {
        /// What was answered then, by whatever policy was in force.
        case recorded
        /// What this policy would have answered.
        case policy(PolicySnapshot)
    }

    private var bench: Bench
    private let draft: SHA256Digest
    private let base: SHA256Digest?
    private var tally = ReplayTally()
    private var groups: ReplayGroups

    /// - Parameter examples: requests that each group names of each kind, at most.
    public init(of draft: PolicySnapshot, against base: Base = .recorded, examples: Int = Self.usualExamples) {
        self.draft = draft.sha256
        groups = ReplayGroups(examples: examples)
        switch base {
        case .recorded:
            self.base = nil
            bench = Bench(draft, base: nil)
        case .policy(let policy):
            self.base = policy.sha256
            bench = Bench(draft, base: policy)
        }
    }

    public static let usualExamples = 5

    /// The next line of the trail.
    public mutating func take(_ reading: DecisionReading) {
        switch reading {
        case .other: break
        case .outside(let reason, _): tally.outside(reason)
        case .undecidable(let cause, let request): undecidable(cause, request)
        case .decision(let recorded):
            do throws(Undecidable) {
                let answers = try bench.answers(to: recorded)
                judge(recorded, was: answers.base ?? recorded.answer, now: answers.draft)
            } catch {
                undecidable(error, recorded.request)
            }
        }
    }

    public func report() -> ReplayReport {
        ReplayReport(draft: draft, base: base, tally: tally, groups: groups)
    }

    private mutating func judge(_ recorded: RecordedDecision, was: Answer, now: Answer) {
        let difference = Difference(from: was, to: now)
        tally.decided(difference, recorded)
        guard difference != .unchanged else { return }
        groups.note(difference, of: recorded.request, was: was.rule, now: now.rule)
    }

    private mutating func undecidable(_ cause: Undecidable, _ request: RecordedRequest?) {
        tally.undecidable(cause, request)
        if let request { groups.note(undecidable: request) }
    }
}
