public import GatewayIdentity
public import GatewayPolicy

/// A right that nobody used in the time that was looked at.
public struct UnusedRight: Hashable, Comparable, Sendable {
    public enum Subject: Hashable, Sendable {
        case rule(RuleID)
        /// Of a rule that somebody used: not by this role, not there, not so.
        case role(RuleID, RoleName)
        case console(RuleID, ConsoleID)
        case path(RuleID, PathPattern)
        case method(RuleID, RequestMethod)
        /// Somebody who passed through no rule.
        case person(AccountName)
        /// Of somebody who passed through others.
        case heldRole(AccountName, RoleName)
        case grant(String, AccountName)
        case approval(AccountName, ApprovalName)
    }

    public let subject: Subject
    /// Before the time that was looked at, where anybody knows.
    public let lastUse: UnixTime?

    public init(_ subject: Subject, lastUse: UnixTime? = nil) {
        self.subject = subject
        self.lastUse = lastUse
    }

    /// How it is named by those who keep it: `rule:nct-admin`, `rule:nct-admin/role:staff`, `person:kim-7f3a`.
    public var name: String {
        switch subject {
        case .rule(let rule): "rule:\(rule)"
        case .role(let rule, let role): "rule:\(rule)/role:\(role)"
        case .console(let rule, let console): "rule:\(rule)/console:\(console)"
        case .path(let rule, let path): "rule:\(rule)/path:\(path)"
        case .method(let rule, let method): "rule:\(rule)/method:\(method)"
        case .person(let account): "person:\(account)"
        case .heldRole(let account, let role): "person:\(account)/role:\(role)"
        case .grant(let id, let account): "person:\(account)/grant:\(id)"
        case .approval(let account, let name): "person:\(account)/approval:\(name)"
        }
    }

    /// The first part of the name and the second: what kind it is.
    public var kind: String {
        switch subject {
        case .rule: "rule"
        case .role: "rule_role"
        case .console: "rule_console"
        case .path: "rule_path"
        case .method: "rule_method"
        case .person: "person"
        case .heldRole: "person_role"
        case .grant: "grant"
        case .approval: "approval"
        }
    }

    public static func < (a: Self, b: Self) -> Bool { a.name < b.name }

    /// Whether a text can name a right at all.
    public static func isName(_ text: String) -> Bool {
        guard (6...300).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            return false
        }
        return text.hasPrefix("rule:") || text.hasPrefix("person:")
    }
}

/// A right that stays although nobody used it: why, on whose word, until when.
public struct KeptRight: Hashable, Sendable {
    /// As `UnusedRight.name` has it; one of a whole rule or person holds for all its parts.
    public let right: String
    public let reason: String
    public let by: AccountName
    public let at: UnixTime
    /// Exclusive.
    public let until: UnixTime

    public init(right: String, reason: String, by: AccountName, at: UnixTime, until: UnixTime) {
        self.right = right
        self.reason = reason
        self.by = by
        self.at = at
        self.until = until
    }

    public func holds(at now: UnixTime) -> Bool { at <= now && now < until }
    public func covers(_ name: String) -> Bool { name == right || name.hasPrefix(right + "/") }
}
