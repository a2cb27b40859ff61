public import GatewayIdentity
public import GatewayPolicy

/// Doings in the order of time, with the alarms their author expects. Kept beside the policy, run before it is taken into use.
public struct WatchTest: Hashable, Sendable {
    public struct Alarm: Hashable, Sendable {
        public var rule: WatchRuleID
        public var measure: WatchMeasure
        /// `nil`: whoever.
        public var person: AccountName?

        public init(rule: WatchRuleID, measure: WatchMeasure, person: AccountName? = nil) {
            self.rule = rule
            self.measure = measure
            self.person = person
        }
    }

    public var name: String
    public var events: [WatchedEvent]
    /// All of them, in their order.
    public var expected: [Alarm]

    public init(name: String, events: [WatchedEvent], expected: [Alarm]) {
        self.name = name
        self.events = events
        self.expected = expected
    }

    /// What the policy's rules find instead, `nil` when they find what is expected.
    ///
    /// What counts as which grade is the policy's to say.
    public func disagreement(with policy: PolicySnapshot) -> String? {
        var post = WatchPost(policy.definition.watch, windows: policy.definition.windows)
        let found = events.flatMap { event in
            var graded = event
            graded.grade = event.grade ?? event.console.flatMap { policy.grade(of: $0) }
            return post.observe(graded)
        }
        let agrees =
            found.count == expected.count
            && zip(found, expected).allSatisfy { finding, alarm in
                finding.rule == alarm.rule && finding.measure == alarm.measure
                    && (alarm.person.map { $0 == finding.person } ?? true)
            }
        guard !agrees else { return nil }
        return "test '\(name)': expected \(Self.list(expected.map(\.text))), but found \(Self.list(found.map(\.text)))"
    }

    private static func list(_ alarms: [String]) -> String {
        alarms.isEmpty ? "no alarm" : alarms.joined(separator: "; ")
    }
}

extension WatchTest.Alarm {
    /// `partner-objects end_sessions of smith-02d9`
    public var text: String { "\(rule) \(measure.rawValue)" + (person.map { " of \($0)" } ?? "") }
}

extension WatchFinding {
    fileprivate var text: String {
        "\(rule) \(measure.rawValue) of \(person) (\(observed); limit \(limit); \(RFC3339.string(at)))"
    }
}
