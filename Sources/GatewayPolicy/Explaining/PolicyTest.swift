public import GatewayIdentity

/// A question with the answer its author expects. Kept beside the policy, run before the policy is taken into use.
public struct PolicyTest: Hashable, Sendable {
    public var name: String
    public var question: Question
    public var expected: Expectation

    /// Parts that are `nil` can be anything.
    public enum Expectation: Hashable, Sendable {
        case permit(PermitExpectation)
        case stepUp(missing: Set<FactorName>?)
        case deny(Reason)
    }

    public struct PermitExpectation: Hashable, Sendable {
        public var rules: Set<RuleID>?
        public var idle: Duration?
        public var absolute: Duration?
        public var storage: Obligations.Storage?
        public var validUntil: UnixTime?
        public var isBackground: Bool?
        public var isMonitored: Bool?
        public var noStore: Bool?
        public var floors: Set<FloorName>?

        public init(
            rules: Set<RuleID>? = nil, idle: Duration? = nil, absolute: Duration? = nil,
            storage: Obligations.Storage? = nil,
            validUntil: UnixTime? = nil, isBackground: Bool? = nil, isMonitored: Bool? = nil, noStore: Bool? = nil,
            floors: Set<FloorName>? = nil
        ) {
            self.rules = rules
            self.idle = idle
            self.absolute = absolute
            self.storage = storage
            self.validUntil = validUntil
            self.isBackground = isBackground
            self.isMonitored = isMonitored
            self.noStore = noStore
            self.floors = floors
        }
    }

    public init(name: String, question: Question, expected: Expectation) {
        self.name = name
        self.question = question
        self.expected = expected
    }

    /// What the policy answers instead, `nil` when it answers as expected.
    public func disagreement(with policy: PolicySnapshot) -> PolicyTestDisagreement? {
        let decision = policy.decide(question)
        let agrees =
            switch (expected, decision) {
            case (.permit(let wanted), .permit(let permit)): wanted.agrees(with: permit)
            case (.stepUp(let missing), .stepUp(let stepUp)):
                missing.map { $0 == Set(stepUp.missing.map(\.name)) } ?? true
            case (.deny(let reason), .deny(let denial)): reason == denial.reason
            case (.permit, .stepUp), (.permit, .deny), (.stepUp, .permit), (.stepUp, .deny), (.deny, .permit),
                (.deny, .stepUp):
                false
            }
        return agrees ? nil : PolicyTestDisagreement(test: self, answer: policy.explain(question))
    }
}

extension PolicyTest.PermitExpectation {
    fileprivate func agrees(with permit: Permit) -> Bool {
        (rules.map { $0 == Set(permit.rules) } ?? true) && (idle.map { $0 == permit.limits.idle } ?? true)
            && (absolute.map { $0 == permit.limits.absolute } ?? true)
            && (storage.map { $0 == permit.obligations.storage } ?? true)
            && (validUntil.map { $0 == permit.validUntil } ?? true)
            && (isBackground.map { $0 == permit.isBackground } ?? true)
            && (isMonitored.map { $0 == permit.obligations.monitored } ?? true)
            && (noStore.map { $0 == permit.obligations.noStore } ?? true)
            && (floors.map { $0 == Set(permit.floors) } ?? true)
    }
}

/// A test that the policy does not pass, with the reasons for its answer.
public struct PolicyTestDisagreement: Sendable {
    public let test: PolicyTest
    public let answer: Explanation
}

extension PolicyTestDisagreement: CustomStringConvertible {
    public var description: String {
        "test '\(test.name)': expected \(test.expected), but the answer is \(answer.decision)"
    }
}

extension PolicyTest.Expectation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .permit(let permit): "a permit" + permit.details
        case .stepUp(let missing?): "a step-up for " + missing.map(\.rawValue).sorted().joined(separator: ", ")
        case .stepUp(nil): "a step-up"
        case .deny(let reason): "a denial with \(reason.rawValue)"
        }
    }
}

extension PolicyTest.PermitExpectation {
    fileprivate var details: String {
        let parts: [String?] = [
            rules.map { "by " + $0.sorted().map(\.text).joined(separator: ", ") },
            idle.map { "idle \($0.wholeSeconds) s" },
            absolute.map { "absolute \($0.wholeSeconds) s" }, storage.map { "storage \($0.rawValue)" },
            validUntil.map { "valid until \(RFC3339.string($0))" },
            isBackground.map { $0 ? "background" : "not background" },
            isMonitored.map { $0 ? "monitored" : "not monitored" }, noStore.map { $0 ? "no-store" : "cacheable" },
            floors.map { "floors " + ($0.isEmpty ? "none" : $0.sorted().map(\.text).joined(separator: ", ")) },
        ]
        let written = parts.compactMap { $0 }
        return written.isEmpty ? "" : " (" + written.joined(separator: "; ") + ")"
    }
}
