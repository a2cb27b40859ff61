public import GatewayIdentity

/// Something that a policy may say and probably does not mean. It is told with its place; the policy can be taken into use all the same.
///
/// What is an error is a `PolicyDefect`.
public struct PolicyDoubt: Hashable, Sendable {
    public let place: PolicyPlace
    public let what: What

    init(_ place: PolicyPlace, _ what: What) {
        self.place = place
        self.what = what
    }

    public enum What: Hashable, Sendable {
        // Rules that do nothing.
        /// Both match some request, and leave no zone or window in common (semantics 3): such a request is always refused.
        case contradicts(RuleID)
        /// Whatever it matches, another rule matches too and asks for no less.
        case coveredBy(RuleID)
        /// A deny rule without conditions takes all that it would allow.
        case deniedBy(RuleID)
        /// None of its roles may do any of its actions.
        case rolesCannot([RoleName])
        /// No method does it by itself, and no console of the rule says what does.
        case nothingDoes(Action)
        /// A deny rule whose exceptions are all of its occasions.
        case neverStrikes

        // Rules that may do too much.
        case everyPathAtTagged(ConsoleID, TagName)
        case externalAtAnyTime([RoleName])
        case externalFromAnywhere([RoleName])
        /// `wildcard_paths: true` on a role of people from outside switches the rule off that they have exact paths (T87).
        case wildcardForExternal([RoleName], String, ConsoleID, TagName)
        /// One administrator lets people from outside in, to whole consoles.
        case grantByOne([RoleName], ConsoleID)
        case path(String, PathTrap)

        // Consoles and names.
        /// It rests on a document that no grant holds, and nobody votes on it.
        case neverGiven
        case unlabelled
        /// Its answers may say that they count as more, and there is nothing more.
        case nothingToRaise
        case noRuleAllows
        case unknownPerson(String)
        case unused
        case wholeInternet(String)
        case runsOut(CalendarDoubt)
    }

    /// A name that stays: what scripts and suppressions refer to.
    public var code: String {
        switch what {
        case .contradicts: "contradicting-rules"
        case .coveredBy: "shadowed-rule"
        case .deniedBy: "denied-rule"
        case .rolesCannot: "roles-cannot"
        case .nothingDoes: "action-never-done"
        case .neverStrikes: "deny-never-strikes"
        case .everyPathAtTagged: "every-path-at-tagged"
        case .externalAtAnyTime: "external-at-any-time"
        case .externalFromAnywhere: "external-from-anywhere"
        case .wildcardForExternal: "external-wildcard-at-tagged"
        case .grantByOne: "grant-by-one"
        case .neverGiven: "approval-never-given"
        case .path(_, let trap): "path-" + trap.rawValue.replacing("_", with: "-")
        case .unlabelled: "unlabelled-console"
        case .nothingToRaise: "label-raises-nothing"
        case .noRuleAllows: "unreachable-console"
        case .unknownPerson: "unknown-person"
        case .unused: "unused-name"
        case .wholeInternet: "zone-of-everything"
        case .runsOut(let calendar): calendar.code
        }
    }
}

/// Paths that mean something else than they look like.
public enum PathTrap: String, CaseIterable, Sendable {
    /// `/jobs/` is not `/jobs`, nor what is below.
    case endsInSlash = "ends_in_slash"
    /// A deny rule for `/admin` says nothing about `/admin/users`.
    case denyWithoutSubtree = "deny_without_subtree"
    /// `/jobs/[0-9]+`: brackets and the like stand for themselves.
    case looksLikeExpression = "looks_like_expression"

    init?(in path: PathPattern, ofDenyRule: Bool) {
        let text = path.text
        if text.utf8.contains(where: { "()[]{}^$|+".utf8.contains($0) }) || text.contains(".*") {
            self = .looksLikeExpression
        } else if text.utf8.count > 1, text.utf8.last == UInt8(ascii: "/") {
            self = .endsInSlash
        } else if ofDenyRule, text.utf8.count > 1, !path.includesSubtree, text.utf8.last != UInt8(ascii: "*") {
            self = .denyWithoutSubtree
        } else {
            return nil
        }
    }
}
