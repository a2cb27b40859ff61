internal import GatewayAudit

/// What rules on trial would have done, by what was done: counted from the records of the requests, which hold both.
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

        public var isDifferent: Bool { done != onTrial }

        public static func < (a: Self, b: Self) -> Bool {
            (a.done, a.onTrial, a.rule ?? "", a.reason ?? "") < (b.done, b.onTrial, b.rule ?? "", b.reason ?? "")
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
    private let exampleLimit: Int
    private var scanner = RecordScanner([
        .requestID, .decision, .trialDecision, .trialReason, .trialRule,
    ])

    /// - Parameter examples: request ids kept of each kind.
    public init(examples: Int) { exampleLimit = examples }

    /// Reads one record, without its LF. One without an answer on trial says nothing here.
    public mutating func take(_ line: UnsafeRawBufferPointer) {
        guard scanner.scan(line), let done = scanner.text(.decision, of: line),
            let onTrial = scanner.text(.trialDecision, of: line)
        else { return }
        let turn = Turn(
            done: done, onTrial: onTrial, reason: scanner.text(.trialReason, of: line),
            rule: scanner.text(.trialRule, of: line))
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
}
