/// A name that the policy files give to something: one type for each kind of thing, so that a zone is never taken for a window.
public struct PolicyName<Named>: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
    public static func < (a: Self, b: Self) -> Bool { a.text < b.text }
}

public typealias RuleID = PolicyName<Rule>
public typealias ZoneName = PolicyName<Zone>
public typealias WindowName = PolicyName<AccessWindow>
public typealias TagName = PolicyName<Tag>
public typealias LockoutName = PolicyName<LockoutProfile>
public typealias ApprovalName = PolicyName<Approval>
public typealias FloorName = PolicyName<Floor>
public typealias ExceptionName = PolicyName<RuleException>
