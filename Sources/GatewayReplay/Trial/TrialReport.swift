internal import GatewayAudit

/// What a draft or rules on trial would have done, by what was done: counted from the records of the requests, which hold both.
public struct TrialReport: Sendable {
    /// How a request was answered, and how it would have been.
    public struct Turn: Hashable, Comparable, Sendable {
        /// `permit`, `step_up` or `deny`.
        public let done: String
        public let onTrial: String
        /// The reason that would have been told.
        public let reason: String?
        /// The rule that would have decided.
        public let rule: String?
        /// What was on trial: the digest of a draft, or of the policy that holds the rules.
        public let policy: String?

        public var isDifferent: Bool { done != onTrial }

        public static func < (a: Self, b: Self) -> Bool {
            (a.done, a.onTrial, a.rule ?? "", a.reason ?? "", a.policy ?? "")
                < (b.done, b.onTrial, b.rule ?? "", b.reason ?? "", b.policy ?? "")
        }
    }

    /// Requests that went the same way.
    public struct Count: Sendable {
        public fileprivate(set) var requests = 0
        /// The first of them.
        public fileprivate(set) var examples: [String] = []
    }

    /// More kinds of turns than a policy of 128 rules a console makes; what comes beyond is counted together.
    public static let turnLimit = 10_000

    public private(set) var turns: [Turn: Count] = [:]
    /// Of kinds that there was no room for.
    public private(set) var others = 0
    /// Of each kind, also of those that did not occur.
    public private(set) var differences = Dictionary(uniqueKeysWithValues: Difference.allCases.map { ($0, 0) })
    private var groups: ReplayGroups
    private let policy: String?
    private let exampleLimit: Int
    private var scanner = RecordScanner([
        .requestID, .account, .upstream, .decision, .reason, .rule, .trialDecision, .trialReason, .trialRule,
        .trialPolicy,
    ])

    /// - Parameters:
    ///   - examples: request ids kept of each kind.
    ///   - policy: the only one that is counted, by the first digits of its digest; `nil`: whatever was on trial.
    public init(examples: Int, of policy: String? = nil) {
        exampleLimit = examples
        self.policy = policy
        groups = ReplayGroups(examples: examples)
    }

    /// The requests that would be answered differently, by the rule that decided and the one that would; the largest first.
    public var rules: ReplayReport.Groups { ReplayReport.Groups(groups.rules) { .rule(was: $0.was, now: $0.now) } }
    public var people: ReplayReport.Groups { ReplayReport.Groups(groups.people) { .one($0) } }
    public var consoles: ReplayReport.Groups { ReplayReport.Groups(groups.consoles) { .one($0) } }

    /// Reads one record, without its LF. One without an answer on trial says nothing here.
    public mutating func take(_ line: UnsafeRawBufferPointer) {
        guard scanner.scan(line), let done = scanner.text(.decision, of: line),
            let onTrial = scanner.text(.trialDecision, of: line)
        else { return }
        let tried = scanner.text(.trialPolicy, of: line)
        if let policy, tried?.hasPrefix(policy) != true { return }
        let turn = Turn(
            done: done, onTrial: onTrial, reason: scanner.text(.trialReason, of: line),
            rule: scanner.text(.trialRule, of: line), policy: tried)
        compare(turn, line)
        guard turns[turn] != nil || turns.count < Self.turnLimit else {
            others += 1
            return
        }
        turns[turn, default: Count()].requests += 1
        if let request = scanner.text(.requestID, of: line), turns[turn, default: Count()].examples.count < exampleLimit
        {
            turns[turn]?.examples.append(request)
        }
    }

    private mutating func compare(_ turn: Turn, _ line: UnsafeRawBufferPointer) {
        guard let was = Answer.Kind(rawValue: turn.done), let now = Answer.Kind(rawValue: turn.onTrial) else { return }
        let rule = scanner.text(.rule, of: line)
        let difference = Difference(
            from: Answer(kind: was, reason: was == .deny ? scanner.text(.reason, of: line) : nil, rule: rule),
            to: Answer(kind: now, reason: now == .deny ? turn.reason : nil, rule: turn.rule))
        differences[difference, default: 0] += 1
        guard difference != .unchanged else { return }
        let request = ReplayGroups.Origin(
            requestID: scanner.text(.requestID, of: line) ?? "", account: scanner.text(.account, of: line),
            console: scanner.text(.upstream, of: line))
        groups.note(difference, of: request, was: rule, now: turn.rule)
    }
}
